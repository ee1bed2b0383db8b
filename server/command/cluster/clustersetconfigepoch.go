package cluster

import "redstart/server/command"

var clusterSetConfigEpochSpec = &command.Spec{
	Name: "set-config-epoch", Arity: 3,
	Flags: command.Admin | command.Stale | command.NoAsyncLoading,
	Group: command.Cluster,
	Since: "3.0.0", Cost: "O(1)",
	Syntax:  "config-epoch:integer",
	Summary: "Sets a new node's epoch.",
	Run:     inCluster(runClusterSetConfigEpoch),
}

func runClusterSetConfigEpoch(c *command.Ctx) error {
	epoch, err := c.Int(2)
	if err != nil {
		return err
	}
	if epoch < 0 {
		return command.ErrEpoch(epoch)
	}
	if !c.Srv.Cluster.SetEpoch(epoch) {
		return command.ErrEpochSet
	}
	c.Reply.OK()
	return nil
}
