package pubsub

import (
	"redstart/server/command"
	"redstart/server/pubsub"
)

var unsubscribeSpec = &command.Spec{
	Name: "unsubscribe", Arity: -1,
	Flags: command.PubSub | command.NoScript | command.Loading | command.Stale,
	Group: command.PubSubGroup,
	Since: "2.0.0", Cost: "O(N) where N is the number of channels to unsubscribe.",
	Syntax:       "[channel...]",
	Summary:      "Ends listening to channels, to all without a name.",
	WhileLimited: true,
	Stateful:     true,
	Run:          runUnsubscribe,
}

func runUnsubscribe(c *command.Ctx) error { return unsubscribe(c, pubsub.Channel, "unsubscribe") }

// unsubscribe ends the subscriptions to all names of the request or, without any, all of the kind. Each gets a reply. name is the
// command's.
func unsubscribe(c *command.Ctx, k pubsub.Kind, name string) error {
	if c.Len() > 1 {
		for _, topic := range c.Args[1:] {
			leave(c, k, name, topic)
		}
		return nil
	}
	names := c.Srv.PubSub.Names(c.Client, k)
	for _, topic := range names {
		leave(c, k, name, []byte(topic))
	}
	if len(names) == 0 {
		c.Push(3)
		c.Reply.BulkString(name)
		c.Reply.Null()
		c.Reply.Int(int64(c.Srv.PubSub.Subscribed(c.Client, k)))
	}
	return nil
}

// leave ends one subscription. What came before its end goes before the reply.
func leave(c *command.Ctx, k pubsub.Kind, name string, topic []byte) {
	n := c.Srv.PubSub.Unsubscribe(c.Client, k, topic)
	if !c.NoWait {
		c.Session.Overhear()
	}
	c.Push(3)
	c.Reply.BulkString(name)
	c.Reply.Bulk(topic)
	c.Reply.Int(int64(n))
}
