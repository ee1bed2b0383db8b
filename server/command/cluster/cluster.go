// Package cluster holds the commands of a cluster that has one node: this server.
package cluster

import (
	"redstart/server/acl"
	"redstart/server/command"
)

// Commands is the family.
var Commands = []*command.Spec{
	askingSpec,
	clusterSpec,
	readonlySpec,
	readwriteSpec,
}

var clusterSpec = &command.Spec{
	Name: "cluster", Arity: -2,
	Group: command.Cluster,
	Since: "3.0.0", Cost: "Depends on subcommand.",
	Summary: "Contains the commands that tell of the cluster, its nodes and their slots.",
	Subs: []*command.Spec{
		clusterAddslotsSpec,
		clusterAddslotsrangeSpec,
		clusterBumpepochSpec,
		clusterCountFailureReportsSpec,
		clusterCountkeysinslotSpec,
		clusterDelslotsSpec,
		clusterDelslotsrangeSpec,
		clusterFailoverSpec,
		clusterFlushslotsSpec,
		clusterForgetSpec,
		clusterGetkeysinslotSpec,
		clusterHelpSpec,
		clusterInfoSpec,
		clusterKeyslotSpec,
		clusterLinksSpec,
		clusterMeetSpec,
		clusterMyidSpec,
		clusterMyshardidSpec,
		clusterNodesSpec,
		clusterReplicasSpec,
		clusterReplicateSpec,
		clusterResetSpec,
		clusterSaveconfigSpec,
		clusterSetConfigEpochSpec,
		clusterSetslotSpec,
		clusterShardsSpec,
		clusterSlavesSpec,
		clusterSlotsSpec,
	},
}

// inCluster refuses to run where the cluster mode is off.
func inCluster(run func(c *command.Ctx) error) func(c *command.Ctx) error {
	return func(c *command.Ctx) error {
		if c.Srv.Cluster == nil {
			return command.ErrNoCluster
		}
		return run(c)
	}
}

// isMe reports whether id is this node's name.
func isMe(c *command.Ctx, id []byte) bool { return string(id) == c.Srv.Cluster.ID() }

// readsKeys asks to read the selected database, for what tells of keys that no argument names.
func readsKeys(_ [][]byte, found []acl.StoreUse) []acl.StoreUse {
	return append(found, acl.StoreUse{Access: acl.Read})
}
