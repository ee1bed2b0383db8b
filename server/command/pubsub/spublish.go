package pubsub

import "redstart/server/command"

var spublishSpec = &command.Spec{
	Name: "spublish", Arity: 3,
	Flags:    command.PubSub | command.Loading | command.Stale | command.Fast,
	Keys:     command.Key(1, command.NotKey),
	Channels: command.Channels{First: 1},
	Group:    command.PubSubGroup,
	Since:    "7.0.0", Cost: "O(N) where N is the number of clients subscribed to the receiving shard channel.",
	Syntax:  "shardchannel message",
	Summary: "Sends a message to all who listen to a channel of a shard, and tells how many they are.",
	Run:     runSpublish,
}

func runSpublish(c *command.Ctx) error {
	c.Reply.Int(int64(c.Srv.PubSub.PublishShard(c.Client.Scope(), c.Arg(1), c.Arg(2))))
	return nil
}
