// Package admin is the commands that administer the server.
package admin

import "redstart/server/command"

// Commands is the family.
var Commands = []*command.Spec{
	dbsizeSpec,
	debugSpec,
	flushallSpec,
	flushdbSpec,
	infoSpec,
	lastsaveSpec,
	latencySpec,
	lolwutSpec,
	memorySpec,
	monitorSpec,
	roleSpec,
	shutdownSpec,
	slowlogSpec,
	swapdbSpec,
	timeSpec,
}
