package storage

import (
	"testing"
	"time"
)

// A key that was used at a later time than now, by a command that looked at the clock later or before the system's clock was set back,
// is no key that was idle for half a year.
func TestClockSetBack(t *testing.T) {
	const now = testStart
	for _, back := range []time.Duration{time.Second, time.Minute, time.Hour} {
		later := now + back.Milliseconds()
		if ms := idle(lruClock(later), now); ms != 0 {
			t.Errorf("used %v after now: idle for %v", back, time.Duration(ms)*time.Millisecond)
		}
		p := lfuParams{on: true, decay: 1}
		if n := p.counter(lfuMinutes(later)<<8|200, now); n != 200 {
			t.Errorf("used %v after now: frequency %d, want 200", back, n)
		}
	}
	if ms := idle(lruClock(now), now+100*24*time.Hour.Milliseconds()); ms != 100*24*time.Hour.Milliseconds() {
		t.Errorf("idle for 100 days: %d ms", ms)
	}
}

// The hottest key stays when memory is short, though its last use seems to lie in the future.
func TestClockSetBackEvictsTheIdle(t *testing.T) {
	f := newFixture(t, Options{Shards: 1})
	f.advance(2 * time.Second)
	set(f.tx, "hot", "v")
	f.advance(-2 * time.Second)
	set(f.tx, "cold", "v")
	f.advance(time.Second)
	f.Gate.Enter(0)
	f.MakeRoom(Room{Max: f.Used() - 1, Policy: AllKeysLRU})
	f.Gate.Leave(0)
	if _, ok := get(f.tx, "hot"); !ok {
		t.Error("the key that was used last was evicted")
	}
}
