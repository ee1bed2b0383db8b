package storage

import (
	"fmt"
	"sync"
	"testing"
	"time"
)

const period = 100 * time.Millisecond

func TestSweepRemovesWhatIsDue(t *testing.T) {
	for _, shards := range []int{1, 64} {
		f := newFixture(t, Options{Shards: shards})
		left := map[string]int{}
		f.removed = func(db int, key string, why Reason) { left[fmt.Sprint(db, key, why)]++ }
		for i := range 9000 {
			f.tx.Select(i % 2)
			setUntil(f.tx, fmt.Sprint(i), "v", []int64{0, testStart + 1000, testStart + 2000}[i%3])
		}
		f.Sweep(1, period)
		if s := f.Stats(); s.Expired != 0 {
			t.Fatalf("%d keys expired too early", s.Expired)
		}
		for step := range 3 {
			f.advance(1001 * time.Millisecond)
			f.Sweep(1, period)
			f.checkBooks(t)
			want := int64(min(step+1, 2) * 3000)
			if s := f.Stats(); s.Expired != want || int64(len(left)) != want {
				t.Errorf("%d shards, after %d s: %d expired, %d reported; want %d", shards, step+1, s.Expired, len(left), want)
			}
		}
		if d := f.DBStats(1, f.now.Load()); d.Expires != 0 || d.Keys != 1500 {
			t.Errorf("left in database 1: %+v", d)
		}
	}
}

func TestSweepOff(t *testing.T) {
	f := newFixture(t, Options{})
	setUntil(f.tx, "k", "v", testStart-1)
	f.SetSweep(false)
	f.Sweep(10, period)
	if f.tx.Len() != 1 {
		t.Error("swept while switched off")
	}
	f.SetSweep(true)
	f.Sweep(10, period)
	if f.tx.Len() != 0 {
		t.Error("not swept after it was switched on")
	}
}

// TestSweepKeepsToItsTime lets every look at the time cost a millisecond.
func TestSweepKeepsToItsTime(t *testing.T) {
	var mono time.Duration
	f := newFixture(t, Options{Shards: 1024, Mono: func() time.Duration { mono += time.Millisecond; return mono }})
	for i := range 50_000 {
		setUntil(f.tx, fmt.Sprint(i), "v", testStart+1)
	}
	f.advance(time.Second)
	for _, effort := range []int{1, 10} {
		mono = 0
		if !f.Sweep(effort, period) {
			t.Errorf("effort %d: nothing more to do", effort)
		}
		want := time.Duration(25+2*(effort-1)) * time.Millisecond
		if mono < want || mono > want+2*time.Millisecond {
			t.Errorf("effort %d: took %v of %v", effort, mono, want)
		}
	}
	if s := f.Stats(); s.SweepsCapped != 2 || s.StalePercent < 50 || s.Expired == 0 || s.Expired > 40_000 {
		t.Errorf("%+v", s)
	}
	rounds := 0
	for f.Sweep(1, period) {
		rounds++
	}
	f.checkBooks(t)
	if n := f.tx.Len(); n != 0 {
		t.Errorf("%d keys left after %d more sweeps", n, rounds)
	}
}

// TestSweepIsLazyWhereLittleIsDue has one due key in each shard of many that are not.
func TestSweepIsLazyWhereLittleIsDue(t *testing.T) {
	var mono time.Duration
	f := newFixture(t, Options{Shards: 16, Mono: func() time.Duration { mono += time.Millisecond; return mono }})
	for i := range 20_000 {
		at := int64(testStart + 1e9)
		if i%500 == 0 {
			at = testStart + 1
		}
		setUntil(f.tx, fmt.Sprint(i), "v", at)
	}
	f.advance(time.Second)
	mono = 0
	if f.Sweep(1, period) || mono > 25*time.Millisecond {
		t.Errorf("worked for %v although little was due", mono)
	}
	for range 100 {
		f.Sweep(1, period)
	}
	if n := f.Stats().Expired; n != 40 {
		t.Errorf("%d of 40 due keys removed in the end", n)
	}
	f.checkBooks(t)
}

func TestSweepAcrossFlushAndSwap(t *testing.T) {
	var mono time.Duration
	f := newFixture(t, Options{Shards: 4, Mono: func() time.Duration { mono += 10 * time.Millisecond; return mono }})
	fill := func(db int) {
		f.tx.Select(db)
		for i := range 4000 {
			setUntil(f.tx, fmt.Sprint(db, i), "v", f.now.Load()+1)
		}
	}
	fill(0)
	fill(1)
	f.advance(time.Second)
	for range 3 {
		f.Sweep(1, period) // stops in the middle of a shard
		f.Gate.Lock()
		f.Swap(0, 1)
		f.Gate.Unlock()
	}
	f.Gate.Lock()
	f.Flush(0)
	f.Gate.Unlock()
	fill(0)
	f.advance(time.Second)
	for f.Sweep(1, period) {
	}
	for range 20 {
		f.Sweep(1, period)
	}
	if n := f.DBStats(0, 0).Keys + f.DBStats(1, 0).Keys; n != 0 {
		t.Errorf("%d keys left", n)
	}
	f.checkBooks(t)
}

func TestAvgTTL(t *testing.T) {
	f := newFixture(t, Options{})
	for i := range 100 {
		set(f.tx, fmt.Sprint("forever", i), "v")
		setUntil(f.tx, fmt.Sprint(i), "v", testStart+10_000)
	}
	if d := f.DBStats(0, testStart+4000); d.AvgTTL != 6000 || d.Keys != 200 || d.Expires != 100 {
		t.Errorf("%+v", d)
	}
	if d := f.DBStats(0, testStart); d.TableBytes+d.RecordBytes != f.Used() || d.TableBytes <= 0 || d.RecordBytes <= 0 {
		t.Errorf("%+v, used %d", d, f.Used())
	}
}

// TestSweepBesideEverything would hang if the sweep held anything that the holders of the gate wait for.
func TestSweepBesideEverything(t *testing.T) {
	f := newFixture(t, Options{Shards: 64})
	var all sync.WaitGroup
	for w := range 2 {
		all.Go(func() {
			tx := f.newTx()
			for i := range 500 {
				tx.SetNow(f.now.Load())
				setUntil(tx, fmt.Sprint(i), "v", tx.Now()+int64(i%7))
				f.Gate.Enter(5)
				f.Stats()
				f.DBStats(w, 0)
				f.MakeRoom(Room{Max: 20_000, Policy: VolatileTTL})
				f.Gate.Leave(5)
				f.Gate.Lock()
				f.ResetStats()
				f.Gate.Unlock()
			}
		})
		all.Go(func() {
			for range 500 {
				f.now.Add(1)
				f.Sweep(10, period)
			}
		})
	}
	all.Wait()
	f.checkBooks(t)
}
