package storage

import (
	"errors"
	"fmt"
	"math/rand/v2"
	"strings"
	"sync"
	"testing"
	"time"

	"redstart/storage/table"
)

// encodeHash encodes a record as the line that walkDigest reads.
func encodeHash(dst []byte, db int, r table.Record) []byte {
	return fmt.Appendf(dst, "%d %d\n", db, hashRecord(db, r))
}

// walkDigest walks a snapshot and returns the sum of what it gave, and how many records that was.
func walkDigest(t *testing.T, s *Snapshot) (sum uint64, records int) {
	t.Helper()
	err := s.Walk(func(db int, p []byte) error {
		for line := range strings.Lines(string(p)) {
			var n int
			var h uint64
			if _, err := fmt.Sscan(line, &n, &h); err != nil || n != db {
				t.Errorf("database %d: line %q: %v", db, line, err)
			}
			sum += h
			records++
		}
		return nil
	})
	if err != nil {
		t.Errorf("Walk: %v", err)
	}
	return sum, records
}

func (f *fixture) cut(t *testing.T) (s *Snapshot, digest uint64, keys int) {
	t.Helper()
	f.Gate.Lock()
	defer f.Gate.Unlock()
	digest = f.digest()
	for n := range f.Databases() {
		keys += f.DBStats(n, 0).Keys
	}
	s, err := f.Cut(encodeHash)
	if err != nil {
		t.Fatal(err)
	}
	return s, digest, keys
}

// TestSnapshotIsTheStateAtTheCut changes everything, by every way there is, between the cut and the walk.
func TestSnapshotIsTheStateAtTheCut(t *testing.T) {
	for name, change := range map[string]func(f *fixture){
		"nothing": func(*fixture) {},
		"overwrite": func(f *fixture) {
			for i := range 2000 {
				set(f.tx, fmt.Sprint(i), "w")
				set(f.tx, fmt.Sprint("new", i), "w")
			}
		},
		"edit in place": func(f *fixture) {
			for i := range 2000 {
				on(f.tx, fmt.Sprint(i), func(k []byte) {
					f.tx.Unshare(k)
					copy(f.tx.Edit(k).Value(), "!")
					f.tx.Changed(k, "setrange")
				})
			}
		},
		"resize": func(f *fixture) {
			for i := range 2000 {
				on(f.tx, fmt.Sprint(i), func(k []byte) { f.tx.Resize(k, f.tx.Edit(k), 100, 200) })
			}
		},
		"expire": func(f *fixture) {
			for i := range 2000 {
				on(f.tx, fmt.Sprint(i), func(k []byte) { f.tx.SetExpire(k, testStart+int64(i), "expire") })
			}
		},
		"delete":           func(f *fixture) { deleteAll(f) },
		"expiry on access": func(f *fixture) { f.advance(time.Hour); deleteAll(f) },
		"expiry by SCAN":   func(f *fixture) { f.advance(time.Hour); scanAll(f.tx, 100) },
		"sweep":            func(f *fixture) { f.advance(time.Hour); f.Sweep(10, period) },
		"evict":            func(f *fixture) { f.MakeRoom(Room{Max: 1, Policy: AllKeysRandom}) },
		"flush":            func(f *fixture) { f.Gate.Lock(); f.FlushAll(); f.Gate.Unlock(); set(f.tx, "1", "w") },
		"max-keys":         func(f *fixture) { bound(f, 10, true) },
		"swap": func(f *fixture) {
			f.Gate.Lock()
			f.Swap(0, 1)
			f.Swap(0, 5)
			f.Gate.Unlock()
			deleteAll(f)
		},
		"alone": func(f *fixture) {
			f.Gate.Lock()
			f.tx.Begin(true)
			f.tx.SetString([]byte("1"), []byte("w"), 0, "set")
			f.tx.Delete([]byte("2"), "del")
			f.tx.Unlock()
			f.Gate.Unlock()
		},
	} {
		t.Run(name, func(t *testing.T) {
			f := newFixture(t, Options{Shards: 16})
			for db := range 2 {
				f.tx.Select(db)
				for i := range 2000 {
					setUntil(f.tx, fmt.Sprint(i), fmt.Sprint("value", i), []int64{0, testStart + int64(i)}[i%2])
				}
			}
			s, digest, keys := f.cut(t)
			change(f)
			sum, records := walkDigest(t, s)
			if sum != digest || records != keys {
				t.Errorf("%d records with digest %x, at the cut %d with %x", records, sum, keys, digest)
			}
			f.Gate.Lock()
			f.checkBooks(t)
			f.Gate.Unlock()
			s2, digest, keys := f.cut(t)
			if sum, records := walkDigest(t, s2); sum != digest || records != keys {
				t.Errorf("the next one: %d records with digest %x, at the cut %d with %x", records, sum, keys, digest)
			}
		})
	}
}

