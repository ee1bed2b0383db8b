package pubsub

import "redstart/server/command"

var publishSpec = &command.Spec{
	Name: "publish", Arity: 3,
	Flags:    command.PubSub | command.Loading | command.Stale | command.Fast,
	Channels: command.Channels{First: 1},
	Group:    command.PubSubGroup,
	Since:    "2.0.0", Cost: "O(N+M) where N is the number of clients subscribed to the receiving channel and M is the total number of subscribed patterns (by any client).",
	Syntax:  "channel message",
	Summary: "Sends a message to all who listen to a channel, and tells how many they are.",
	Run:     runPublish,
}

func runPublish(c *command.Ctx) error {
	c.Reply.Int(int64(c.Srv.PubSub.Publish(c.Client.Scope(), c.Arg(1), c.Arg(2))))
	return nil
}
