package hash

import "redstart/server/command"

var hmsetSpec = &command.Spec{
	Name: "hmset", Arity: -4,
	Flags: command.Write | command.DenyOOM | command.Fast,
	Keys:  command.Key(1, command.RW|command.Update),
	Group: command.Hash,
	Since: "2.0.0", Cost: "O(N) where N is the number of fields being set.",
	Syntax:   "key data:(field value)...",
	Summary:  "Sets fields of a hash, which is made if need be.",
	Replaced: "`HSET` with multiple field-value pairs", Until: "4.0.0",
	Run: runHmset,
}

func runHmset(c *command.Ctx) error {
	if _, err := set(c); err != nil {
		return err
	}
	c.Reply.OK()
	return nil
}