func deleteAll(f *fixture) {
	for db := range 2 {
		f.tx.Select(db)
		for i := range 2000 {
			del(f.tx, fmt.Sprint(i))
		}
	}
}

// TestSnapshotsUnderWriters cuts and walks while others write, flush and swap.
func TestSnapshotsUnderWriters(t *testing.T) {
	f := newFixture(t, Options{Shards: 8, Databases: 3})
	var writers sync.WaitGroup
	stop := make(chan struct{})
	for w := range 3 {
		writers.Go(func() {
			rnd := rand.New(rand.NewPCG(2, uint64(w)))
			tx := f.newTx()
			for i := 0; ; i++ {
				select {
				case <-stop:
					return
				default:
				}
				randomChange(f, tx, rnd)
			}
		})
	}
	for range 30 {
		s, digest, keys := f.cut(t)
		if _, err := f.Cut(encodeHash); !errors.Is(err, ErrSnapshotRuns) {
			t.Errorf("a second cut: %v", err)
		}
		if sum, records := walkDigest(t, s); sum != digest || records != keys {
			t.Errorf("%d records with digest %x, at the cut %d with %x", records, sum, keys, digest)
		}
	}
	close(stop)
	writers.Wait()
	f.checkBooks(t)
}

func randomChange(f *fixture, tx *Tx, rnd *rand.Rand) {
	tx.SetNow(f.now.Load())
	tx.Select(rnd.IntN(3))
	key := fmt.Sprint(rnd.IntN(3000))
	switch rnd.IntN(3000) {
	case 0:
		f.Gate.Lock()
		f.Flush(rnd.IntN(3))
		f.Gate.Unlock()
	case 1:
		f.Gate.Lock()
		f.Swap(rnd.IntN(3), rnd.IntN(3))
		f.Gate.Unlock()
	case 2:
		f.now.Add(50)
		f.Sweep(1, period)
	default:
		switch rnd.IntN(4) {
		case 0:
			del(tx, key)
		case 1:
			setUntil(tx, key, "timed", f.now.Load()+rnd.Int64N(200))
		default:
			set(tx, key, strings.Repeat("v", rnd.IntN(40)))
		}
	}
}

func TestSnapshotErrorAndAbort(t *testing.T) {
	f := newFixture(t, Options{Shards: 16})
	for i := range 1000 {
		set(f.tx, fmt.Sprint(i), "v")
	}
	full := errors.New("disk full")
	s, _, _ := f.cut(t)
	calls := 0
	if err := s.Walk(func(int, []byte) error { calls++; return full }); !errors.Is(err, full) || calls != 1 {
		t.Errorf("%v after %d calls", err, calls)
	}
	s, _, _ = f.cut(t) // possible: the failed one has ended
	s.Abort()
	set(f.tx, "1", "w") // in a shard that was not saved
	if err := s.Walk(func(int, []byte) error { return nil }); !errors.Is(err, ErrSnapshotAborted) {
		t.Errorf("Walk after Abort: %v", err)
	}
	next, digest, _ := f.cut(t)
	s.Abort() // of one that has ended: no effect on the next
	if sum, _ := walkDigest(t, next); sum != digest {
		t.Error("the snapshot after an aborted one is wrong")
	}
}

// TestSnapshotBoundsMemory lets writers get ahead of a walk that stands still.
func TestSnapshotBoundsMemory(t *testing.T) {
	f := newFixture(t, Options{Shards: 64})
	f.Gate.Lock()
	for i := range 64 * 4 {
		f.tx.Begin(true)
		f.tx.SetString([]byte(fmt.Sprint(i)), []byte("v"), 0, "set")
		f.tx.Unlock()
	}
	big := make([]byte, maxSaved/100) // each record is encoded as this much
	s, err := f.Cut(func(dst []byte, _ int, _ table.Record) []byte { return append(dst, big...) })
	f.Gate.Unlock()
	if err != nil {
		t.Fatal(err)
	}
	written, most := 0, 0
	held := make(chan struct{})
	done := make(chan error)
	go func() {
		done <- s.Walk(func(_ int, p []byte) error {
			if written == 0 {
				close(held)
			}
			written += len(p)
			s.mu.Lock()
			most = max(most, s.mu.bytes)
			s.mu.Unlock()
			return nil
		})
	}()
	<-held
	for i := range 64 * 4 {
		set(f.tx, fmt.Sprint(i), "w")
	}
	if err := <-done; err != nil {
		t.Fatal(err)
	}
	if written != 64*4*len(big) {
		t.Errorf("%d bytes written, want %d", written, 64*4*len(big))
	}
	if most > 2*maxSaved {
		t.Errorf("%d bytes waited to be written", most)
	}
}
