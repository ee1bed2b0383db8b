package acl

import (
	"slices"

	"redstart/server/glob"
)

// Reason says why something is refused. Of several, the greatest is told.
type Reason uint8

// The reasons.
const (
	None      Reason = iota
	ByCommand        // the command, or the subcommand, is not allowed
	ByStore          // one of the stores is not
	ByKey            // one of the keys is not
	ByAuth           // the password was wrong
	ByChannel        // one of the channels is not
)

var reasonNames = [...]string{"", "command", "store", "key", "auth", "channel"}

func (r Reason) String() string { return reasonNames[r] }

// KeyUse is a key among the words of a request, with what is done to it; an Access of 0 asks for any.
type KeyUse struct {
	Pos    int
	Access Access
}

// Request is what is to be allowed.
type Request struct {
	Command  int      // number
	Args     [][]byte // the name first
	First    int      // the place of the first word that is not a part of the name
	Keys     []KeyUse
	Channels [][]byte // words of Args
	ChanPos  int      // the place of the first of them
	Patterns bool     // the channels are patterns
	Selected int      // the database that is selected
	Stores   []StoreUse
}

// Everything reports whether nothing is forbidden to the user.
func (r *Rules) Everything() bool { return r.everything }

// Check says whether a request is allowed: None, or why not, with the place of the key or channel, or of the name of the
// store, 0 for the selected one.
func (r *Rules) Check(c *Catalog, q *Request) (why Reason, pos int) {
	if r.everything {
		return None, 0
	}
	why = ByCommand
	for _, s := range r.selectors {
		w, p := s.check(c, q)
		if w == None {
			return None, 0
		}
		if w > why || w == why && p > pos {
			why, pos = w, p
		}
	}
	return why, pos
}

func (s *selector) check(c *Catalog, q *Request) (why Reason, pos int) {
	if !s.runs(c, q) {
		return ByCommand, 0
	}
	if !s.allStores {
		if pos, ok := s.entersAll(c, q); !ok {
			return ByStore, pos
		}
	}
	if !s.allKeys {
		for _, k := range q.Keys {
			if !s.opens(q.Args[k.Pos], k.Access) {
				return ByKey, k.Pos
			}
		}
	}
	if !s.allChannels {
		for i, name := range q.Channels {
			if !s.hears(name, q.Patterns) {
				return ByChannel, q.ChanPos + i
			}
		}
	}
	return None, 0
}

// runs reports whether the command is allowed.
func (s *selector) runs(c *Catalog, q *Request) bool {
	if !s.allStores && c.commands[q.Command].Wide {
		return false
	}
	if s.allCommands || s.commands.has(q.Command) || c.commands[q.Command].Free {
		return true
	}
	if q.First >= len(q.Args) {
		return false
	}
	words := s.firstArgs[q.Command]
	return len(words) > 0 && slices.Contains(words, lower(string(q.Args[q.First])))
}

// opens reports whether a key may be used so.
func (s *selector) opens(key []byte, a Access) bool {
	for i := range s.keys {
		p := &s.keys[i]
		if p.access&a == a && glob.Match([]byte(p.pattern), key, false) {
			return true
		}
	}
	return false
}

// hears reports whether a channel may be used, or a pattern of channels: it must be one of those given, letter by letter.
func (s *selector) hears(name []byte, isPattern bool) bool {
	for _, p := range s.channels {
		if isPattern && p == string(name) || !isPattern && glob.Match([]byte(p), name, false) {
			return true
		}
	}
	return false
}

// CheckEveryKey says whether a command may access all keys so, as it must where nobody can tell which it uses.
func (r *Rules) CheckEveryKey(c *Catalog, q *Request, a Access) bool {
	for _, s := range r.selectors {
		if why, _ := s.check(c, q); why == None && s.opensAll(a) {
			return true
		}
	}
	return r.everything
}

func (s *selector) opensAll(a Access) bool {
	if s.allKeys {
		return true
	}
	for _, p := range s.keys {
		if p.access&a == a && p.pattern == "*" {
			return true
		}
	}
	return false
}

// Hears reports whether the user may be subscribed to a channel, or to a pattern.
func (r *Rules) Hears(name []byte, isPattern bool) bool {
	for _, s := range r.selectors {
		if s.allChannels || s.hears(name, isPattern) {
			return true
		}
	}
	return false
}

// hearsLess reports whether the user had channels that are gone now.
func (r *Rules) hearsLess(before *Rules) bool {
	kept := make(map[string]bool)
	for _, s := range r.selectors {
		if s.allChannels {
			return false
		}
		for _, p := range s.channels {
			kept[p] = true
		}
	}
	for _, s := range before.selectors {
		if s.allChannels {
			return true
		}
		for _, p := range s.channels {
			if !kept[p] {
				return true
			}
		}
	}
	return false
}
