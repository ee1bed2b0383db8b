package command

import (
	"errors"
	"fmt"
	"strings"

	"redstart/server/stats"
)

// Entry is a command in a server's table: its Spec with what belongs to this server.
type Entry struct {
	*Spec
	FullName string // "get", "client|list"
	Parent   *Entry
	ID       int // its number: the place in the order of Each
	Stats    stats.Command
	One      bool   // its only key stands at a fixed place, Keys[0].Index
	Gates    uint32 // the server's conditions that it must look at; the server sets them
	subs     []*Entry
	word     string // what clients call it: its name, unless rename-command gave another
}

// RunsAlone reports whether a request runs alone, under the exclusive gate.
func (e *Entry) RunsAlone(args [][]byte) bool {
	return e.Flags&Exclusive != 0 || e.Alone != nil && e.Alone(args)
}

// Docs is the command's syntax as a tree of arguments. It is parsed at each call: COMMAND DOCS is the only one to ask.
func (e *Entry) Docs() []*Argument {
	args, err := ParseSyntax(e.Syntax)
	if err != nil {
		panic("the syntax of " + e.FullName + ": " + err.Error()) // a test parses all
	}
	return args
}

// Sub finds a subcommand by its word, in any case.
func (e *Entry) Sub(word []byte) *Entry {
	for _, s := range e.subs {
		if equalFold(word, s.Spec.Name) {
			return s
		}
	}
	return nil
}

// Children returns the subcommands in order.
func (e *Entry) Children() []*Entry { return e.subs }

// Table finds commands by name. It is fixed once made.
type Table struct {
	list  []*Entry
	slots []*Entry // open addressing; a power of two, at most half full
}

// NewTable makes a table of families. A wrong Spec is an error of the program and returned as such.
func NewTable(families ...[]*Spec) (*Table, error) {
	t := &Table{}
	for _, f := range families {
		for _, s := range f {
			e, err := newEntry(s, nil)
			if err != nil {
				return nil, err
			}
			t.list = append(t.list, e)
		}
	}
	if err := t.index(); err != nil {
		return nil, err
	}
	n := 0
	t.Each(func(e *Entry) {
		e.ID = n
		n++
	})
	return t, nil
}

// index makes the slots anew from the list.
func (t *Table) index() error {
	size := 64
	for size < 4*len(t.list) {
		size *= 2
	}
	t.slots = make([]*Entry, size)
	for _, e := range t.list {
		if e.word == "" {
			continue
		}
		i := nameHash([]byte(e.word)) & uint64(size-1)
		for t.slots[i] != nil {
			if t.slots[i].word == e.word {
				return fmt.Errorf("there are two commands called %s", e.word)
			}
			i = (i + 1) & uint64(size-1)
		}
		t.slots[i] = e
	}
	return nil
}

// ErrNoCommand is Rename's error for a command that is not in the table.
var ErrNoCommand = errors.New("there is no such command")

// Rename makes the command from known as to only, or not at all where to is empty. It is for the time before the table is used.
func (t *Table) Rename(from, to string) error {
	e := t.Lookup([]byte(from))
	if e == nil {
		return fmt.Errorf("rename-command %s: %w", from, ErrNoCommand)
	}
	if to != "" && t.Lookup([]byte(to)) != nil {
		return fmt.Errorf("rename-command %s: there is a command %q already", from, to)
	}
	e.word = strings.ToLower(to)
	return t.index()
}

func newEntry(s *Spec, parent *Entry) (*Entry, error) {
	e := &Entry{Spec: s, FullName: s.Name, Parent: parent, word: s.Name}
	if parent != nil {
		e.FullName = parent.FullName + "|" + s.Name
	}
	if s.Name != strings.ToLower(s.Name) || s.Arity == 0 || s.Run == nil && s.Subs == nil {
		return nil, fmt.Errorf("command %s: its spec lacks a name in lower case, an arity or a handler", e.FullName)
	}
	if len(s.Keys) == 1 && s.OtherDB == nil {
		k := &s.Keys[0]
		e.One = k.Keyword == "" && !k.KeyNum && !k.Unknown && k.Last == 0 && k.Index < max(s.Arity, -s.Arity)
	}
	for _, sub := range s.Subs {
		c, err := newEntry(sub, e)
		if err != nil {
			return nil, err
		}
		e.subs = append(e.subs, c)
	}
	return e, nil
}

// Lookup finds a command by its name in any case; nil: there is none.
func (t *Table) Lookup(name []byte) *Entry {
	mask := uint64(len(t.slots) - 1)
	for i := nameHash(name) & mask; ; i = (i + 1) & mask {
		e := t.slots[i]
		if e == nil || equalFold(name, e.word) {
			return e
		}
	}
}

// Named finds a command by its own name, in any case, whatever clients call it; nil: there is none.
func (t *Table) Named(name []byte) *Entry {
	for _, e := range t.list {
		if equalFold(name, e.Name) {
			return e
		}
	}
	return nil
}

// All returns the commands in the order of their families.
func (t *Table) All() []*Entry { return t.list }

// Each calls f for every command and subcommand.
func (t *Table) Each(f func(*Entry)) {
	for _, e := range t.list {
		f(e)
		for _, s := range e.subs {
			f(s)
		}
	}
}

// nameHash mixes the first eight letters, without case, and the length.
func nameHash(name []byte) uint64 {
	var v uint64
	for _, c := range name[:min(len(name), 8)] {
		v = v<<8 | uint64(c|0x20)
	}
	v = (v ^ uint64(len(name))) * 0x9e3779b97f4a7c15
	return v >> 40
}

// equalFold reports whether b is lower, a lower-case ASCII word, in any case.
func equalFold(b []byte, lower string) bool {
	if len(b) != len(lower) {
		return false
	}
	for i, c := range b {
		if 'A' <= c && c <= 'Z' {
			c += 'a' - 'A'
		}
		if c != lower[i] {
			return false
		}
	}
	return true
}
