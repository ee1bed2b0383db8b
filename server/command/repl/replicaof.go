package repl

import (
	"redstart/resp"
	"redstart/server/command"
)

var replicaofSpec = &command.Spec{
	Name: "replicaof", Arity: 3,
	Flags: command.Admin | command.NoScript | command.Stale | command.NoAsyncLoading,
	Group: command.ServerGroup,
	Since: "5.0.0", Cost: "O(1)",
	Syntax:  "args:(host-port:(host port:integer) | no-one:(NO ONE))",
	Summary: "Makes the server a copy of another, or ends that.",
	Run:     runReplicaof,
}

var slaveofSpec = &command.Spec{
	Name: "slaveof", Arity: 3,
	Flags: command.Admin | command.NoScript | command.Stale | command.NoAsyncLoading,
	Group: command.ServerGroup,
	Since: "1.0.0", Cost: "O(1)",
	Syntax:   "args:(host-port:(host port:integer) | no-one:(NO ONE))",
	Summary:  "Makes the server a copy of another, or ends that.",
	Replaced: "`REPLICAOF`", Until: "5.0.0",
	Run: runReplicaof,
}

// runReplicaof accepts NO ONE, which is how things are, and refuses to copy another server.
func runReplicaof(c *command.Ctx) error {
	if c.Srv.Cluster != nil {
		return command.ErrReplicaofCluster
	}
	if command.Fold(c.Arg(1), "NO") && command.Fold(c.Arg(2), "ONE") {
		c.Reply.OK()
		return nil
	}
	if port, ok := resp.ParseInt(c.Arg(2)); !ok || port < 0 || port > 65535 {
		return command.ErrPrimaryPort
	}
	return command.ErrNoReplication
}
