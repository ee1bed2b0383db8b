package storage

import (
	"math"
	"sync"
	"sync/atomic"
	"time"

	"redstart/storage/table"
	"redstart/storage/value/hash"
)

// sweepGate is the Gate's slot of the sweep.
const sweepGate = 1

const (
	sweepBuckets = 32  // buckets that a sweep looks at while it holds a shard
	sweepPass    = 128 // shards without work that it passes while it holds the gate
)

// sweeper removes keys, and fields of hashes, whose time has come and that nobody asks for.
type sweeper struct {
	off    atomic.Bool
	frozen atomic.Bool // see Freeze
	capped atomic.Int64
	stale  atomic.Uint64 // bits of a float64: running share of keys with a time to live whose time had come, 0 to 1

	mu    sync.Mutex // held during a sweep, outside of the gate
	next  int        // of the census: where the next one begins
	in    *store     // the one there, when a sweep ended in the middle of it
	shard int        // of it
}

// doomed is a key that is to be removed after a walk over its bucket.
type doomed struct {
	rec table.Record
	why Reason
}

// Freeze keeps the sweep from removing anything, while somebody who has had the gate alone has opened it for a moment.
func (ks *Keyspace) Freeze(on bool) { ks.sweeper.frozen.Store(on) }

// SetSweep switches the sweep off and on (DEBUG SET-ACTIVE-EXPIRE). It is on at first.
func (ks *Keyspace) SetSweep(on bool) { ks.sweeper.off.Store(!on) }

// Sweep removes keys and fields whose time has come, in one round over the shards at most. It is called once every period, without the gate.
// effort is active-expire-effort, 1 to 10: a sweep may take as many percent of the period, and up to 25 + 2 x (effort - 1) as long
// as it finds more than 11 - effort percent of what it looks at due. The next sweep goes on where this one stopped. more says that
// the time ran out and much was left.
func (ks *Keyspace) Sweep(effort int, period time.Duration) (more bool) {
	if ks.sweeper.off.Load() {
		return false
	}
	sw := &ks.sweeper
	sw.mu.Lock()
	defer sw.mu.Unlock()
	effort = min(max(effort, 1), 10)
	easy := period * time.Duration(effort) / 100
	hard := period * time.Duration(25+2*(effort-1)) / 100
	enough := float64(11-effort) / 100
	now, start := ks.opts.Now(), ks.opts.Mono()
	rest := ks.round()
	recent := 1.0 // the share of due keys in the last steps; the first ones are always worth it
	for rest > 0 {
		st := ks.sweepStep(now, &rest)
		found := 0.0
		if st.seen > 0 {
			found = float64(st.due) / float64(st.seen)
			stale := math.Float64frombits(sw.stale.Load())
			sw.stale.Store(math.Float64bits(stale + (found-stale)/20))
		}
		recent += (found - recent) / 8
		took := ks.opts.Mono() - start
		if took >= hard {
			sw.capped.Add(1)
			return true
		}
		if took >= easy && recent < enough {
			return false
		}
	}
	return false
}

// round is how many stores a sweep comes to the end of in one round over all of them.
func (ks *Keyspace) round() int {
	ks.Gate.Enter(sweepGate)
	defer ks.Gate.Leave(sweepGate)
	n := len(ks.stores.all())
	if ks.sweeper.in != nil {
		n++ // the one that it begins in the middle of
	}
	return n
}

// sweepCount is what a step looked at: keys with a time to live and fields that are due, and those of both that were due.
type sweepCount struct{ seen, due int }

// sweepStep goes on to the next shard with work and looks at some of its buckets. It takes the stores it leaves behind off rest.
func (ks *Keyspace) sweepStep(now int64, rest *int) (n sweepCount) {
	ks.Gate.Enter(sweepGate)
	defer ks.Gate.Leave(sweepGate)
	sw := &ks.sweeper
	if sw.frozen.Load() {
		*rest = 0
		return n
	}
	stores, dues := ks.stores.both()
	sw.stay(stores)
	for range sweepPass {
		if sw.in == nil && !sw.enter(stores, dues, now, rest) {
			break
		}
		if sw.shard >= len(sw.in.shards) {
			sw.in = nil
			sw.next++
			*rest--
			continue
		}
		sh := &sw.in.shards[sw.shard]
		done, worked := true, false
		sh.mu.Lock()
		if sh.cursor != 0 || sh.due != 0 && sh.due < now {
			worked = true
			done = sw.in.db.sweepShard(sh, now, &n)
		}
		if done && sh.due != 0 {
			sw.in.dueAt(sh.due)
		}
		sh.mu.Unlock()
		if done {
			sw.shard++
		}
		if worked {
			break
		}
	}
	return n
}

