package command

import "slices"

// flagNames lists the flags that clients see, in the order of COMMAND INFO.
var flagNames = [...]struct {
	flag Flags
	name string
}{
	{Write, "write"},
	{ReadOnly, "readonly"},
	{DenyOOM, "denyoom"},
	{Admin, "admin"},
	{PubSub, "pubsub"},
	{NoScript, "noscript"},
	{Blocking, "blocking"},
	{Loading, "loading"},
	{Stale, "stale"},
	{SkipMonitor, "skip_monitor"},
	{SkipSlowlog, "skip_slowlog"},
	{Asking, "asking"},
	{Fast, "fast"},
	{NoAuth, "no_auth"},
	{NoMandatoryKeys, "no_mandatory_keys"},
	{NoAsyncLoading, "no_async_loading"},
	{NoMulti, "no_multi"},
	{AllowBusy, "allow_busy"},
}

// FlagNames appends the names that COMMAND INFO shows: those of Flags, and "movablekeys".
func (s *Spec) FlagNames(names []string) []string {
	for _, f := range flagNames {
		if s.Flags&f.flag != 0 {
			names = append(names, f.name)
		}
		if f.flag == NoMulti && s.MovableKeys() {
			names = append(names, "movablekeys")
		}
	}
	return names
}

// accessNames lists the access flags in the order of COMMAND INFO.
var accessNames = [...]struct {
	flag Access
	name string
}{
	{RO, "RO"},
	{RW, "RW"},
	{OW, "OW"},
	{RM, "RM"},
	{AccessValue, "access"},
	{Update, "update"},
	{Insert, "insert"},
	{Delete, "delete"},
	{NotKey, "not_key"},
	{Incomplete, "incomplete"},
	{VariableFlags, "variable_flags"},
}

// Names appends the names of the flags, as COMMAND INFO shows them.
func (a Access) Names(names []string) []string {
	for _, f := range accessNames {
		if a&f.flag != 0 {
			names = append(names, f.name)
		}
	}
	return names
}

// categories lists the ACL categories in the order of COMMAND INFO and ACL CAT, with the flag or the group that implies each.
var categories = [...]struct {
	name  string
	flag  Flags
	group Group
}{
	{name: "keyspace", group: Generic},
	{name: "read", flag: ReadOnly},
	{name: "write", flag: Write},
	{name: "set", group: Set},
	{name: "sortedset", group: SortedSet},
	{name: "list", group: List},
	{name: "hash", group: Hash},
	{name: "string", group: String},
	{name: "bitmap", group: Bitmap},
	{name: "hyperloglog", group: HyperLogLog},
	{name: "geo", group: Geo},
	{name: "stream", group: Stream},
	{name: "pubsub", flag: PubSub},
	{name: "admin", flag: Admin},
	{name: "fast", flag: Fast},
	{name: "slow"},
	{name: "blocking", flag: Blocking},
	{name: "dangerous", flag: Admin},
	{name: "connection", group: Connection},
	{name: "transaction", group: Transactions},
	{name: "scripting", group: Scripting},
}

// Categories appends the command's ACL categories: those that its Flags and its Group imply, with the corrections of ACL. A group
// implies nothing for a command that only contains others.
func (s *Spec) Categories(names []string) []string {
	for i := range categories {
		c := &categories[i]
		in := c.flag&s.Flags != 0 || c.group != "" && c.group == s.Group && s.Subs == nil
		switch {
		case c.name == "slow":
			in = s.Flags&Fast == 0
		case c.name == "read" && s.Group == Scripting: // what a script reads is checked by the script's own commands
			in = false
		}
		if in && !slices.Contains(s.ACL, "-"+c.name) || slices.Contains(s.ACL, c.name) {
			names = append(names, c.name)
		}
	}
	return names
}

// CategoryNames returns the names of all ACL categories.
func CategoryNames() []string {
	names := make([]string, len(categories))
	for i := range categories {
		names[i] = categories[i].name
	}
	return names
}
