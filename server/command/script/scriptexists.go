package script

import "redstart/server/command"

var scriptExistsSpec = &command.Spec{
	Name: "exists", Arity: -3,
	Flags: command.NoScript | command.Exclusive,
	Group: command.Scripting,
	Tips:  []string{"request_policy:all_shards", "response_policy:agg_logical_and"},
	Since: "2.6.0", Cost: "O(N) with N being the number of scripts to check (so checking a single script is an O(1) operation).",
	Syntax:  "sha1...",
	Summary: "Reports which scripts are kept.",
	Run:     runScriptExists,
}

func runScriptExists(c *command.Ctx) error {
	c.Reply.Array(c.Len() - 2)
	for _, sha := range c.Args[2:] {
		n := int64(0)
		if c.Srv.Scripts.Has(sha) {
			n = 1
		}
		c.Reply.Int(n)
	}
	return nil
}
