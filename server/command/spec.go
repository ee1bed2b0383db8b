// Package command is what the command families import: the Spec that describes a command, the Ctx its handler receives, the
// argument reader and the error texts. The dispatcher in package server drives everything from the Spec: locks, gates, log,
// statistics and the COMMAND family's answers.
package command

import "redstart/server/acl"

// Flags are the facts about a command that gates, log and COMMAND INFO are driven by. The names are Redis'.
type Flags uint32

// The flags of a command.
const (
	Write            Flags = 1 << iota // changes keys; refused while writes are refused
	ReadOnly                           // reads keys
	DenyOOM                            // refused when maxmemory is exceeded and nothing can be evicted
	Admin                              // for operators
	PubSub                             // belongs to publish and subscribe
	NoScript                           // not callable from scripts
	Blocking                           // may block the client
	Loading                            // allowed while the data set is being loaded
	Stale                              // allowed on a replica with stale data
	SkipMonitor                        // not shown to MONITOR
	SkipSlowlog                        // not recorded in the slow log
	Fast                               // O(1) or O(log n)
	NoAuth                             // allowed before authentication
	NoMulti                            // not allowed inside MULTI
	AllowBusy                          // allowed while a script runs too long
	NoMandatoryKeys                    // its keys are optional
	Asking                             // asks for a slot that is being imported
	NoAsyncLoading                     // refused while loading from a primary
	TouchesArbitrary                   // may touch keys that it does not declare
	Exclusive                          // ours: runs alone, under the exclusive gate
	MayChange                          // ours: reads, and may change and log what it keeps for itself (PFCOUNT)
	NoGate                             // ours: runs without the shared gate, since it may take long or waits (DEBUG SLEEP, SHUTDOWN)
)

// Reach is whom a command concerns: what it tells of, or what it changes.
type Reach uint8

// The kinds of reach.
const (
	ByFlags     Reach = iota // everybody if it has the flag Admin, otherwise its own client
	OwnStore                 // its own client, its database, and what has to do with them: the handler looks who asks
	WholeServer              // everybody
)

// Group is the chapter of the manual that a command stands in; it also implies an ACL category.
type Group string

// The groups, as COMMAND DOCS names them.
const (
	Generic      Group = "generic"
	String       Group = "string"
	List         Group = "list"
	Set          Group = "set"
	SortedSet    Group = "sorted-set"
	Hash         Group = "hash"
	Stream       Group = "stream"
	Bitmap       Group = "bitmap"
	HyperLogLog  Group = "hyperloglog"
	Geo          Group = "geo"
	PubSubGroup  Group = "pubsub"
	Transactions Group = "transactions"
	Scripting    Group = "scripting"
	Connection   Group = "connection"
	ServerGroup  Group = "server"
	Cluster      Group = "cluster"
)

// Change is one entry of a command's history: a version and what changed in it.
type Change struct{ Since, What string }

// Channels says which words of a request are channels that the client must be allowed to use. The zero value stands for none.
type Channels struct {
	First    int  // position of the first
	Rest     bool // all words from there on
	Patterns bool // they are patterns
}

// Spec describes one command or subcommand. Everything that must be known about a command is stated here, once.
type Spec struct {
	Name     string // lower case; a subcommand's own word, without its container's
	Arity    int    // number of words including the name; negative: at least that many
	Flags    Flags
	Keys     []KeySpec
	Channels Channels
	Group    Group
	ACL      []string // ACL categories beyond those that Flags and Group imply, e.g. "dangerous"; "-keyspace": not that one
	Tips     []string // COMMAND INFO's tips, e.g. "nondeterministic_output"
	Since    string   // first Redis version that has it
	Cost     string   // time complexity
	Syntax   string   // arguments in the notation of ParseSyntax
	Summary  string
	History  []Change
	Replaced string   // what to use instead, for a deprecated command
	Until    string   // the version that deprecated it
	DocFlags []string // COMMAND DOCS' doc_flags beyond "deprecated", e.g. "syscmd"
	Subs     []*Spec

	// KeyFinder finds the keys where Keys cannot tell (SORT's STORE). It does what FindKeys does. Optional.
	KeyFinder func(args [][]byte, found []FoundKey) ([]FoundKey, bool)

	// KeyAccess tells what the command does to its keys where that depends on the arguments (VariableFlags). Optional.
	KeyAccess func(args [][]byte) Access

	// Stores tells which databases the command uses, and how, where that is not just the selected one. Optional.
	Stores func(args [][]byte, found []acl.StoreUse) []acl.StoreUse

	// Reach tells whether users who are bound to some stores may run the command at all.
	Reach Reach

	// OtherDB is the place of the word that names a second database, whose shards of the same keys are locked too (COPY, MOVE); 0: there is
	// none. Optional.
	OtherDB func(args [][]byte) int

	// Alone tells whether the command runs alone with these arguments, as one with the flag Exclusive always does: it uses keys that no
	// argument names (SORT's patterns). Optional.
	Alone func(args [][]byte) bool

	// CallFlags tells the flags of a call whose script says itself whether it writes; they decide which gates it goes through. Optional.
	CallFlags func(c *Ctx) Flags

	// Secrets tells which words are passwords, which nobody else may see. Optional.
	Secrets func(args [][]byte) []int

	// Immediate is for what runs inside a transaction at once, instead of being queued (EXEC).
	Immediate bool

	// WhileLimited is for what a client may run while it is subscribed in RESP2.
	WhileLimited bool

	// Stateful is for what changes the state of its connection, or listens: it makes no sense to who has no connection that lasts.
	Stateful bool

	// Run executes the command: arguments, operation, reply. It returns an error instead of writing one.
	Run func(c *Ctx) error
}
