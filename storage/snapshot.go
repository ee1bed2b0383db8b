package storage

import (
	"cmp"
	"errors"
	"slices"
	"sync"

	"redstart/storage/table"
)

var (
	// ErrSnapshotRuns is returned by Cut while another snapshot is not finished.
	ErrSnapshotRuns = errors.New("a snapshot is under way")
	// ErrSnapshotAborted is returned by Walk after Abort.
	ErrSnapshotAborted = errors.New("snapshot aborted")
)

// snapshotGate is the Gate's slot of a snapshot's walk.
const snapshotGate = 2

// maxSaved is how many bytes writers save ahead of the walk before they write them themselves.
const maxSaved = 32 << 20

// Encoder appends a record of database db to dst, in whatever format, and returns the extended dst. It is called under the
// record's shard lock, from several goroutines: it only appends.
type Encoder func(dst []byte, db int, r table.Record) []byte

// Snapshot is the state of all databases at one instant, the cut, which Walk encodes while commands go on. A writer that reaches a
// shard that has not been saved since the cut first encodes it as it is. What is encoded is written outside of all locks, but when
// writers are far ahead of the walk they write too, under their shard's lock, so that memory stays bounded.
type Snapshot struct {
	ks     *Keyspace
	epoch  uint32
	encode Encoder
	stores []*store // of the cut, in no order before Walk

	mu struct {
		sync.Mutex
		saved []chunk // by writers, not yet written
		bytes int
		free  [][]byte // buffers to use again
	}
	// out is held while chunks are written. Nothing else is locked under it but mu.
	out struct {
		sync.Mutex
		write func(db int, p []byte) error // nil before Walk
		err   error                        // the first error; nothing is written after it
	}
}

// chunk is one encoded shard.
type chunk struct {
	db int
	p  []byte
}

// Cut makes the state of this instant a snapshot, which must be ended by Walk or Abort. The caller holds the gate alone, for no
// longer than this takes: no record is looked at.
func (ks *Keyspace) Cut(encode Encoder) (*Snapshot, error) {
	if ks.snap.Load() != nil {
		return nil, ErrSnapshotRuns
	}
	ks.epoch++
	s := &Snapshot{ks: ks, epoch: ks.epoch, encode: encode}
	s.stores = slices.Clone(ks.stores.all())
	ks.snap.Store(s)
	return s, nil
}

// Walk encodes all records of the cut and hands them to write, one shard or less a call, in any order; db is the number
// their database had at the cut. It is called once, without the gate, and ends the snapshot, with the first error of write if
// there was one. write is never called twice at the same time; it must not use the keyspace, and p is valid during the call.
func (s *Snapshot) Walk(write func(db int, p []byte) error) error {
	defer s.end()
	s.out.Lock()
	s.out.write = write
	s.out.Unlock()
	s.sort()
	for _, st := range s.stores {
		for i := range st.shards {
			if !s.visit(&st.shards[i]) {
				return ErrSnapshotAborted
			}
			if err := s.flush(); err != nil {
				return err
			}
		}
	}
	return s.flush()
}

// sort puts the stores in the order of their numbers at the cut.
func (s *Snapshot) sort() {
	s.ks.Gate.Enter(snapshotGate)
	defer s.ks.Gate.Leave(snapshotGate)
	slices.SortFunc(s.stores, func(a, b *store) int { return cmp.Compare(s.number(a), s.number(b)) })
}

// visit saves one shard; it reports false when the snapshot has ended. Within the gate no other snapshot can begin.
func (s *Snapshot) visit(sh *shard) bool {
	s.ks.Gate.Enter(snapshotGate)
	defer s.ks.Gate.Leave(snapshotGate)
	if s.ks.snap.Load() != s {
		return false
	}
	sh.mu.Lock()
	defer sh.mu.Unlock()
	s.save(sh)
	return true
}

// Abort ends the snapshot without finishing it: Walk, if it runs, returns ErrSnapshotAborted soon. It may be called at any time,
// also after the end.
func (s *Snapshot) Abort() { s.end() }

func (s *Snapshot) end() { s.ks.snap.CompareAndSwap(s, nil) }

// save is called before a shard changes that has not been saved since the last cut. The caller holds the shard and the gate.
func (ks *Keyspace) save(sh *shard) {
	s := ks.snap.Load()
	if s == nil {
		sh.epoch = ks.epoch // that snapshot has ended
		return
	}
	if s.save(sh) > maxSaved {
		// Only the caller's shard, which is saved already, is locked meanwhile, and writing waits for no shard.
		_ = s.flush() // Walk reports the error
	}
}

// save encodes a shard that has not been saved yet, and returns how many bytes wait to be written. The caller holds the shard and
// the gate.
func (s *Snapshot) save(sh *shard) int {
	var c chunk
	if sh.epoch != s.epoch {
		sh.epoch = s.epoch
		if sh.t.Len() > 0 {
			c = chunk{db: s.number(sh.home), p: s.buffer()}
			sh.t.All(func(r table.Record) bool {
				c.p = s.encode(c.p, c.db, r)
				return true
			})
		}
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	if len(c.p) > 0 {
		s.mu.saved = append(s.mu.saved, c)
		s.mu.bytes += len(c.p)
	}
	return s.mu.bytes
}

// number is the number that the database of a store had at the cut. The caller holds the gate.
func (s *Snapshot) number(st *store) int {
	if st.cutOf == s.epoch {
		return st.cut
	}
	return st.number
}

// buffer returns an empty buffer.
func (s *Snapshot) buffer() []byte {
	s.mu.Lock()
	defer s.mu.Unlock()
	if n := len(s.mu.free); n > 0 {
		p := s.mu.free[n-1]
		s.mu.free = s.mu.free[:n-1]
		return p[:0]
	}
	return nil
}

// flush writes what has been saved.
func (s *Snapshot) flush() error {
	s.out.Lock()
	defer s.out.Unlock()
	if s.out.write == nil {
		return nil
	}
	s.mu.Lock()
	saved := s.mu.saved
	s.mu.saved, s.mu.bytes = nil, 0
	s.mu.Unlock()
	for _, c := range saved {
		if s.out.err == nil {
			s.out.err = s.out.write(c.db, c.p)
		}
	}
	s.mu.Lock()
	if len(s.mu.free) < 4 && len(saved) > 0 {
		s.mu.free = append(s.mu.free, saved[0].p)
	}
	s.mu.Unlock()
	return s.out.err
}
