// Package bit holds the commands on the bits of strings. Bit 0 is the highest bit of the first byte.
package bit

import "redstart/server/command"

// Commands is the family.
var Commands = []*command.Spec{
	bitcountSpec,
	bitfieldSpec,
	bitfieldRoSpec,
	bitopSpec,
	bitposSpec,
	getbitSpec,
	setbitSpec,
}
