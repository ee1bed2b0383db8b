package cluster

import "redstart/server/command"

var clusterMyidSpec = &command.Spec{
	Name: "myid", Arity: 2,
	Flags: command.Stale,
	Group: command.Cluster,
	Since: "3.0.0", Cost: "O(1)",
	Summary: "Tells this node's name.",
	Run:     inCluster(runClusterMyid),
}

func runClusterMyid(c *command.Ctx) error {
	c.Reply.BulkString(c.Srv.Cluster.ID())
	return nil
}
