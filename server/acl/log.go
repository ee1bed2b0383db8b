package acl

import (
	"slices"
	"strings"
	"sync"
)

// Entry is something that was refused, once or several times.
type Entry struct {
	ID      int64
	Count   int64
	Reason  Reason
	Context string // where the request came from: toplevel, multi or lua
	Object  string // the command, key or channel
	User    string // who it was, or wanted to be
	Client  string // the connection, as CLIENT LIST describes it; of the last time
	Created int64  // Unix ms, of the first time
	Updated int64  // Unix ms, of the last time
}

// The contexts.
const (
	TopLevel = "toplevel"
	Multi    = "multi"
	Lua      = "lua"
)

// The bounds of what is one entry: the same refusal within so many ms, if it is among the last entries.
const (
	groupTime  = 60_000
	groupAmong = 10
)

// maxObject is how many bytes of a key or a name are kept.
const maxObject = 16 << 10

// Log is the last refusals. The zero value works.
type Log struct {
	mu struct {
		sync.Mutex
		next    int64
		entries []Entry // the newest first
	}
}

// Add records a refusal at e.Updated. An entry that is new makes room for itself: max entries are kept.
func (l *Log) Add(e Entry, max int) {
	if len(e.Object) > maxObject {
		e.Object = strings.Clone(e.Object[:maxObject])
	}
	m := &l.mu
	m.Lock()
	defer m.Unlock()
	at := -1
	for i := range min(len(m.entries), groupAmong) {
		if m.entries[i].same(&e) {
			at = i
			break
		}
	}
	e.Count = 1
	if at >= 0 {
		old := &m.entries[at]
		e.ID, e.Created, e.Count = old.ID, old.Created, old.Count+1
		m.entries = slices.Delete(m.entries, at, at+1)
	} else {
		e.ID, e.Created = m.next, e.Updated
		m.next++
	}
	m.entries = slices.Insert(m.entries, 0, e)
	if at < 0 && len(m.entries) > max {
		clear(m.entries[max:])
		m.entries = m.entries[:max]
	}
}

// same reports whether e is the same refusal once more.
func (o *Entry) same(e *Entry) bool {
	return o.Reason == e.Reason && o.Context == e.Context && o.Object == e.Object && o.User == e.User && e.Updated-o.Updated <= groupTime
}

// Last returns the newest n entries, the newest first.
func (l *Log) Last(n int) []Entry {
	l.mu.Lock()
	defer l.mu.Unlock()
	return slices.Clone(l.mu.entries[:min(n, len(l.mu.entries))])
}

// Reset forgets all entries.
func (l *Log) Reset() {
	l.mu.Lock()
	l.mu.entries = nil
	l.mu.Unlock()
}
