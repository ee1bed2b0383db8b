package cluster

import "redstart/server/command"

var clusterForgetSpec = &command.Spec{
	Name: "forget", Arity: 3,
	Flags: command.Admin | command.Stale | command.NoAsyncLoading,
	Group: command.Cluster,
	Since: "3.0.0", Cost: "O(1)",
	Syntax:  "node-id",
	Summary: "Removes a node from those that are known.",
	Run:     inCluster(runClusterForget),
}

func runClusterForget(c *command.Ctx) error {
	if isMe(c, c.Arg(2)) {
		return command.ErrForgetMyself
	}
	return command.ErrNode(c.Arg(2))
}
