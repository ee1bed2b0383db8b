package cluster

import "redstart/server/command"

var clusterMyshardidSpec = &command.Spec{
	Name: "myshardid", Arity: 2,
	Flags: command.Stale,
	Group: command.Cluster,
	Tips:  []string{"nondeterministic_output"},
	Since: "7.2.0", Cost: "O(1)",
	Summary: "Tells the name of this node's shard.",
	Run:     inCluster(runClusterMyshardid),
}

func runClusterMyshardid(c *command.Ctx) error {
	c.Reply.BulkString(c.Srv.Cluster.Shard())
	return nil
}
