package pubsub

import (
	"redstart/server/command"
	"redstart/server/pubsub"
)

var ssubscribeSpec = &command.Spec{
	Name: "ssubscribe", Arity: -2,
	Flags:    command.PubSub | command.NoScript | command.Loading | command.Stale,
	Keys:     command.KeyRange(1, -1, 1, command.NotKey),
	Channels: command.Channels{First: 1, Rest: true},
	Group:    command.PubSubGroup,
	Since:    "7.0.0", Cost: "O(N) where N is the number of shard channels to subscribe to.",
	Syntax:       "shardchannel...",
	Summary:      "Listens to channels of shards.",
	WhileLimited: true,
	Stateful:     true,
	Run:          runSsubscribe,
}

func runSsubscribe(c *command.Ctx) error { return subscribe(c, pubsub.Shard, "ssubscribe") }
