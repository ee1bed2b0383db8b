package cluster

import (
	"slices"

	"redstart/server/command"
)

var clusterDelslotsSpec = &command.Spec{
	Name: "delslots", Arity: -3,
	Flags: command.Admin | command.Stale | command.NoAsyncLoading,
	Group: command.Cluster,
	Since: "3.0.0", Cost: "O(N) where N is the total number of hash slot arguments",
	Syntax:  "slot:integer...",
	Summary: "Takes slots away from this node.",
	Run:     inCluster(runClusterDelslots),
}

func runClusterDelslots(c *command.Ctx) error {
	slots, err := slotWords(c.Args[2:])
	if err != nil {
		return err
	}
	slices.Sort(slots)
	for i, slot := range slots[1:] {
		if slot == slots[i] {
			return command.ErrSlotTwice(slot)
		}
	}
	return command.ErrOnlyNode
}
