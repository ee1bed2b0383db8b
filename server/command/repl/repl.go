// Package repl holds the commands about replicas and about what of a client's writes is safe.
package repl

import "redstart/server/command"

// Commands is the family.
var Commands = []*command.Spec{
	failoverSpec,
	replicaofSpec,
	slaveofSpec,
	waitSpec,
	waitaofSpec,
}
