// Package persist holds the commands about the append-only log.
package persist

import "redstart/server/command"

// Commands is the family.
var Commands = []*command.Spec{
	bgrewriteaofSpec,
}
