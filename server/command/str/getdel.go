package str

import (
	"redstart/server/command"
)

var getdelSpec = &command.Spec{
	Name: "getdel", Arity: 2,
	Flags: command.Write | command.Fast,
	Keys:  command.Key(1, command.RW|command.AccessValue|command.Delete),
	Group: command.String,
	Since: "6.2.0", Cost: "O(1)",
	Syntax:  "key",
	Summary: "Reads a string and deletes its key.",
	Run:     runGetdel,
}

func runGetdel(c *command.Ctx) error {
	key := c.Arg(1)
	r, err := c.Tx.String(key)
	if err != nil {
		return err
	}

	if !r.IsNil() {
		c.Tx.Delete(key, "del")
		c.Rewrite(command.WordDel, key)
	}

	replyValue(c, r)
	return nil
}
