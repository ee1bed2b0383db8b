package store

import (
	"slices"
	"strconv"
	"sync"
	"sync/atomic"

	"redstart/storage"
)

// Registry has all stores of a server. They change while the keyspace's gate is held alone, and no other way; anybody may look, and sees
// what holds at that moment.
type Registry struct {
	keys    *storage.Keyspace
	dropped func(db int)
	version atomic.Uint64

	mu struct {
		sync.RWMutex
		byName  map[string]*Store
		byDB    []*Store // nil: the database has no name
		byToken map[Hash]*Store
	}
}

// New makes an empty registry of stores in a keyspace. dropped is called, with the gate held alone, when the database of a store has gone;
// nil: nobody wants to know.
func New(keys *storage.Keyspace, dropped func(db int)) *Registry {
	if dropped == nil {
		dropped = func(int) {}
	}
	r := &Registry{keys: keys, dropped: dropped}
	r.mu.byName, r.mu.byToken = map[string]*Store{}, map[Hash]*Store{}
	return r
}

// Get finds a store by its name; nil: there is none. It does not allocate.
func (r *Registry) Get(name []byte) *Store {
	r.mu.RLock()
	defer r.mu.RUnlock()
	return r.mu.byName[string(name)]
}

// Of is the store of a database; nil: it has no name.
func (r *Registry) Of(db int) *Store {
	r.mu.RLock()
	defer r.mu.RUnlock()
	if uint(db) >= uint(len(r.mu.byDB)) {
		return nil
	}
	return r.mu.byDB[db]
}

// NameOf is what people call a database: its store's name, or its number.
func (r *Registry) NameOf(db int) string {
	if s := r.Of(db); s != nil {
		return s.Name
	}
	return strconv.Itoa(db)
}

// ByToken finds the store that a token opens, and whether for reading only; nil: none.
func (r *Registry) ByToken(h Hash) (s *Store, readOnly bool) {
	r.mu.RLock()
	defer r.mu.RUnlock()
	if s = r.mu.byToken[h]; s == nil {
		return nil, false
	}
	at := slices.IndexFunc(s.Tokens, func(t Token) bool { return t.Hash == h })
	return s, s.Tokens[at].ReadOnly
}

// HasTokens reports whether there is any token.
func (r *Registry) HasTokens() bool {
	r.mu.RLock()
	defer r.mu.RUnlock()
	return len(r.mu.byToken) > 0
}

// Version changes whenever a store does, or a token.
func (r *Registry) Version() uint64 { return r.version.Load() }

// Len is how many stores there are.
func (r *Registry) Len() int {
	r.mu.RLock()
	defer r.mu.RUnlock()
	return len(r.mu.byName)
}

// All is all stores, by the number of their databases.
func (r *Registry) All() []*Store {
	r.mu.RLock()
	defer r.mu.RUnlock()
	all := make([]*Store, 0, len(r.mu.byName))
	for _, s := range r.mu.byDB {
		if s != nil {
			all = append(all, s)
		}
	}
	return all
}

// Create adds a store, opens its database if it has none, and returns it. replay is for a record of the log, which names the database
// that the store had.
func (r *Registry) Create(s *Store, replay bool) (*Store, error) {
	if r.Get([]byte(s.Name)) != nil {
		return nil, refuse("store '%s' exists", s.Name)
	}
	if err := r.checkTokens(s); err != nil {
		return nil, err
	}
	t := *s
	if err := r.open(&t, replay); err != nil {
		return nil, err
	}
	r.put(&t)
	return &t, nil
}

// open gives a new store its database.
func (r *Registry) open(s *Store, replay bool) error {
	numbered := r.keys.Numbered()
	switch {
	case s.DB == NoDB:
		if s.DB = r.keys.OpenNext(); s.DB < 0 {
			return refuse("there are %d databases, the most there can be", storage.MaxDatabases)
		}
	case s.DB >= numbered && !replay:
		return refuse("db is the number of a database, 0 to %d", numbered-1)
	case r.Of(s.DB) != nil:
		return refuse("database %d is store '%s'", s.DB, r.NameOf(s.DB))
	case !r.keys.Exists(s.DB) && !r.keys.Open(s.DB):
		return refuse("there can be no database %d", s.DB)
	}
	return nil
}

// Alter gives a store another definition. s is what Altered has made of the one that the registry has.
func (r *Registry) Alter(s *Store) error {
	if err := r.checkTokens(s); err != nil {
		return err
	}
	r.forget(r.Get([]byte(s.Name)))
	r.put(s)
	return nil
}

// checkTokens says whether a token of s opens another store.
func (r *Registry) checkTokens(s *Store) error {
	for _, t := range s.Tokens {
		if other, _ := r.ByToken(t.Hash); other != nil && other.Name != s.Name {
			return refuse("a token of store '%s' opens store '%s' already", s.Name, other.Name)
		}
	}
	return nil
}

// Drop removes a store, with its keys; a numbered database loses its name and its rules, and keeps its keys.
func (r *Registry) Drop(s *Store) {
	r.forget(s)
	if s.DB < r.keys.Numbered() {
		r.keys.SetRules(s.DB, storage.Rules{})
		return
	}
	r.keys.Close(s.DB)
	r.dropped(s.DB)
}

// Clear removes all keys of a store and returns how many there were. Its time does not depend on their number.
func (r *Registry) Clear(s *Store) int { return r.keys.Flush(s.DB) }

// Reset forgets all stores and leaves their databases as they are: the log is about to be loaded anew. Tidy follows.
func (r *Registry) Reset() {
	for _, s := range r.All() {
		r.forget(s)
	}
}

// Tidy closes the databases that have been left without a store.
func (r *Registry) Tidy() {
	for n := r.keys.Numbered(); n < r.keys.Databases(); n++ {
		if r.keys.Exists(n) && r.Of(n) == nil {
			r.keys.Close(n)
			r.dropped(n)
		}
	}
}

// put makes s the store of its name, its database and its tokens.
func (r *Registry) put(s *Store) {
	rules := s.Rules
	if s.Ruled() {
		rules.Name = s.Name
	}
	r.keys.SetRules(s.DB, rules)
	r.mu.Lock()
	defer r.mu.Unlock()
	if short := s.DB + 1 - len(r.mu.byDB); short > 0 {
		r.mu.byDB = append(r.mu.byDB, make([]*Store, short)...)
	}
	r.mu.byName[s.Name], r.mu.byDB[s.DB] = s, s
	for _, t := range s.Tokens {
		r.mu.byToken[t.Hash] = s
	}
	r.version.Add(1)
}

func (r *Registry) forget(s *Store) {
	r.mu.Lock()
	defer r.mu.Unlock()
	delete(r.mu.byName, s.Name)
	r.mu.byDB[s.DB] = nil
	for _, t := range s.Tokens {
		delete(r.mu.byToken, t.Hash)
	}
	r.version.Add(1)
}
