package pubsub

import (
	"redstart/server/command"
	"redstart/server/pubsub"
)

var pubsubShardchannelsSpec = &command.Spec{
	Name: "shardchannels", Arity: -2,
	Flags: command.PubSub | command.Loading | command.Stale,
	Group: command.PubSubGroup,
	Since: "7.0.0", Cost: "O(N) where N is the number of active shard channels, and assuming constant time pattern matching (relatively short shard channels).",
	Syntax:  "[pattern]",
	Summary: "Lists the channels of shards that somebody listens to.",
	Run:     runPubsubShardchannels,
}

func runPubsubShardchannels(c *command.Ctx) error { return channels(c, pubsub.Shard) }
