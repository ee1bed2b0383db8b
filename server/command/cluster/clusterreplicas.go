package cluster

import "redstart/server/command"

var clusterReplicasSpec = &command.Spec{
	Name: "replicas", Arity: 3,
	Flags: command.Admin | command.Stale,
	Group: command.Cluster,
	Tips:  []string{"nondeterministic_output"},
	Since: "5.0.0", Cost: "O(N) where N is the number of replicas.",
	Syntax:  "node-id",
	Summary: "Lists the replicas of a node.",
	Run:     inCluster(runClusterReplicas),
}

func runClusterReplicas(c *command.Ctx) error { return replicas(c) }

// replicas lists the replicas of a node: none.
func replicas(c *command.Ctx) error {
	if !isMe(c, c.Arg(2)) {
		return command.ErrNode(c.Arg(2))
	}
	c.Reply.Array(0)
	return nil
}
