package repl

import "redstart/server/command"

var failoverSpec = &command.Spec{
	Name: "failover", Arity: -1,
	Flags: command.Admin | command.NoScript | command.Stale,
	Group: command.ServerGroup,
	Since: "6.2.0", Cost: "O(1)",
	Syntax:  "[TO target:(host port:integer [FORCE])] [ABORT] [TIMEOUT milliseconds:integer]",
	Summary: "Hands over to a replica.",
	Run:     runFailover,
}

// runFailover refuses: there are no replicas.
func runFailover(c *command.Ctx) error {
	if c.Srv.Cluster != nil {
		return command.ErrFailoverCluster
	}
	if c.Len() == 2 && command.Fold(c.Arg(1), "ABORT") {
		return command.ErrNoFailover
	}
	a := c.Options(1)
	var to, timed, force bool
	for a.More() {
		switch {
		case !timed && a.Left() > 1 && a.Is("TIMEOUT"):
			timed = true
			if ms := a.Int(); a.Err() == nil && ms <= 0 {
				return command.ErrFailoverTimeout
			}
		case !to && a.Left() > 2 && a.Is("TO"):
			to = true
			a.Bytes()
			a.Int()
		case !force && a.Is("FORCE"):
			force = true
		default:
			return command.ErrSyntax
		}
		if err := a.Err(); err != nil {
			return err
		}
	}
	return command.ErrNoReplicas
}
