package cluster

import "redstart/server/command"

var clusterResetSpec = &command.Spec{
	Name: "reset", Arity: -2,
	Flags: command.Admin | command.NoScript | command.Stale,
	Group: command.Cluster,
	Since: "3.0.0", Cost: "O(N) where N is the number of known nodes. The command may execute a FLUSHALL as a side effect.",
	Syntax:  "[reset-type:(HARD | SOFT)]",
	Summary: "Makes this node forget the cluster.",
	Run:     inCluster(runClusterReset),
}

// runClusterReset gives the node new names, if it is to be a hard reset. It keeps its slots: there is nobody who could have them.
func runClusterReset(c *command.Ctx) error {
	hard := false
	switch {
	case c.Len() > 3:
		return command.ErrSubSyntax("cluster", c.Arg(1))
	case c.Len() == 3 && command.Fold(c.Arg(2), "HARD"):
		hard = true
	case c.Len() == 3 && !command.Fold(c.Arg(2), "SOFT"):
		return command.ErrSyntax
	}
	if c.Tx.Len() > 0 {
		return command.ErrResetKeys
	}
	if hard {
		c.Srv.Cluster.Rename()
	}
	c.Reply.OK()
	return nil
}
