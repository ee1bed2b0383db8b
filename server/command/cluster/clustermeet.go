package cluster

import (
	"net"

	"redstart/resp"
	"redstart/server/command"
)

var clusterMeetSpec = &command.Spec{
	Name: "meet", Arity: -4,
	Flags: command.Admin | command.Stale | command.NoAsyncLoading,
	Group: command.Cluster,
	Since: "3.0.0", Cost: "O(1)",
	Syntax:  "ip port:integer [cluster-bus-port:integer@4.0.0]",
	Summary: "Introduces another node.",
	History: []command.Change{
		{Since: "4.0.0", What: "Added the optional `cluster_bus_port` argument."},
	},
	Run: inCluster(runClusterMeet),
}

func runClusterMeet(c *command.Ctx) error {
	if c.Len() > 5 {
		return command.ErrSubSyntax("cluster", c.Arg(1))
	}
	port, ok := resp.ParseInt(c.Arg(3))
	if !ok {
		return command.ErrMeetPort("base", c.Arg(3))
	}
	if c.Len() == 5 {
		if _, ok := resp.ParseInt(c.Arg(4)); !ok {
			return command.ErrMeetPort("bus", c.Arg(4))
		}
	}
	if net.ParseIP(string(c.Arg(2))) == nil || port <= 0 || port > 65535 {
		return command.ErrMeetAddress(c.Arg(2), c.Arg(3))
	}
	return command.ErrOnlyNode
}
