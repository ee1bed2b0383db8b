package cluster

import "redstart/server/command"

var clusterReplicateSpec = &command.Spec{
	Name: "replicate", Arity: 3,
	Flags: command.Admin | command.Stale | command.NoAsyncLoading,
	Group: command.Cluster,
	Since: "3.0.0", Cost: "O(1)",
	Syntax:  "node-id",
	Summary: "Makes this node the replica of another.",
	Run:     inCluster(runClusterReplicate),
}

func runClusterReplicate(c *command.Ctx) error {
	if isMe(c, c.Arg(2)) {
		return command.ErrReplicateMyself
	}
	return command.ErrNode(c.Arg(2))
}
