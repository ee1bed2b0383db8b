package cluster

import "redstart/server/command"

var clusterCountFailureReportsSpec = &command.Spec{
	Name: "count-failure-reports", Arity: 3,
	Flags: command.Admin | command.Stale,
	Group: command.Cluster,
	Tips:  []string{"nondeterministic_output"},
	Since: "3.0.0", Cost: "O(N) where N is the number of failure reports",
	Syntax:  "node-id",
	Summary: "Counts the reports that a node has failed.",
	Run:     inCluster(runClusterCountFailureReports),
}

func runClusterCountFailureReports(c *command.Ctx) error {
	if !isMe(c, c.Arg(2)) {
		return command.ErrNode(c.Arg(2))
	}
	c.Reply.Int(0)
	return nil
}
