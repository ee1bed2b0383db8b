package script

import "redstart/server/command"

var functionKillSpec = &command.Spec{
	Name: "kill", Arity: 2,
	Flags: command.NoScript | command.AllowBusy,
	Group: command.Scripting,
	Tips:  []string{"request_policy:all_shards", "response_policy:one_succeeded"},
	Since: "7.0.0", Cost: "O(1)",
	Summary: "Ends the function that runs.",
	Reach:   command.WholeServer,
	Run:     runFunctionKill,
}

func runFunctionKill(c *command.Ctx) error { return kill(c, true) }
