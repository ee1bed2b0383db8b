// Package stats counts what the server does. Counters on a request's way are kept in stripes, so that sessions on different cores
// do not share cache lines; whoever shows them adds the stripes up.
package stats

import (
	"math/bits"
	"sync/atomic"
)

// Stripes is the number of copies of each hot counter. A session uses the stripe of its id.
const Stripes = 16

// Command counts the calls of one command.
type Command struct {
	stripes  [Stripes]atomic.Pointer[calls]
	rejected atomic.Int64
	untimed  atomic.Bool // durations are not counted
}

// calls is one stripe. The number of calls is the sum of hist, so that a call costs two additions.
type calls struct {
	nanos, failed atomic.Int64
	hist          [untimed + 1]atomic.Int64
}

// Add counts one call that took ns nanoseconds; failed: its reply was an error.
func (c *Command) Add(stripe uint32, ns int64, failed bool) {
	p := c.stripes[stripe%Stripes].Load()
	if p == nil {
		p = c.grow(stripe % Stripes)
	}
	p.nanos.Add(ns)
	b := untimed
	if !c.untimed.Load() {
		b = bucketOf(ns)
	}
	p.hist[b].Add(1)
	if failed {
		p.failed.Add(1)
	}
}

// Fail makes a call that Add counts as successful a failed one.
func (c *Command) Fail(stripe uint32) {
	p := c.stripes[stripe%Stripes].Load()
	if p == nil {
		p = c.grow(stripe % Stripes)
	}
	p.failed.Add(1)
}

func (c *Command) grow(stripe uint32) *calls {
	c.stripes[stripe].CompareAndSwap(nil, new(calls))
	return c.stripes[stripe].Load()
}

// Reject counts a call that was refused before it ran.
func (c *Command) Reject() { c.rejected.Add(1) }

// Calls is what a Command has counted.
type Calls struct {
	N, Nanos, Failed, Rejected int64
	hist                       [histBuckets]int64
}

// Read adds the stripes up.
func (c *Command) Read() Calls {
	out := Calls{Rejected: c.rejected.Load()}
	for i := range c.stripes {
		p := c.stripes[i].Load()
		if p == nil {
			continue
		}
		out.Nanos += p.nanos.Load()
		out.Failed += p.failed.Load()
		for b := range out.hist {
			out.hist[b] += p.hist[b].Load()
		}
		out.N += p.hist[untimed].Load()
	}
	out.N += out.Timed()
	return out
}

// Reset forgets everything.
func (c *Command) Reset() {
	for i := range c.stripes {
		c.stripes[i].Store(nil)
	}
	c.rejected.Store(0)
}

// Track says whether the durations of further calls are counted. They are at first.
func (c *Command) Track(on bool) { c.untimed.Store(!on) }

// The histogram has eight linear buckets for each power of two of nanoseconds, from 1 µs to about 1 s; shorter calls fall in the
// first, longer ones in the last.
const (
	histSub     = 3 // log2 of the buckets of a power of two
	histMin     = 10
	histMax     = 30
	histBuckets = (histMax-histMin)<<histSub + 2
	untimed     = histBuckets // where calls are counted whose duration is not
)

func bucketOf(ns int64) int {
	if ns < 1<<histMin {
		return 0
	}
	e := bits.Len64(uint64(ns)) - 1
	if e >= histMax {
		return histBuckets - 1
	}
	return (e-histMin)<<histSub + int(ns>>(e-histSub))&(1<<histSub-1) + 1
}

// upper is the largest duration, in ns, that falls in bucket b.
func upper(b int) int64 {
	switch {
	case b == 0:
		return 1<<histMin - 1
	case b == histBuckets-1:
		return 1 << histMax
	}
	b--
	e := b>>histSub + histMin
	return (int64(b&(1<<histSub-1))+1+1<<histSub)<<(e-histSub) - 1
}

// Timed is the number of calls whose duration is in the histogram.
func (c *Calls) Timed() (n int64) {
	for _, b := range c.hist {
		n += b
	}
	return n
}

// Percentile is the duration, in ns, that p percent of the calls did not exceed; 0 without calls.
func (c *Calls) Percentile(p float64) int64 {
	var total, sum int64
	for _, n := range c.hist {
		total += n
	}
	want := int64(float64(total)*p/100 + 0.5)
	for b, n := range c.hist {
		sum += n
		if n > 0 && sum >= want {
			return upper(b)
		}
	}
	return 0
}

// Cumulative is the LATENCY HISTOGRAM of a command: for each power of two of 1024 ns with calls, up to the last one, the number of calls
// that took no longer. The bounds are in µs, as Redis prints them: it names the upper end of a bucket of its own finer histogram.
func (c *Calls) Cumulative() (micros, counts []int64) {
	var sum, seen int64
	b := 0
	for bound := int64(1 << histMin); b < histBuckets; bound *= 2 {
		for b < histBuckets && (upper(b) <= bound || bound > 1<<histMax) {
			sum += c.hist[b]
			b++
		}
		if sum > seen {
			micros, counts = append(micros, (bound+bound>>7-1)/1000), append(counts, sum)
			seen = sum
		}
	}
	return micros, counts
}
