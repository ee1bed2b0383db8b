package command

import "bytes"

// Find finds a command or a subcommand by its full name ("get", "client|list") in any case; nil: there is none.
func (t *Table) Find(fullName []byte) *Entry {
	name, sub, isSub := bytes.Cut(fullName, []byte("|"))
	e := t.Lookup(name)
	if e != nil && isSub {
		return e.Sub(sub)
	}
	return e
}
