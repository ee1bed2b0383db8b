// Package list holds the commands on lists.
package list

import "redstart/server/command"

// Commands is the family.
var Commands = []*command.Spec{
	blmoveSpec,
	blmpopSpec,
	blpopSpec,
	brpopSpec,
	brpoplpushSpec,
	lindexSpec,
	linsertSpec,
	llenSpec,
	lmoveSpec,
	lmpopSpec,
	lpopSpec,
	lposSpec,
	lpushSpec,
	lpushxSpec,
	lrangeSpec,
	lremSpec,
	lsetSpec,
	ltrimSpec,
	rpopSpec,
	rpoplpushSpec,
	rpushSpec,
	rpushxSpec,
}
