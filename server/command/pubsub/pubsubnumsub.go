package pubsub

import (
	"redstart/server/command"
	"redstart/server/pubsub"
)

var pubsubNumsubSpec = &command.Spec{
	Name: "numsub", Arity: -2,
	Flags: command.PubSub | command.Loading | command.Stale,
	Group: command.PubSubGroup,
	Since: "2.8.0", Cost: "O(N) for the NUMSUB subcommand, where N is the number of requested channels",
	Syntax:  "[channel...]",
	Summary: "Tells how many clients listen to each of the channels.",
	Run:     runPubsubNumsub,
}

func runPubsubNumsub(c *command.Ctx) error { return listeners(c, pubsub.Channel) }

// listeners tells of each channel how many clients listen to it.
func listeners(c *command.Ctx, k pubsub.Kind) error {
	names := c.Args[2:]
	c.Reply.Array(2 * len(names))
	for _, name := range names {
		c.Reply.Bulk(name)
		n := 0
		if !c.Client.Bound() || c.Client.Identity().Rules().Hears(name, false) {
			n = c.Srv.PubSub.Listeners(c.Client.Scope(), k, name)
		}
		c.Reply.Int(int64(n))
	}
	return nil
}
