package cluster

import (
	"redstart/server/cluster"
	"redstart/server/command"
)

var clusterShardsSpec = &command.Spec{
	Name: "shards", Arity: 2,
	Flags: command.Loading | command.Stale,
	Group: command.Cluster,
	Tips:  []string{"nondeterministic_output"},
	Since: "7.0.0", Cost: "O(N) where N is the total number of cluster nodes",
	Summary: "Describes slots and nodes by shard.",
	Run:     inCluster(runClusterShards),
}

func runClusterShards(c *command.Ctx) error {
	a := addressOf(c)
	w := c.Reply
	w.Array(1)
	w.Map(2)
	w.BulkString("slots")
	w.Array(2)
	w.Int(0)
	w.Int(cluster.Slots - 1)
	w.BulkString("nodes")
	w.Array(1)
	fields := w.DeferMap()
	n := 0
	text := func(name, value string) {
		w.BulkString(name)
		w.BulkString(value)
		n++
	}
	number := func(name string, value int64) {
		w.BulkString(name)
		w.Int(value)
		n++
	}
	text("id", c.Srv.Cluster.ID())
	if a.plainPort != 0 {
		number("port", a.plainPort)
	}
	if a.tlsPort != 0 {
		number("tls-port", a.tlsPort)
	}
	text("ip", a.ip)
	w.BulkString("endpoint")
	a.endpoint(w)
	n++
	if a.hostname != "" {
		text("hostname", a.hostname)
	}
	text("role", "master")
	number("replication-offset", 0)
	text("health", "online")
	w.EndMap(fields, n)
	return nil
}
