package cluster

import (
	"redstart/server/client"
	"redstart/server/command"
)

var readonlySpec = &command.Spec{
	Name: "readonly", Arity: 1,
	Flags: command.Loading | command.Stale | command.Fast,
	Group: command.Cluster, ACL: []string{"connection"},
	Since: "3.0.0", Cost: "O(1)",
	Summary:  "Lets this connection read from a replica of a cluster.",
	Stateful: true,
	Run:      inCluster(runReadonly),
}

func runReadonly(c *command.Ctx) error {
	c.Client.Set(client.ReadOnly, true)
	c.Reply.OK()
	return nil
}
