package script

import "redstart/server/command"

var scriptLoadSpec = &command.Spec{
	Name: "load", Arity: 3,
	Flags: command.NoScript | command.Stale | command.Exclusive,
	Group: command.Scripting,
	Tips:  []string{"request_policy:all_nodes", "response_policy:all_succeeded"},
	Since: "2.6.0", Cost: "O(N) with N being the length in bytes of the script body.",
	Syntax:  "script",
	Summary: "Keeps a script.",
	Run:     runScriptLoad,
}

func runScriptLoad(c *command.Ctx) error {
	s, err := c.Srv.Scripts.Load(c.Arg(2))
	if err != nil {
		return command.ErrScript(err)
	}

	c.Reply.BulkString(s.SHA)
	return nil
}
