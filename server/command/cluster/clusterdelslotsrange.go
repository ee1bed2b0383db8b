package cluster

import "redstart/server/command"

var clusterDelslotsrangeSpec = &command.Spec{
	Name: "delslotsrange", Arity: -4,
	Flags: command.Admin | command.Stale | command.NoAsyncLoading,
	Group: command.Cluster,
	Since: "7.0.0", Cost: "O(N) where N is the total number of the slots between the start slot and end slot arguments.",
	Syntax:  "range:(start-slot:integer end-slot:integer)...",
	Summary: "Takes ranges of slots away from this node.",
	Run:     inCluster(runClusterDelslotsrange),
}

func runClusterDelslotsrange(c *command.Ctx) error {
	if _, err := rangeWords(c); err != nil {
		return err
	}
	return command.ErrOnlyNode
}
