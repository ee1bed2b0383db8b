package cluster

import (
	"strconv"

	"redstart/server/command"
)

var clusterInfoSpec = &command.Spec{
	Name: "info", Arity: 2,
	Flags: command.Stale,
	Group: command.Cluster,
	Tips:  []string{"nondeterministic_output"},
	Since: "3.0.0", Cost: "O(1)",
	Summary: "Tells how the cluster is.",
	Run:     inCluster(runClusterInfo),
}

func runClusterInfo(c *command.Ctx) error {
	epoch := strconv.FormatInt(c.Srv.Cluster.Epoch(), 10)
	c.Reply.Verbatim("txt", "cluster_state:ok\r\n"+
		"cluster_slots_assigned:16384\r\n"+
		"cluster_slots_ok:16384\r\n"+
		"cluster_slots_pfail:0\r\n"+
		"cluster_slots_fail:0\r\n"+
		"cluster_known_nodes:1\r\n"+
		"cluster_size:1\r\n"+
		"cluster_current_epoch:"+epoch+"\r\n"+
		"cluster_my_epoch:"+epoch+"\r\n"+
		"cluster_stats_messages_sent:0\r\n"+
		"cluster_stats_messages_received:0\r\n"+
		"total_cluster_links_buffer_limit_exceeded:0\r\n")
	return nil
}
