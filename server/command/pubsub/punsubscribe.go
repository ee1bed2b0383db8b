package pubsub

import (
	"redstart/server/command"
	"redstart/server/pubsub"
)

var punsubscribeSpec = &command.Spec{
	Name: "punsubscribe", Arity: -1,
	Flags: command.PubSub | command.NoScript | command.Loading | command.Stale,
	Group: command.PubSubGroup,
	Since: "2.0.0", Cost: "O(N) where N is the number of patterns to unsubscribe.",
	Syntax:       "[pattern...]",
	Summary:      "Ends listening to patterns, to all without a name.",
	WhileLimited: true,
	Stateful:     true,
	Run:          runPunsubscribe,
}

func runPunsubscribe(c *command.Ctx) error { return unsubscribe(c, pubsub.Pattern, "punsubscribe") }
