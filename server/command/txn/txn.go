// Package txn holds the commands on transactions.
package txn

import "redstart/server/command"

// Commands is the family.
var Commands = []*command.Spec{
	discardSpec,
	execSpec,
	multiSpec,
	unwatchSpec,
	watchSpec,
}
