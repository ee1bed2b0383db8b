package str

import (
	"redstart/server/command"
)

var setexSpec = &command.Spec{
	Name: "setex", Arity: 4,
	Flags: command.Write | command.DenyOOM,
	Keys:  command.Key(1, command.OW|command.Update),
	Group: command.String,
	Since: "2.0.0", Cost: "O(1)",
	Syntax:   "key seconds:integer value",
	Summary:  "Sets a string with a time to live in seconds.",
	Replaced: "`SET` with the `EX` argument", Until: "2.6.12",
	Run: runSetex,
}

func runSetex(c *command.Ctx) error {
	at, err := c.Lifetime(c.Arg(2), command.Seconds)
	if err != nil {
		return err
	}

	setWithLifetime(c, c.Arg(1), c.Arg(3), at)

	c.Reply.OK()
	return nil
}
