package cluster

import "redstart/server/command"

var clusterLinksSpec = &command.Spec{
	Name: "links", Arity: 2,
	Flags: command.Stale,
	Group: command.Cluster,
	Tips:  []string{"nondeterministic_output"},
	Since: "7.0.0", Cost: "O(N) where N is the total number of Cluster nodes",
	Summary: "Lists the connections to other nodes.",
	Run:     inCluster(runClusterLinks),
}

func runClusterLinks(c *command.Ctx) error {
	c.Reply.Array(0)
	return nil
}
