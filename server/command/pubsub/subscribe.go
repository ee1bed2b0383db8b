package pubsub

import (
	"redstart/server/command"
	"redstart/server/pubsub"
)

var subscribeSpec = &command.Spec{
	Name: "subscribe", Arity: -2,
	Flags:    command.PubSub | command.NoScript | command.Loading | command.Stale,
	Channels: command.Channels{First: 1, Rest: true},
	Group:    command.PubSubGroup,
	Since:    "2.0.0", Cost: "O(N) where N is the number of channels to subscribe to.",
	Syntax:       "channel...",
	Summary:      "Listens to channels.",
	WhileLimited: true,
	Stateful:     true,
	Run:          runSubscribe,
}

func runSubscribe(c *command.Ctx) error { return subscribe(c, pubsub.Channel, "subscribe") }

// subscribe subscribes the client to all names of the request, each of which gets a reply. name is the command's.
func subscribe(c *command.Ctx, k pubsub.Kind, name string) error {
	c.Session.Listen()
	for _, topic := range c.Args[1:] {
		n := c.Srv.PubSub.Subscribe(c.Client, k, topic)
		c.Push(3)
		c.Reply.BulkString(name)
		c.Reply.Bulk(topic)
		c.Reply.Int(int64(n))
	}
	return nil
}
