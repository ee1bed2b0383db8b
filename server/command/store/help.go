package store

import "redstart/server/command"

var storeHelpSpec = &command.Spec{
	Name: "help", Arity: 2,
	Flags: command.Loading | command.Stale,
	Group: command.ServerGroup,
	Since: since, Cost: "O(1)",
	Summary: "Describes the subcommands.",
	Run:     runStoreHelp,
}

func runStoreHelp(c *command.Ctx) error {
	c.Help(
		"ALTER <name> <option> [<option> ...]",
		"    Change the rules and tokens of a store. Options are those of CREATE but for DB, and",
		"    UNTOKEN <token> and NOTOKENS, which take tokens back.",
		"CLEAR <name>",
		"    Remove all keys of a store, and return their number.",
		"CREATE <name> [<option> ...]",
		"    Make a store. Options are:",
		"    * DB <index>",
		"      Name this database, instead of one that has no number.",
		"    * PRESET (fal1|fal2|invoke|spin|none)",
		"      Begin with these rules.",
		"    * MAX-KEY-BYTES <size>, MAX-VALUE-BYTES <size>, UTF8-KEYS (yes|no)",
		"      What keys and values may be.",
		"    * MAX-KEYS <count> (REJECT|EVICT), MAX-BYTES <size> (REJECT|EVICT)",
		"      How much there may be, and what becomes of more.",
		"    * DEFAULT-TTL <time>, MIN-TTL <time>, MAX-TTL <time>",
		"      Times to live, such as 1500ms, 60s or 30d.",
		"    * TOKEN (<token>|#<sha256>) [RO]",
		"      A token that opens the store, only for reading where RO stands behind it.",
		"DROP <name>",
		"    Remove a store with its keys. A numbered database keeps its keys.",
		"INFO <name>",
		"    Return the rules of a store, and what it is.",
		"LIST [<pattern>]",
		"    Return the names of all stores, or of those that match the pattern.",
		"USAGE [<name>]",
		"    Return how much a store holds and how it is used; without a name, of the selected database.",
	)
	return nil
}
