package cluster

import "redstart/server/command"

var clusterSetslotSpec = &command.Spec{
	Name: "setslot", Arity: -4,
	Flags: command.Admin | command.Stale | command.NoAsyncLoading,
	Group: command.Cluster,
	Since: "3.0.0", Cost: "O(1)",
	Syntax:  `slot:integer subcommand:(IMPORTING importing"node-id" | MIGRATING migrating"node-id" | NODE node"node-id" | STABLE)`,
	Summary: "Binds a slot to a node, or begins or ends its move.",
	Run:     inCluster(runClusterSetslot),
}

func runClusterSetslot(c *command.Ctx) error {
	slot, err := slotOf(c.Arg(2))
	if err != nil {
		return err
	}
	action := c.Arg(3)
	switch node := c.Arg(c.Len() - 1); {
	case c.Len() == 4 && command.Fold(action, "STABLE"):
	case c.Len() != 5:
		return command.ErrSetslot
	case command.Fold(action, "MIGRATING"):
		if !isMe(c, node) {
			return command.ErrNodeUnknown(node)
		}
	case command.Fold(action, "IMPORTING"):
		return command.ErrSlotMine(slot)
	case command.Fold(action, "NODE"):
		if !isMe(c, node) {
			return command.ErrNode(node)
		}
	default:
		return command.ErrSetslot
	}
	c.Reply.OK()
	return nil
}
