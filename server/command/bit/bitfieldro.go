package bit

import "redstart/server/command"

var bitfieldRoSpec = &command.Spec{
	Name: "bitfield_ro", Arity: -2,
	Flags: command.ReadOnly | command.Fast,
	Keys:  command.Key(1, command.RO|command.AccessValue),
	Group: command.Bitmap,
	Since: "6.0.0", Cost: "O(1) for each subcommand specified",
	Syntax:  "key [GET... get-block:(encoding offset:integer)]",
	Summary: "Reads integers of any number of bits from any place in a string.",
	Run:     runBitfieldRo,
}

func runBitfieldRo(c *command.Ctx) error {
	var room [usualSteps]step
	steps, length, err := parseSteps(c, room[:0])
	if err != nil {
		return err
	}
	if length > 0 {
		return command.ErrBitFieldRO
	}

	return readFields(c, steps)
}
