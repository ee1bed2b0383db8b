// Package track knows which clients keep copies of which keys, and tells them when a key has changed: client-side caching. A client
// either has noted what it reads, or hears of all keys with certain prefixes.
package track

import (
	"math"
	"slices"
	"sync"
	"sync/atomic"

	"github.com/hashicorp/golang-lru/v2/simplelru"

	"redstart/resp"
	"redstart/server/client"
)

// Table is what the clients of a server keep copies of. Names of keys stand for those of all databases, as in Redis, but for clients whose
// user is bound to stores: they hear of those stores only. Its lock is a leaf, but for those of the registry, of users' rules and of
// outboxes: it may be used with shards of the keyspace locked.
type Table struct {
	// Sees tells whether a client who may not do everything may know what happens in a database. It is called with the table locked. It must
	// be set before the table is used; nil: all may.
	Sees func(c *client.Client, db int) bool

	clients *client.Registry
	tracks  atomic.Int32 // clients that track
	changed atomic.Bool  // keys wait for Broadcast

	mu       sync.Mutex
	members  map[int64]*member
	keys     *simplelru.LRU[noted, *readers] // nil: none
	apart    int                             // how many of them are of one database
	items    int                             // of all readers
	limit    int                             // on keys
	prefixes map[string]*prefix
	lengths  []int // of the prefixes, sorted
	forms    message
}

// noted is a key that clients have read: of every database, or of one, as far as readers are concerned who are bound to stores.
type noted struct {
	db   int
	name string
}

// Every stands for all databases.
const Every = -1

// member is a client that tracks.
type member struct {
	c        *client.Client
	prefixes []string // sorted; of one that hears of all keys that begin with them
}

// readers are the ids of clients that have read a key. Some of them may be gone.
type readers struct {
	first int64
	more  map[int64]struct{}
}

// New makes a table of at most limit keys; 0: as many as come. clients is where those are found who get messages for others.
func New(clients *client.Registry, limit int) *Table {
	t := &Table{clients: clients, limit: limit}
	t.forms.writers[1].RESP3 = true
	return t
}

// On reports whether any client tracks. While none does nothing else needs to be called.
func (t *Table) On() bool { return t.tracks.Load() != 0 }

// Options are those of CLIENT TRACKING ON.
type Options struct {
	Redirect int64 // the client that gets the messages; 0: the one that tracks
	Modes    client.Flags
	Prefixes []string // without any: all keys
}

// modes are the states that Start takes and Stop clears.
const modes = client.Broadcast | client.OptIn | client.OptOut | client.NoLoop | client.Caching | client.BrokenRedirect

// Start makes c track, or changes how it does. It must not change between noting and hearing of prefixes; its prefixes must not overlap.
func (t *Table) Start(c *client.Client, o Options) {
	t.mu.Lock()
	defer t.mu.Unlock()
	m := t.members[c.ID]
	if m == nil {
		m = &member{c: c}
		if t.members == nil {
			t.members = map[int64]*member{}
		}
		t.members[c.ID] = m
		t.tracks.Add(1)
	}
	c.Set(modes, false)
	c.Set(client.Tracking|o.Modes, true)
	c.Redirect.Store(o.Redirect)
	if o.Modes&client.Broadcast == 0 {
		return
	}
	if len(o.Prefixes) == 0 {
		o.Prefixes = []string{""}
	}
	for _, p := range o.Prefixes {
		t.join(m, p)
	}
}

// Stop makes c an ordinary client again. Without anybody who tracks the table is empty.
func (t *Table) Stop(c *client.Client) {
	if !c.Has(client.Tracking) {
		return
	}
	t.mu.Lock()
	defer t.mu.Unlock()
	m := t.members[c.ID]
	if m == nil {
		return
	}
	for _, p := range m.prefixes {
		t.part(m, p)
	}
	delete(t.members, c.ID)
	c.Set(client.Tracking|modes, false)
	if t.tracks.Add(-1) == 0 {
		t.forget()
	}
}

// forget forgets all that clients have read. The caller holds mu.
func (t *Table) forget() { t.keys, t.apart, t.items = nil, 0, 0 }

// Prefixes are those that c hears of, sorted.
func (t *Table) Prefixes(c *client.Client) []string {
	t.mu.Lock()
	defer t.mu.Unlock()
	if m := t.members[c.ID]; m != nil {
		return slices.Clone(m.prefixes)
	}
	return nil
}

// Notes reports whether what c reads is to be noted.
func Notes(c *client.Client) bool {
	switch {
	case !c.Has(client.Tracking) || c.Has(client.Broadcast):
		return false
	case c.Has(client.OptIn):
		return c.Has(client.Caching)
	case c.Has(client.OptOut):
		return !c.Has(client.Caching)
	}
	return true
}

// Note notes that c has read a key of a database, which is locked. If there are too many, others are forgotten, those first that were read longest ago,
// and whoever has read them is told.
func (t *Table) Note(c *client.Client, db int, key []byte) {
	if !c.Bound() {
		db = Every
	}
	t.mu.Lock()
	defer t.mu.Unlock()
	if t.keys == nil {
		t.keys, _ = simplelru.NewLRU[noted, *readers](math.MaxInt, nil)
	}
	n := noted{db, string(key)}
	if r, ok := t.keys.Get(n); ok {
		t.items += r.add(c.ID)
		return
	}
	t.keys.Add(n, &readers{first: c.ID})
	if t.items++; db != Every {
		t.apart++
	}
	t.shrink()
}

