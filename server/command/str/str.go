// Package str holds the commands on strings.
package str

import "redstart/server/command"

// Commands is the family.
var Commands = []*command.Spec{
	getSpec,
	setSpec,
}
