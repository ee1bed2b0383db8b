// Package clock is the one source of time: a monotonic nanosecond count for durations and wall-clock milliseconds for expiry,
// which tests and debug commands can move.
package clock

import (
	"sync/atomic"
	"time"
)

// Clock tells the time. Make one with New.
type Clock struct {
	base  time.Time
	wall  atomic.Int64 // Unix ns at the monotonic zero
	shift atomic.Int64 // ns that the wall clock has been moved by
}

// New starts a clock.
func New() *Clock {
	c := &Clock{base: time.Now()}
	c.wall.Store(c.base.UnixNano())
	return c
}

// Nanos is monotonic: nanoseconds since the clock was made.
func (c *Clock) Nanos() int64 { return int64(time.Since(c.base)) }

// Time is the monotonic time n as a deadline for connections and timers.
func (c *Clock) Time(n int64) time.Time { return c.base.Add(time.Duration(n)) }

// MilliAt is the wall clock in Unix ms at the monotonic time n, so that a caller who read Nanos need not ask again.
func (c *Clock) MilliAt(n int64) int64 { return (c.wall.Load() + c.shift.Load() + n) / 1e6 }

// Milli is the wall clock in Unix ms.
func (c *Clock) Milli() int64 { return c.MilliAt(c.Nanos()) }

// Micro is the wall clock in Unix µs.
func (c *Clock) Micro() int64 { return (c.wall.Load() + c.shift.Load() + c.Nanos()) / 1e3 }

// Sync follows steps of the system's wall clock; the server calls it a few times a second.
func (c *Clock) Sync() {
	now := time.Now()
	c.wall.Store(now.UnixNano() - int64(now.Sub(c.base)))
}

// Move shifts the wall clock by d, for tests.
func (c *Clock) Move(d time.Duration) { c.shift.Add(int64(d)) }
