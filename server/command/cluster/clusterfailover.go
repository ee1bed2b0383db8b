package cluster

import "redstart/server/command"

var clusterFailoverSpec = &command.Spec{
	Name: "failover", Arity: -2,
	Flags: command.Admin | command.Stale | command.NoAsyncLoading,
	Group: command.Cluster,
	Since: "3.0.0", Cost: "O(1)",
	Syntax:  "[options:(FORCE | TAKEOVER)]",
	Summary: "Makes a replica take over from its primary.",
	Run:     inCluster(runClusterFailover),
}

func runClusterFailover(c *command.Ctx) error {
	switch {
	case c.Len() > 3:
		return command.ErrSubSyntax("cluster", c.Arg(1))
	case c.Len() == 3 && !command.Fold(c.Arg(2), "FORCE") && !command.Fold(c.Arg(2), "TAKEOVER"):
		return command.ErrSyntax
	}
	return command.ErrClusterFailover
}
