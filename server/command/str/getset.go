package str

import (
	"redstart/server/command"
)

var getsetSpec = &command.Spec{
	Name: "getset", Arity: 3,
	Flags: command.Write | command.DenyOOM | command.Fast,
	Keys:  command.Key(1, command.RW|command.AccessValue|command.Update),
	Group: command.String,
	Since: "1.0.0", Cost: "O(1)",
	Syntax:   "key value",
	Summary:  "Replaces a string and answers with the previous one.",
	Replaced: "`SET` with the `!GET` argument", Until: "6.2.0",
	Run: runGetset,
}

func runGetset(c *command.Ctx) error {
	key, value := c.Arg(1), c.Arg(2)
	r, err := c.Tx.String(key)
	if err != nil {
		return err
	}

	replyValue(c, r) // before its bytes are overwritten
	c.Tx.SetString(key, value, 0, "set")
	c.Rewrite(command.WordSet, key, value)
	return nil
}
