package cluster

import (
	"strconv"

	"redstart/server/command"
)

var clusterNodesSpec = &command.Spec{
	Name: "nodes", Arity: 2,
	Flags: command.Stale,
	Group: command.Cluster,
	Tips:  []string{"nondeterministic_output"},
	Since: "3.0.0", Cost: "O(N) where N is the total number of Cluster nodes",
	Summary: "Describes the nodes, one a line.",
	Run:     inCluster(runClusterNodes),
}

func runClusterNodes(c *command.Ctx) error {
	a := addressOf(c)
	b := append([]byte(c.Srv.Cluster.ID()), ' ')
	b = append(append(b, a.ip...), ':')
	b = append(strconv.AppendInt(b, a.port, 10), '@')
	b = strconv.AppendInt(b, a.busPort, 10)
	if a.hostname != "" {
		b = append(append(b, ','), a.hostname...)
	}
	b = append(b, " myself,master - 0 0 "...)
	b = strconv.AppendInt(b, c.Srv.Cluster.Epoch(), 10)
	b = append(b, " connected 0-16383\n"...)
	c.Reply.Verbatim("txt", string(b))
	return nil
}
