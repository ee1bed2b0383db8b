package pubsub

import (
	"redstart/server/command"
	"redstart/server/pubsub"
)

var pubsubChannelsSpec = &command.Spec{
	Name: "channels", Arity: -2,
	Flags: command.PubSub | command.Loading | command.Stale,
	Group: command.PubSubGroup,
	Since: "2.8.0", Cost: "O(N) where N is the number of active channels, and assuming constant time pattern matching (relatively short channels and patterns)",
	Syntax:  "[pattern]",
	Summary: "Lists the channels that somebody listens to.",
	Run:     runPubsubChannels,
}

func runPubsubChannels(c *command.Ctx) error { return channels(c, pubsub.Channel) }

// channels lists the channels of a kind that somebody listens to.
func channels(c *command.Ctx, k pubsub.Kind) error {
	var pattern []byte
	switch c.Len() {
	case 2:
	case 3:
		pattern = c.Arg(2)
	default:
		return command.ErrSubSyntax("pubsub", c.Arg(1))
	}
	names := heard(c, c.Srv.PubSub.Active(c.Client.Scope(), k, pattern), false)
	c.Reply.Array(len(names))
	for _, name := range names {
		c.Reply.BulkString(name)
	}
	return nil
}
