package cluster

import (
	"redstart/server/client"
	"redstart/server/command"
)

var readwriteSpec = &command.Spec{
	Name: "readwrite", Arity: 1,
	Flags: command.Loading | command.Stale | command.Fast,
	Group: command.Cluster, ACL: []string{"connection"},
	Since: "3.0.0", Cost: "O(1)",
	Summary:  "Ends what READONLY began.",
	Stateful: true,
	Run:      inCluster(runReadwrite),
}

func runReadwrite(c *command.Ctx) error {
	c.Client.Set(client.ReadOnly, false)
	c.Reply.OK()
	return nil
}
