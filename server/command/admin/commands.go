// Package admin is the commands that administer the server.
package admin

import "redstart/server/command"

// Commands is the family.
var Commands = []*command.Spec{
	dbsizeSpec,
	flushallSpec,
	flushdbSpec,
	infoSpec,
	lastsaveSpec,
	roleSpec,
	swapdbSpec,
	timeSpec,
}
