package clock

import (
	"testing"
	"time"
)

func TestClock(t *testing.T) {
	c := New()
	if d := time.Since(time.UnixMilli(c.Milli())); d < -time.Second || d > time.Second {
		t.Fatalf("the clock is off by %v", d)
	}
	n := c.Nanos()
	before := c.MilliAt(n)
	c.Move(time.Hour)
	if got := c.MilliAt(n) - before; got != time.Hour.Milliseconds() {
		t.Fatalf("moved by %d ms, want an hour", got)
	}
	if c.Nanos() < n {
		t.Fatal("the monotonic clock went back")
	}
	c.Sync()
	if got := c.MilliAt(n) - before; got < time.Hour.Milliseconds()-1000 {
		t.Fatalf("Sync lost the move: %d ms", got)
	}
}
