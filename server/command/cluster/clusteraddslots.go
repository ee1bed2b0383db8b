package cluster

import (
	"redstart/resp"
	"redstart/server/cluster"
	"redstart/server/command"
)

var clusterAddslotsSpec = &command.Spec{
	Name: "addslots", Arity: -3,
	Flags: command.Admin | command.Stale | command.NoAsyncLoading,
	Group: command.Cluster,
	Since: "3.0.0", Cost: "O(N) where N is the total number of hash slot arguments",
	Syntax:  "slot:integer...",
	Summary: "Gives slots to this node.",
	Run:     inCluster(runClusterAddslots),
}

func runClusterAddslots(c *command.Ctx) error {
	slots, err := slotWords(c.Args[2:])
	if err != nil {
		return err
	}
	return command.ErrSlotBusy(slots[0])
}

// slotWords reads the numbers of slots.
func slotWords(words [][]byte) ([]int, error) {
	slots := make([]int, len(words))
	for i, word := range words {
		slot, err := slotOf(word)
		if err != nil {
			return nil, err
		}
		slots[i] = slot
	}
	return slots, nil
}

// slotOf reads the number of a slot.
func slotOf(word []byte) (int, error) {
	n, ok := resp.ParseInt(word)
	if !ok || n < 0 || n >= cluster.Slots {
		return 0, command.ErrSlotRange
	}
	return int(n), nil
}
