package admin

import "redstart/server/command"

var memoryUsageSpec = &command.Spec{
	Name: "usage", Arity: -3,
	Flags: command.ReadOnly,
	Keys:  command.Key(2, command.RO),
	Group: command.ServerGroup,
	Since: "4.0.0", Cost: "O(N) where N is the number of samples.",
	Syntax:  "key [SAMPLES count:integer]",
	Summary: "Estimates the bytes that a key and its value take.",
	Run:     runMemoryUsage,
}

// slotBytes is what a key takes in its bucket, besides its record: a pointer and a tag.
const slotBytes = 9

func runMemoryUsage(c *command.Ctx) error {
	a := c.Options(3)
	for a.More() {
		if !a.Is("SAMPLES") {
			a.Fail(command.ErrSyntax)
		}
		if a.Int() < 0 {
			a.Fail(command.ErrSyntax)
		}
	}
	if err := a.Err(); err != nil {
		return err
	}

	r := c.Tx.Look(c.Arg(2))

	if r.IsNil() {
		c.Reply.Null()
		return nil
	}
	c.Reply.Int(int64(r.Size() + slotBytes))
	return nil
}
