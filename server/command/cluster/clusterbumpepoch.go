package cluster

import (
	"strconv"

	"redstart/server/command"
)

var clusterBumpepochSpec = &command.Spec{
	Name: "bumpepoch", Arity: 2,
	Flags: command.Admin | command.Stale | command.NoAsyncLoading,
	Group: command.Cluster,
	Tips:  []string{"nondeterministic_output"},
	Since: "3.0.0", Cost: "O(1)",
	Summary: "Advances the cluster's epoch.",
	Run:     inCluster(runClusterBumpepoch),
}

func runClusterBumpepoch(c *command.Ctx) error {
	word := "STILL "
	if c.Srv.Cluster.Bump() {
		word = "BUMPED "
	}
	c.Reply.Simple(word + strconv.FormatInt(c.Srv.Cluster.Epoch(), 10))
	return nil
}
