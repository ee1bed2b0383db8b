package storage

import (
	"testing"
	"time"
)

func TestFrequencyGrowsAndFades(t *testing.T) {
	f := newFixture(t, Options{})
	f.SetLFU(true, 10, 1)
	set(f.tx, "k", "v")
	freq := func() (n int) {
		on(f.tx, "k", func(k []byte) { n = f.tx.Frequency(f.tx.Look(k)) })
		return n
	}
	if n := freq(); n != lfuStart {
		t.Fatalf("a new key has %d", n)
	}
	for range 1000 {
		get(f.tx, "k")
	}
	hot := freq()
	// 1000 accesses with factor 10 give about 18 as Redis documents; the spread is small.
	if hot < 10 || hot > 30 {
		t.Errorf("after 1000 accesses: %d", hot)
	}
	set(f.tx, "k", "a value of another size class, so that the record is replaced")
	if n := freq(); n < hot {
		t.Errorf("overwriting lost the counter: %d after %d", n, hot)
	}
	f.advance(4 * time.Minute)
	if n := freq(); n > hot-3 || n < hot-4 {
		t.Errorf("four minutes later: %d after %d", n, hot)
	}
	f.advance(300 * time.Minute)
	if n := freq(); n != 0 {
		t.Errorf("hours later: %d", n)
	}
}

func TestFrequencyParams(t *testing.T) {
	p := lfuParams{on: true, logFactor: 0, decay: 0}
	clock := lfuFresh(testStart)
	for range 1000 {
		clock = p.touch(clock, testStart)
	}
	if n := p.counter(clock, testStart+int64(time.Hour/time.Millisecond)); n != lfuMax {
		t.Errorf("with factor 0 and no decay: %d after 1000 accesses, want 255", n)
	}
	if clock > clockMask {
		t.Errorf("clock %x has more than 24 bits", clock)
	}
}

func TestIdleWraps(t *testing.T) {
	last := int64(1<<24-1) * 1000 // the last second before the clock wraps
	if ms := idle(lruClock(last), last+5000); ms != 5000 {
		t.Errorf("idle for %d ms over the wrap, want 5000", ms)
	}
}
