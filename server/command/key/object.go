package key

import "redstart/server/command"

var objectSpec = &command.Spec{
	Name: "object", Arity: -2,
	Group: command.Generic,
	Since: "2.2.3", Cost: "Depends on subcommand.",
	Summary: "Commands that look into how a value is kept.",
	Subs: []*command.Spec{
		objectEncodingSpec,
		objectFreqSpec,
		objectHelpSpec,
		objectIdletimeSpec,
		objectRefcountSpec,
	},
}

var objectEncodingSpec = &command.Spec{
	Name: "encoding", Arity: 3,
	Flags: command.ReadOnly,
	Keys:  command.Key(2, command.RO),
	Group: command.Generic,
	Tips:  []string{"nondeterministic_output"},
	Since: "2.2.3", Cost: "O(1)",
	Syntax:  "key",
	Summary: "Names the internal encoding of a value.",
	Run:     runObjectEncoding,
}

var objectFreqSpec = &command.Spec{
	Name: "freq", Arity: 3,
	Flags: command.ReadOnly,
	Keys:  command.Key(2, command.RO),
	Group: command.Generic,
	Tips:  []string{"nondeterministic_output"},
	Since: "4.0.0", Cost: "O(1)",
	Syntax:  "key",
	Summary: "Reports how often a key was used, on a logarithmic scale.",
	Run:     runObjectFreq,
}

var objectHelpSpec = &command.Spec{
	Name: "help", Arity: 2,
	Flags: command.Loading | command.Stale,
	Group: command.Generic,
	Since: "6.2.0", Cost: "O(1)",
	Summary: "Lists the subcommands.",
	Run:     runObjectHelp,
}

var objectIdletimeSpec = &command.Spec{
	Name: "idletime", Arity: 3,
	Flags: command.ReadOnly,
	Keys:  command.Key(2, command.RO),
	Group: command.Generic,
	Tips:  []string{"nondeterministic_output"},
	Since: "2.2.3", Cost: "O(1)",
	Syntax:  "key",
	Summary: "Reports how many seconds ago a key was last used.",
	Run:     runObjectIdletime,
}

var objectRefcountSpec = &command.Spec{
	Name: "refcount", Arity: 3,
	Flags: command.ReadOnly,
	Keys:  command.Key(2, command.RO),
	Group: command.Generic,
	Tips:  []string{"nondeterministic_output"},
	Since: "2.2.3", Cost: "O(1)",
	Syntax:  "key",
	Summary: "Reports the number of references to a value.",
	Run:     runObjectRefcount,
}

func runObjectEncoding(c *command.Ctx) error {
	r := c.Tx.Examine(c.Arg(2))
	if r.IsNil() {
		c.Reply.Null()
		return nil
	}
	c.Reply.BulkString(command.Encoding(r))
	return nil
}

func runObjectFreq(c *command.Ctx) error {
	r := c.Tx.Examine(c.Arg(2))
	if r.IsNil() {
		c.Reply.Null()
		return nil
	}
	if !c.Tx.Keyspace().LFU() {
		return command.ErrLFUOff
	}
	c.Reply.Int(int64(c.Tx.Frequency(r)))
	return nil
}

func runObjectIdletime(c *command.Ctx) error {
	r := c.Tx.Examine(c.Arg(2))
	if r.IsNil() {
		c.Reply.Null()
		return nil
	}
	if c.Tx.Keyspace().LFU() {
		return command.ErrLFUOn
	}
	c.Reply.Int(c.Tx.Idle(r) / 1000)
	return nil
}

// runObjectRefcount answers as if values were shared as Redis shares them: small integers, unless eviction needs each value's clock.
func runObjectRefcount(c *command.Ctx) error {
	r := c.Tx.Examine(c.Arg(2))
	if r.IsNil() {
		c.Reply.Null()
		return nil
	}
	c.Reply.Int(c.Refcount(r))
	return nil
}

func runObjectHelp(c *command.Ctx) error {
	c.Help(
		"ENCODING <key>",
		"    Return the kind of internal representation used in order to store the value",
		"    associated with a <key>.",
		"FREQ <key>",
		"    Return the access frequency index of the <key>. The returned integer is",
		"    proportional to the logarithm of the recent access frequency of the key.",
		"IDLETIME <key>",
		"    Return the idle time of the <key>, that is the approximated number of",
		"    seconds elapsed since the last access to the key.",
		"REFCOUNT <key>",
		"    Return the number of references of the value associated with the specified",
		"    <key>.",
	)
	return nil
}
