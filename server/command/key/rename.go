package key

import (
	"bytes"

	"redstart/server/command"
)

var renameSpec = &command.Spec{
	Name: "rename", Arity: 3,
	Flags: command.Write,
	Keys: command.Keys(
		command.Key(1, command.RW|command.AccessValue|command.Delete),
		command.Key(2, command.OW|command.Update),
	),
	Group: command.Generic,
	Since: "1.0.0", Cost: "O(1)",
	Syntax:  "key newkey:key#1",
	Summary: "Renames a key, replacing the one that has the new name.",
	Run:     runRename,
}

func runRename(c *command.Ctx) error {
	from, to := c.Arg(1), c.Arg(2)
	if c.Tx.Edit(from).IsNil() {
		return command.ErrNoKey
	}

	if !bytes.Equal(from, to) {
		rename(c, from, to)
	}

	c.Reply.OK()
	return nil
}

// rename gives the value of from, which exists, to to. The order matters under a bound on the number of keys; what is told comes when all
// is done, and the new key first.
func rename(c *command.Ctx, from, to []byte) {
	r := c.Tx.Delete(from, "")
	c.Tx.Move(to, r, "")
	c.Tx.Notify(from, "rename_from")
	c.Tx.Notify(to, "rename_to")
}
