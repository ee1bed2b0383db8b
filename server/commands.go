package server

import (
	"redstart/server/command"
	"redstart/server/command/conn"
	"redstart/server/command/key"
	"redstart/server/command/meta"
	"redstart/server/command/str"
)

// families is the one list of all commands.
var families = [][]*command.Spec{
	conn.Commands,
	meta.Commands,
	str.Commands,
	key.Commands,
}