// enter goes on to a store in which something is due, unless it has passed as many as rest allows; false: it has not found any. What the
// census says of the store is taken back: the sweep says anew what is in the shards that it has seen, commands say what they add.
func (sw *sweeper) enter(stores []*store, dues []*dueBlock, now int64, rest *int) bool {
	for ; *rest > 0; *rest-- {
		if sw.next >= len(stores) {
			sw.next = 0
			if len(stores) == 0 {
				*rest = 0
				return false
			}
		}
		if at := dueOf(dues, sw.next); at.Load() != 0 && at.Load() < now {
			at.Store(0)
			sw.in, sw.shard = stores[sw.next], 0
			return true
		}
		sw.next++
	}
	return false
}

// stay leaves the store in the middle of which the last step ended if it has another place in the census now, or none: it is to be looked
// at again.
func (sw *sweeper) stay(stores []*store) {
	if sw.in != nil && (sw.next >= len(stores) || stores[sw.next] != sw.in) {
		sw.in.dueAt(1)
		sw.in = nil
	}
}

// sweepShard looks at some buckets of a shard that the caller holds and says whether that was the end of the shard. While it is in
// the middle, due is for what it is past.
func (db *DB) sweepShard(sh *shard, now int64, n *sweepCount) (done bool) {
	if sh.cursor == 0 {
		sh.due = math.MaxInt64
	}
	for range sweepBuckets {
		next, all := db.sweepBucket(sh, uint64(sh.cursor), now, n)
		if !all {
			return false // it is due still
		}
		sh.cursor = uint32(next)
		if next == 0 {
			return true
		}
	}
	return false
}

// sweepBucket removes what is due in one bucket of a shard that the caller holds and returns the cursor of the next one; all says that
// nothing is left to remove.
func (db *DB) sweepBucket(sh *shard, cursor uint64, now int64, n *sweepCount) (next uint64, all bool) {
	var room [16]table.Record
	due := room[:0]
	next = sh.t.Scan(cursor, func(r table.Record) {
		at := r.ExpireAt()
		if at != 0 {
			n.seen++
		}
		if tracked(r) {
			if first := hash.Due(r); first != 0 && (at == 0 || first < at) {
				at = first
			}
		}
		switch {
		case at == 0:
		case now > at:
			due = append(due, r)
		default:
			sh.due = min(sh.due, at)
		}
	})
	all = true
	for _, r := range due {
		all = db.sweepRecord(sh, r, now, n) && all
	}
	return next, all
}

// sweepRecord removes a key whose time has come, or some of its fields; it reports false when more of them are due.
func (db *DB) sweepRecord(sh *shard, r table.Record, now int64, n *sweepCount) (all bool) {
	k := r.Key()
	h := table.Hash(db.ks.seed, k)
	if at := r.ExpireAt(); at != 0 && now > at {
		db.drop(sh, h, k, Expired)
		n.due++
		return true
	}
	left, gone := db.expireFields(sh, h, r, now, sweepFields)
	n.seen += gone
	n.due += gone
	if left.IsNil() {
		return true
	}
	for _, at := range [...]int64{left.ExpireAt(), hash.Due(left)} {
		if at != 0 {
			sh.due = min(sh.due, at)
		}
	}
	return hash.Due(left) == 0 || now <= hash.Due(left)
}

// ttlSample sums times to live that are left at the time now.
type ttlSample struct {
	now     int64
	sum     int64
	keys    int
	buckets int
}

// mean is the mean of the times to live that were sampled, 0 without any.
func (s *ttlSample) mean() int64 {
	if s.keys == 0 {
		return 0
	}
	return s.sum / int64(s.keys)
}

// take looks at buckets of a shard that the caller holds, until the sample is large enough.
func (s *ttlSample) take(sh *shard) {
	for i := 0; i < sh.t.Buckets() && s.keys < ttlSamples && s.buckets < ttlBuckets; i++ {
		s.buckets++
		sh.t.Bucket(i, func(r table.Record) {
			if at := r.ExpireAt(); at != 0 {
				s.sum += max(at-s.now, 0)
				s.keys++
			}
		})
	}
}
