package server

import (
	"slices"
	"sync"
	"sync/atomic"

	"redstart/server/client"
	"redstart/server/command"
)

// watching is the keys that clients watch for their next transaction. While there are none, a change of a key costs one load.
type watching struct {
	n  atomic.Int32 // watched keys
	mu struct {
		sync.Mutex // a leaf: taken with shards locked
		keys       map[keyID]*watchers
		most       int // how many keys the map has had room for
	}
}

// keepWatched is how many watched keys the map may have had to be kept when there are none: maps do not shrink.
const keepWatched = 1024

// watchers are those who watch a key.
type watchers struct {
	sessions []*session
	existed  bool // the key did when the last of them came; for the others too, unless they know that it has changed
}

// Watch makes the session's next transaction fail if one of keys, which are locked, changes before it runs.
func (s *session) Watch(keys [][]byte) error {
	if s.multi != nil {
		return command.ErrWatchInMulti
	}
	w := &s.srv.watching
	for _, key := range keys {
		existed := !s.tx.Look(key).IsNil() // one whose time has come goes now, which is no change to the transaction
		if id := (keyID{s.tx.DB(), string(key)}); w.add(s, id, existed) {
			s.watched = append(s.watched, id)
		}
	}
	s.c.Watching.Store(int32(len(s.watched)))
	return nil
}

// add has s watch a key, which is locked; it reports false when s does so already.
func (w *watching) add(s *session, id keyID, existed bool) bool {
	w.mu.Lock()
	defer w.mu.Unlock()
	if w.mu.keys == nil {
		w.mu.keys = map[keyID]*watchers{}
	}
	all := w.mu.keys[id]
	if all == nil {
		all = &watchers{}
		w.mu.keys[id] = all
	} else if slices.Contains(all.sessions, s) {
		return false
	}
	all.sessions, all.existed = append(all.sessions, s), existed
	w.mu.most = max(w.mu.most, len(w.mu.keys))
	w.n.Store(int32(len(w.mu.keys)))
	return true
}

// Unwatch takes back all that Watch was given.
func (s *session) Unwatch() {
	if s.watched != nil {
		w := &s.srv.watching
		w.mu.Lock()
		for _, id := range s.watched {
			all := w.mu.keys[id]
			i := slices.Index(all.sessions, s)
			if all.sessions = slices.Delete(all.sessions, i, i+1); len(all.sessions) == 0 {
				delete(w.mu.keys, id)
			}
		}
		w.n.Store(int32(len(w.mu.keys)))
		if len(w.mu.keys) == 0 && w.mu.most > keepWatched {
			w.mu.keys, w.mu.most = nil, 0
		}
		w.mu.Unlock()
		s.watched = nil
		s.c.Watching.Store(0)
	}
	if s.c.Has(client.Touched) {
		s.c.Set(client.Touched, false)
	}
}

// watchFailed reports whether a watched key has changed, or gone because its time has come. The gate is held alone.
func (s *session) watchFailed() bool {
	db := s.tx.DB()
	for _, id := range s.watched {
		if s.tx.Select(id.db) { // the end of a database has touched its keys
			s.tx.Look([]byte(id.key))
		}
	}
	s.tx.Select(db)
	return s.c.Has(client.Touched)
}

// watchedKeys is how many keys are watched.
func (srv *Server) watchedKeys() int64 { return int64(srv.watching.n.Load()) }

// touch tells those who watch a key that it has changed. The key is locked.
func (w *watching) touch(db int, key []byte) {
	w.mu.Lock()
	defer w.mu.Unlock()
	if all := w.mu.keys[keyID{db, string(key)}]; all != nil {
		all.touch()
	}
}

func (w *watchers) touch() {
	for _, s := range w.sessions {
		s.c.Set(client.Touched, true)
	}
}

// replaced tells those who watch a key of a database, or of storage.EveryDatabase, whose contents a flush or a swap has exchanged, unless
// there was no such key and is none. The gate is held alone.
func (w *watching) replaced(db int, exists func(keyID) bool) {
	w.mu.Lock()
	defer w.mu.Unlock()
	for id, all := range w.mu.keys {
		if id.of(db) && (all.existed || exists(id)) {
			all.touch()
		}
	}
}
