package cluster

import "redstart/server/command"

var clusterSlavesSpec = &command.Spec{
	Name: "slaves", Arity: 3,
	Flags: command.Admin | command.Stale,
	Group: command.Cluster,
	Tips:  []string{"nondeterministic_output"},
	Since: "3.0.0", Cost: "O(N) where N is the number of replicas.",
	Syntax:   "node-id",
	Summary:  "Lists the replicas of a node.",
	Replaced: "`CLUSTER REPLICAS`", Until: "5.0.0",
	Run: inCluster(runClusterSlaves),
}

func runClusterSlaves(c *command.Ctx) error { return replicas(c) }
