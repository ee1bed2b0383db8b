package script

import "redstart/server/command"

var functionDumpSpec = &command.Spec{
	Name: "dump", Arity: 2,
	Flags: command.NoScript | command.Exclusive,
	Group: command.Scripting,
	Since: "7.0.0", Cost: "O(N) where N is the number of functions",
	Summary: "Returns all libraries in a form that FUNCTION RESTORE reads.",
	Reach:   command.WholeServer,
	Run:     runFunctionDump,
}

func runFunctionDump(c *command.Ctx) error {
	c.Reply.Bulk(c.Srv.Scripts.Dump())
	return nil
}
