package key

import (
	"math"

	"redstart/resp"
	"redstart/server/command"
	"redstart/server/config"
	"redstart/storage/table"
)

var (
	errLFUOff error = command.Error("ERR An LFU maxmemory policy is not selected, access frequency not tracked. Please note that when switching between policies at runtime LRU and LFU data will take some time to adjust.")
	errLFUOn  error = command.Error("ERR An LFU maxmemory policy is selected, idle time not tracked. Please note that when switching between policies at runtime LRU and LFU data will take some time to adjust.")
)

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
	r := c.Tx.Peek(c.Arg(2))
	if r.IsNil() {
		c.Reply.Null()
		return nil
	}
	c.Reply.BulkString(encoding(r))
	return nil
}

func runObjectFreq(c *command.Ctx) error {
	r := c.Tx.Peek(c.Arg(2))
	if r.IsNil() {
		c.Reply.Null()
		return nil
	}
	if !c.Tx.Keyspace().LFU() {
		return errLFUOff
	}
	c.Reply.Int(int64(c.Tx.Frequency(r)))
	return nil
}

func runObjectIdletime(c *command.Ctx) error {
	r := c.Tx.Peek(c.Arg(2))
	if r.IsNil() {
		c.Reply.Null()
		return nil
	}
	if c.Tx.Keyspace().LFU() {
		return errLFUOn
	}
	c.Reply.Int(c.Tx.Idle(r) / 1000)
	return nil
}

// runObjectRefcount answers as if values were shared as Redis shares them: small integers, unless eviction needs each value's clock.
func runObjectRefcount(c *command.Ctx) error {
	r := c.Tx.Peek(c.Arg(2))
	if r.IsNil() {
		c.Reply.Null()
		return nil
	}
	c.Reply.Int(refcount(c, r))
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

// encoded is a value other than a string.
type encoded interface {
	// Encoding is the name that OBJECT ENCODING shows.
	Encoding() string
}

const (
	maxEmbedded = 44    // bytes of the longest string that Redis keeps in one piece with its header
	sharedInts  = 10000 // Redis shares the integers below
	sharedCount = math.MaxInt32
)

// encoding names how Redis would keep a value.
func encoding(r table.Record) string {
	if r.Kind() != table.KindString {
		return r.Object().(encoded).Encoding()
	}
	if r.Raw() || len(r.Value()) > maxEmbedded {
		return "raw"
	}
	if _, ok := intOf(r); ok {
		return "int"
	}
	return "embstr"
}

// intOf returns the integer in a string that Redis would keep as one.
func intOf(r table.Record) (n int64, ok bool) {
	if r.Raw() || r.Text() {
		return 0, false
	}
	return resp.ParseInt(r.Value())
}

func refcount(c *command.Ctx, r table.Record) int64 {
	if r.Kind() != table.KindString {
		return 1
	}
	n, ok := intOf(r)
	if !ok || n < 0 || n >= sharedInts || c.Srv.Config.Int(config.MaxMemory) > 0 && clocked(c.Srv.Config.Int(config.MaxMemoryPolicy)) {
		return 1
	}
	return sharedCount
}

// clocked reports whether a policy chooses by the access clock.
func clocked(policy int64) bool {
	switch policy {
	case config.VolatileLRU, config.VolatileLFU, config.AllKeysLRU, config.AllKeysLFU:
		return true
	}
	return false
}
