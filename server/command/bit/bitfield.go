package bit

import (
	"redstart/server/command"
	"redstart/storage"
)

var bitfieldSpec = &command.Spec{
	Name: "bitfield", Arity: -2,
	Flags: command.Write | command.DenyOOM,
	Keys:  command.Noted("This command allows both access and modification of the key", command.Key(1, command.RW|command.AccessValue|command.Update|command.VariableFlags)),
	Group: command.Bitmap,
	Since: "3.2.0", Cost: "O(1) for each subcommand specified",
	Syntax:    "key [operation:(GET get-block:(encoding offset:integer) | write:([OVERFLOW overflow-block:(WRAP | SAT | FAIL)] write-operation:(SET set-block:(encoding offset:integer value:integer) | INCRBY incrby-block:(encoding offset:integer increment:integer))))...]",
	Summary:   "Reads and changes integers of any number of bits at any place in a string.",
	KeyAccess: fieldAccess,
	Run:       runBitfield,
}

// fieldAccess: the key is only read where all steps do no more, as far as they can be told.
func fieldAccess(args [][]byte) command.Access {
	for i := 2; i < len(args); {
		switch left := len(args) - i - 1; {
		case left >= 2 && command.Fold(args[i], "GET"):
			i += 3
		case left >= 1 && command.Fold(args[i], "OVERFLOW"):
			i += 2
		default:
			return command.RW | command.AccessValue | command.Update
		}
	}
	return command.RO | command.AccessValue
}

// usualSteps is how many steps take no memory from the heap.
const usualSteps = 8

func runBitfield(c *command.Ctx) error {
	key := c.Arg(1)
	var room [usualSteps]step
	steps, length, err := parseSteps(c, room[:0])
	if err != nil {
		return err
	}
	if length == 0 {
		return readFields(c, steps)
	}

	b, made, changed, err := extend(c, key, length)
	if err != nil {
		return err
	}
	c.Reply.Array(len(steps))
	event := storage.Event("") // as in Redis, where only what has been written tells that the string is longer
	for i := range steps {
		s := &steps[i]
		if s.what == get {
			c.Reply.Int(s.load(b))
			continue
		}
		reply, differs, ok := s.apply(b)
		if !ok {
			c.Reply.Null()
			continue
		}
		changed = changed || differs
		event = "setbit"
		c.Reply.Int(reply)
	}
	switch {
	case made:
		c.Tx.Notify(key, event)
	case changed:
		c.Tx.Changed(key, event)
	}
	return nil
}

// readFields replies to steps that only read.
func readFields(c *command.Ctx, steps []step) error {
	r, err := c.Tx.String(c.Arg(1))
	if err != nil {
		return err
	}
	var b []byte
	if !r.IsNil() {
		b = r.Value()
	}

	c.Reply.Array(len(steps))
	for i := range steps {
		c.Reply.Int(steps[i].load(b))
	}
	return nil
}
