package pubsub

import (
	"redstart/server/command"
	"redstart/server/pubsub"
)

var pubsubNumpatSpec = &command.Spec{
	Name: "numpat", Arity: 2,
	Flags: command.PubSub | command.Loading | command.Stale,
	Group: command.PubSubGroup,
	Since: "2.8.0", Cost: "O(1)",
	Summary: "Tells how many patterns somebody listens to.",
	Run:     runPubsubNumpat,
}

func runPubsubNumpat(c *command.Ctx) error {
	c.Reply.Int(int64(c.Srv.PubSub.Topics(pubsub.Pattern)))
	return nil
}
