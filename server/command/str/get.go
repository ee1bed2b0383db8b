package str

import "redstart/server/command"

var getSpec = &command.Spec{
	Name: "get", Arity: 2, Flags: command.ReadOnly | command.Fast, Keys: command.Key(1, command.RO|command.AccessValue),
	Group: command.String, Since: "1.0.0", Cost: "O(1)", Syntax: "key", Summary: "Returns the value of a key.",
	Run: runGet,
}

func runGet(c *command.Ctx) error {
	r, err := c.Tx.String(c.Arg(1))
	if err != nil {
		return err
	}
	if r.IsNil() {
		c.Reply.Null()
		return nil
	}
	c.Reply.Bulk(r.Value())
	return nil
}
