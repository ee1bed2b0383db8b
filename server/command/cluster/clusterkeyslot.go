package cluster

import (
	"redstart/server/cluster"
	"redstart/server/command"
)

var clusterKeyslotSpec = &command.Spec{
	Name: "keyslot", Arity: 3,
	Flags: command.Stale,
	Group: command.Cluster,
	Since: "3.0.0", Cost: "O(N) where N is the number of bytes in the key",
	Syntax:  "key:string",
	Summary: "Computes the slot of a key.",
	Run:     inCluster(runClusterKeyslot),
}

func runClusterKeyslot(c *command.Ctx) error {
	c.Reply.Int(int64(cluster.Slot(c.Arg(2))))
	return nil
}
