package admin

import "redstart/server/command"

var lastsaveSpec = &command.Spec{
	Name: "lastsave", Arity: 1,
	Flags: command.Loading | command.Stale | command.Fast,
	Group: command.ServerGroup, ACL: []string{"admin", "dangerous"},
	Tips:  []string{"nondeterministic_output"},
	Since: "1.0.0", Cost: "O(1)",
	Summary: "Reports the second of Unix time at which the data set was last saved.",
	Run:     runLastsave,
}

func runLastsave(c *command.Ctx) error {
	c.Reply.Int(c.Srv.Info.LastSave())
	return nil
}
