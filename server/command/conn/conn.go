// Package conn holds the commands about the connection itself.
package conn

import "redstart/server/command"

// Commands is the family.
var Commands = []*command.Spec{
	authSpec,
	clientSpec,
	echoSpec,
	helloSpec,
	pingSpec,
	quitSpec,
	resetSpec,
	selectSpec,
}
