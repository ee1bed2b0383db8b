package str

import (
	"redstart/server/command"
)

var msetSpec = &command.Spec{
	Name: "mset", Arity: -3,
	Flags: command.Write | command.DenyOOM,
	Keys:  command.KeyRange(1, -1, 2, command.OW|command.Update),
	Group: command.String,
	Tips:  []string{"request_policy:multi_shard", "response_policy:all_succeeded"},
	Since: "1.0.1", Cost: "O(N) where N is the number of keys to set.",
	Syntax:  "data:(key value)...",
	Summary: "Sets several strings at once.",
	Run:     runMset,
}

func runMset(c *command.Ctx) error {
	if c.Len()%2 == 0 {
		return command.ErrArity(c.Cmd.FullName)
	}

	setPairs(c)

	c.Reply.OK()
	return nil
}

// setPairs sets the keys and values that stand behind the command's name.
func setPairs(c *command.Ctx) {
	for i := 1; i < c.Len(); i += 2 {
		c.Tx.SetString(c.Arg(i), c.Arg(i+1), 0, "set")
	}
}