// add adds a client; it returns how many there are more.
func (r *readers) add(id int64) int {
	if r.first == id {
		return 0
	}
	if _, ok := r.more[id]; ok {
		return 0
	}
	if r.more == nil {
		r.more = map[int64]struct{}{}
	}
	r.more[id] = struct{}{}
	return 1
}

// SetLimit bounds the number of keys; 0: not at all.
func (t *Table) SetLimit(keys int) {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.limit = keys
	t.shrink()
}

// shrink forgets keys until the bound holds. The caller holds mu.
func (t *Table) shrink() {
	for t.limit > 0 && t.keys != nil && t.keys.Len() > t.limit {
		if key, r, ok := t.keys.RemoveOldest(); ok {
			t.drop(key, r)
			t.tell(r, key.name, key.db, 0)
		}
	}
}

// drop keeps the books of a key that is no longer in the table. The caller holds mu.
func (t *Table) drop(n noted, r *readers) {
	t.items -= 1 + len(r.more)
	if n.db != Every {
		t.apart--
	}
}

// Changed tells those who have read a key of a database, which is locked, that it has changed, and forgets that they have. by is the id of
// the client that has changed it; 0: none. Those who hear of prefixes are told by Broadcast.
func (t *Table) Changed(db int, key []byte, by int64) {
	t.mu.Lock()
	defer t.mu.Unlock()
	if t.keys != nil {
		t.changedFor(Every, key, db, by)
		if t.apart > 0 {
			t.changedFor(db, key, db, by)
		}
	}
	if len(t.prefixes) > 0 {
		t.stir(db, key, by)
	}
}

// changedFor tells those who have read a key of database of, or of Every, that it has changed in db, and forgets them. The caller holds mu.
func (t *Table) changedFor(of int, key []byte, db int, by int64) {
	if r, ok := t.keys.Peek(noted{of, string(key)}); ok {
		n := noted{of, string(key)}
		t.keys.Remove(n)
		t.drop(n, r)
		t.tell(r, n.name, db, by)
	}
}

// tell tells the readers of a key, which is no longer in the table, that it has changed in a database.
func (t *Table) tell(r *readers, key string, db int, by int64) {
	t.forms.begin(key)
	t.tellOne(r.first, db, by)
	for id := range r.more {
		t.tellOne(id, db, by)
	}
}

func (t *Table) tellOne(id int64, db int, by int64) {
	m := t.members[id]
	if m == nil || m.c.Has(client.Broadcast) || id == by && m.c.Has(client.NoLoop) || !t.sees(m, db) {
		return
	}
	t.send(m)
}

// sees reports whether m may know what happens in a database.
func (t *Table) sees(m *member, db int) bool {
	return db == Every || t.Sees == nil || !m.c.Has(client.Restricted) || t.Sees(m.c, db)
}

// Flushed tells all who track, and may know of it, that all keys of a database are gone, or of Every.
func (t *Table) Flushed(db int) {
	t.mu.Lock()
	defer t.mu.Unlock()
	if db == Every || t.apart == 0 {
		t.forget()
	} else {
		for _, n := range t.keys.Keys() {
			if n.db == Every || n.db == db {
				r, _ := t.keys.Peek(n)
				t.keys.Remove(n)
				t.drop(n, r)
			}
		}
	}
	t.forms.begin()
	for _, m := range t.members {
		if t.sees(m, db) {
			t.send(m)
		}
	}
}

// Counts are how many clients track, how many keys have been noted, by how many clients altogether, and how many prefixes are heard of.
type Counts struct{ Clients, Keys, Items, Prefixes int64 }

// Counts counts.
func (t *Table) Counts() Counts {
	t.mu.Lock()
	defer t.mu.Unlock()
	n := Counts{Clients: int64(len(t.members)), Items: int64(t.items), Prefixes: int64(len(t.prefixes))}
	if t.keys != nil {
		n.Keys = int64(t.keys.Len())
	}
	return n
}

// channel is where clients of RESP2 get the messages for others.
const channel = "__redis__:invalidate"

// send posts the message to who gets those for m. The caller holds mu.
func (t *Table) send(m *member) {
	to, redirect := m.c, m.c.Redirect.Load()
	if redirect != 0 {
		if to = t.clients.Get(redirect); to == nil {
			t.broken(m.c, redirect)
			return
		}
	}
	resp3 := to.Proto.Load() == 3
	if !resp3 && (redirect == 0 || !to.Has(client.PubSub)) {
		return
	}
	post(to, t.forms.encoded(resp3))
}

// broken tells a client that nobody gets the messages for it any more.
func (t *Table) broken(c *client.Client, redirect int64) {
	c.Set(client.BrokenRedirect, true)
	if c.Proto.Load() != 3 {
		return
	}
	w := resp.Writer{RESP3: true}
	w.Push(2)
	w.BulkString("tracking-redir-broken")
	w.Int(redirect)
	post(c, w.B)
}

// post sends a message to a client, or closes it if it has not read too much.
func post(c *client.Client, b []byte) {
	if !c.Out.Post(b, false) {
		c.Kill()
	}
}
