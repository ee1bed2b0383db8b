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
	n := c.Srv.PubSub.TopicsOf(c.Client.Scope(), pubsub.Pattern)
	if c.Client.Bound() {
		n = len(heard(c, c.Srv.PubSub.Active(c.Client.Scope(), pubsub.Pattern, nil), true))
	}
	c.Reply.Int(int64(n))
	return nil
}
