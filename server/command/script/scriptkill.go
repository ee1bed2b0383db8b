package script

import "redstart/server/command"

var scriptKillSpec = &command.Spec{
	Name: "kill", Arity: 2,
	Flags: command.NoScript | command.AllowBusy,
	Group: command.Scripting,
	Tips:  []string{"request_policy:all_shards", "response_policy:one_succeeded"},
	Since: "2.6.0", Cost: "O(1)",
	Summary: "Ends the script that runs.",
	Reach:   command.WholeServer,
	Run:     runScriptKill,
}

func runScriptKill(c *command.Ctx) error { return kill(c, false) }

// kill ends the script that runs, of the wanted kind.
func kill(c *command.Ctx, function bool) error {
	if err := c.Srv.Scripts.Kill(function); err != nil {
		return command.Error(err.Error())
	}
	c.Reply.OK()
	return nil
}
