package cluster

import "redstart/server/command"

var clusterAddslotsrangeSpec = &command.Spec{
	Name: "addslotsrange", Arity: -4,
	Flags: command.Admin | command.Stale | command.NoAsyncLoading,
	Group: command.Cluster,
	Since: "7.0.0", Cost: "O(N) where N is the total number of the slots between the start slot and end slot arguments.",
	Syntax:  "range:(start-slot:integer end-slot:integer)...",
	Summary: "Gives ranges of slots to this node.",
	Run:     inCluster(runClusterAddslotsrange),
}

func runClusterAddslotsrange(c *command.Ctx) error {
	slots, err := rangeWords(c)
	if err != nil {
		return err
	}
	return command.ErrSlotBusy(slots[0])
}

// rangeWords reads the numbers of the slots where ranges begin and end.
func rangeWords(c *command.Ctx) ([]int, error) {
	if c.Len()%2 == 1 {
		return nil, command.ErrArity(c.Cmd.FullName)
	}
	slots, err := slotWords(c.Args[2:])
	if err != nil {
		return nil, err
	}
	for i := 0; i < len(slots); i += 2 {
		if slots[i] > slots[i+1] {
			return nil, command.ErrSlotsOrder(slots[i], slots[i+1])
		}
	}
	return slots, nil
}
