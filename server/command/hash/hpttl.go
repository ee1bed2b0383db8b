package hash

import "redstart/server/command"

var hpttlSpec = &command.Spec{
	Name: "hpttl", Arity: -5,
	Flags: command.ReadOnly | command.Fast,
	Keys:  command.Key(1, command.RO|command.AccessValue),
	Group: command.Hash,
	Tips:  []string{"nondeterministic_output"},
	Since: "7.4.0", Cost: "O(N) where N is the number of specified fields",
	Syntax:  "key FIELDS (numfields:integer field...)",
	Summary: "Reports the times to live of fields in milliseconds.",
	Run:     runHpttl,
}

func runHpttl(c *command.Ctx) error { return showTimes(c, command.Milliseconds) }
