package cluster

import (
	"redstart/server/cluster"
	"redstart/server/command"
)

var clusterSlotsSpec = &command.Spec{
	Name: "slots", Arity: 2,
	Flags: command.Loading | command.Stale,
	Group: command.Cluster,
	Tips:  []string{"nondeterministic_output"},
	Since: "3.0.0", Cost: "O(N) where N is the total number of Cluster nodes",
	Summary: "Tells which nodes have which slots.",
	History: []command.Change{
		{Since: "4.0.0", What: "Added node IDs."},
		{Since: "7.0.0", What: "Added additional networking metadata field."},
	},
	Replaced: "`CLUSTER SHARDS`", Until: "7.0.0",
	Run: inCluster(runClusterSlots),
}

func runClusterSlots(c *command.Ctx) error {
	a := addressOf(c)
	w := c.Reply
	w.Array(1)
	w.Array(3)
	w.Int(0)
	w.Int(cluster.Slots - 1)
	w.Array(4)
	a.endpoint(w)
	w.Int(a.port)
	w.BulkString(c.Srv.Cluster.ID())
	more := a.besides()
	w.Map(len(more) / 2)
	for _, word := range more {
		w.BulkString(word)
	}
	return nil
}
