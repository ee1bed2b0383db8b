package str

import (
	"redstart/server/command"
)

var psetexSpec = &command.Spec{
	Name: "psetex", Arity: 4,
	Flags: command.Write | command.DenyOOM,
	Keys:  command.Key(1, command.OW|command.Update),
	Group: command.String,
	Since: "2.6.0", Cost: "O(1)",
	Syntax:   "key milliseconds:integer value",
	Summary:  "Sets a string with a time to live in milliseconds.",
	Replaced: "`SET` with the `PX` argument", Until: "2.6.12",
	Run: runPsetex,
}

func runPsetex(c *command.Ctx) error {
	at, err := c.Lifetime(c.Arg(2), command.Milliseconds)
	if err != nil {
		return err
	}

	setWithLifetime(c, c.Arg(1), c.Arg(3), at)

	c.Reply.OK()
	return nil
}
