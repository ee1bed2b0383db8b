package pubsub

import (
	"redstart/server/command"
	"redstart/server/pubsub"
)

var pubsubShardnumsubSpec = &command.Spec{
	Name: "shardnumsub", Arity: -2,
	Flags: command.PubSub | command.Loading | command.Stale,
	Group: command.PubSubGroup,
	Since: "7.0.0", Cost: "O(N) for the SHARDNUMSUB subcommand, where N is the number of requested shard channels",
	Syntax:  "[shardchannel...]",
	Summary: "Tells how many clients listen to each of the channels of shards.",
	Run:     runPubsubShardnumsub,
}

func runPubsubShardnumsub(c *command.Ctx) error { return listeners(c, pubsub.Shard) }
