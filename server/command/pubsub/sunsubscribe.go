package pubsub

import (
	"redstart/server/command"
	"redstart/server/pubsub"
)

var sunsubscribeSpec = &command.Spec{
	Name: "sunsubscribe", Arity: -1,
	Flags: command.PubSub | command.NoScript | command.Loading | command.Stale,
	Keys:  command.KeyRange(1, -1, 1, command.NotKey),
	Group: command.PubSubGroup,
	Since: "7.0.0", Cost: "O(N) where N is the number of shard channels to unsubscribe.",
	Syntax:       "[shardchannel...]",
	Summary:      "Ends listening to channels of shards, to all without a name.",
	WhileLimited: true,
	Stateful:     true,
	Run:          runSunsubscribe,
}

func runSunsubscribe(c *command.Ctx) error { return unsubscribe(c, pubsub.Shard, "sunsubscribe") }
