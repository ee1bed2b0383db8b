package cluster

import "redstart/server/command"

var clusterFlushslotsSpec = &command.Spec{
	Name: "flushslots", Arity: 2,
	Flags: command.Admin | command.Stale | command.NoAsyncLoading,
	Group: command.Cluster,
	Since: "3.0.0", Cost: "O(1)",
	Summary: "Takes all slots away from this node.",
	Run:     inCluster(runClusterFlushslots),
}

func runClusterFlushslots(c *command.Ctx) error {
	if c.Tx.Len() > 0 {
		return command.ErrFlushSlotsKeys
	}
	return command.ErrOnlyNode
}
