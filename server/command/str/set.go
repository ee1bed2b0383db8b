package str

import "redstart/server/command"

var setSpec = &command.Spec{
	Name: "set", Arity: -3, Flags: command.Write | command.DenyOOM, Keys: command.Key(1, command.RW|command.AccessValue|command.Update|command.VariableFlags),
	Group: command.String, Since: "1.0.0", Cost: "O(1)", Syntax: "key", Summary: "Sets the value of a key.",
	Run: runSet,
}

func runSet(c *command.Ctx) error {
	c.Tx.SetString(c.Arg(1), c.Arg(2), 0, "set")
	c.Reply.OK()
	return nil
}
