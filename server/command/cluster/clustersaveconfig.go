package cluster

import "redstart/server/command"

var clusterSaveconfigSpec = &command.Spec{
	Name: "saveconfig", Arity: 2,
	Flags: command.Admin | command.Stale | command.NoAsyncLoading,
	Group: command.Cluster,
	Since: "3.0.0", Cost: "O(1)",
	Summary: "Writes the cluster's state to disk.",
	Run:     inCluster(runClusterSaveconfig),
}

func runClusterSaveconfig(c *command.Ctx) error {
	c.Reply.OK()
	return nil
}
