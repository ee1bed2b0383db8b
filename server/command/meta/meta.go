// Package meta is the family of COMMAND: what clients can learn about the commands themselves. It tells what the specs say.
package meta

import "redstart/server/command"

// Commands is the family.
var Commands = []*command.Spec{commandSpec}
