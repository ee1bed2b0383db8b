package pubsub

import (
	"redstart/server/command"
	"redstart/server/pubsub"
)

var psubscribeSpec = &command.Spec{
	Name: "psubscribe", Arity: -2,
	Flags:    command.PubSub | command.NoScript | command.Loading | command.Stale,
	Channels: command.Channels{First: 1, Rest: true, Patterns: true},
	Group:    command.PubSubGroup,
	Since:    "2.0.0", Cost: "O(N) where N is the number of patterns to subscribe to.",
	Syntax:       "pattern...",
	Summary:      "Listens to all channels that match patterns.",
	WhileLimited: true,
	Stateful:     true,
	Run:          runPsubscribe,
}

func runPsubscribe(c *command.Ctx) error { return subscribe(c, pubsub.Pattern, "psubscribe") }
