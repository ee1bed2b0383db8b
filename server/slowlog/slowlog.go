// Package slowlog keeps the last commands that took long.
package slowlog

import (
	"fmt"
	"sync"
)

// The bounds of an entry: of more arguments, and of longer ones, only a part is kept.
const (
	maxArgs = 32
	maxArg  = 128 // bytes
)

// Entry is a command that took long.
type Entry struct {
	ID     int64
	At     int64 // Unix seconds
	Micros int64 // how long it took
	Args   []string
	Client string // address
	Name   string // of the client
}

// Log is the last entries. The zero value keeps none: SetMax says how many.
type Log struct {
	mu struct {
		sync.Mutex
		next    int64
		max     int
		entries []Entry // a ring: the newest is before head
		head    int
	}
}

// Add records a command, whose words it copies as far as they are kept.
func (l *Log) Add(e Entry, args [][]byte) {
	e.Args = trim(args)
	m := &l.mu
	m.Lock()
	defer m.Unlock()
	e.ID = m.next
	m.next++
	switch {
	case m.max <= 0:
	case len(m.entries) < m.max:
		m.entries = append(m.entries, e)
		m.head = len(m.entries) % m.max
	default:
		m.entries[m.head] = e
		m.head = (m.head + 1) % m.max
	}
}

// trim copies what is kept of a command.
func trim(args [][]byte) []string {
	n := min(len(args), maxArgs)
	out := make([]string, n)
	for i := range n {
		a := args[i]
		switch {
		case len(args) > maxArgs && i == maxArgs-1:
			out[i] = fmt.Sprintf("... (%d more arguments)", len(args)-maxArgs+1)
		case len(a) > maxArg:
			out[i] = fmt.Sprintf("%s... (%d more bytes)", a[:maxArg], len(a)-maxArg)
		default:
			out[i] = string(a)
		}
	}
	return out
}

// SetMax bounds the number of entries; the oldest go.
func (l *Log) SetMax(n int) {
	m := &l.mu
	m.Lock()
	defer m.Unlock()
	kept := l.newest(n)
	for i, j := 0, len(kept)-1; i < j; i, j = i+1, j-1 {
		kept[i], kept[j] = kept[j], kept[i]
	}
	m.max, m.entries, m.head = n, kept, 0
	if n > 0 {
		m.head = len(kept) % n
	}
}

// newest copies the n latest entries, the latest first. The caller holds mu.
func (l *Log) newest(n int) []Entry {
	m := &l.mu
	n = min(n, len(m.entries))
	out := make([]Entry, 0, max(n, 0))
	for i := range n {
		at := m.head - 1 - i
		if at < 0 {
			at += len(m.entries)
		}
		out = append(out, m.entries[at])
	}
	return out
}

// Get returns the n latest entries, the latest first; n < 0: all.
func (l *Log) Get(n int) []Entry {
	l.mu.Lock()
	defer l.mu.Unlock()
	if n < 0 {
		n = len(l.mu.entries)
	}
	return l.newest(n)
}

// Len is the number of entries.
func (l *Log) Len() int {
	l.mu.Lock()
	defer l.mu.Unlock()
	return len(l.mu.entries)
}

// Reset forgets all entries; ids go on.
func (l *Log) Reset() {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.mu.entries, l.mu.head = nil, 0
}
