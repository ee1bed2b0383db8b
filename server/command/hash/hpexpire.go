package hash

import "redstart/server/command"

var hpexpireSpec = &command.Spec{
	Name: "hpexpire", Arity: -6,
	Flags: command.Write | command.Fast,
	Keys:  command.Key(1, command.RW|command.Update),
	Group: command.Hash,
	Since: "7.4.0", Cost: "O(N) where N is the number of specified fields",
	Syntax:  "key milliseconds:integer [condition:(NX | XX | GT | LT)] FIELDS (numfields:integer field...)",
	Summary: "Sets the times to live of fields in milliseconds.",
	Run:     runHpexpire,
}

func runHpexpire(c *command.Ctx) error { return expire(c, command.Milliseconds) }
