// Package latency remembers when something took longer than it should: a time series for each kind of event.
package latency

import (
	"cmp"
	"slices"
	"sync"
	"sync/atomic"
)

// The events that the server records.
const (
	Command       = "command"          // a command
	FastCommand   = "fast-command"     // one that should take no time at all
	ExpireCycle   = "expire-cycle"     // a sweep for expired keys
	EvictionCycle = "eviction-cycle"   // making room beyond the bound on memory
	EvictionDel   = "eviction-del"     // making room for a command
	AOFWrite      = "aof-write"        // a write of the log
	AOFSync       = "aof-fsync-always" // a write of the log and its way to the disk
)

// length is how many samples of an event are kept.
const length = 160

// Sample is the longest delay of an event within a second.
type Sample struct {
	At     int64 // Unix seconds
	Millis int64
}

// Monitor is the series of all events. The zero value records nothing: SetThreshold says what is long.
type Monitor struct {
	threshold atomic.Int64 // ms; 0: nothing is recorded
	mu        struct {
		sync.Mutex
		series map[string]*series
	}
}

type series struct {
	ring [length]Sample
	n    int // samples recorded so far
	max  int64
}

// SetThreshold records delays of at least ms milliseconds; 0: none.
func (m *Monitor) SetThreshold(ms int64) { m.threshold.Store(ms) }

// Threshold is what SetThreshold set.
func (m *Monitor) Threshold() int64 { return m.threshold.Load() }

// Add records a delay of ns nanoseconds at the second at (Unix) if it is long enough.
func (m *Monitor) Add(event string, at, ns int64) {
	ms := ns / 1e6
	if t := m.threshold.Load(); t == 0 || ms < t {
		return
	}
	m.mu.Lock()
	defer m.mu.Unlock()
	s := m.mu.series[event]
	if s == nil {
		if m.mu.series == nil {
			m.mu.series = map[string]*series{}
		}
		s = &series{}
		m.mu.series[event] = s
	}
	s.max = max(s.max, ms)
	if s.n > 0 {
		if last := &s.ring[(s.n-1)%length]; last.At == at {
			last.Millis = max(last.Millis, ms)
			return
		}
	}
	s.ring[s.n%length] = Sample{at, ms}
	s.n++
}

// samples returns the samples, the oldest first.
func (s *series) samples() []Sample {
	n := min(s.n, length)
	out := make([]Sample, 0, n)
	for i := s.n - n; i < s.n; i++ {
		out = append(out, s.ring[i%length])
	}
	return out
}

// Event is the last and the longest delay of an event.
type Event struct {
	Name string
	Last Sample
	Max  int64 // ms
}

// Latest tells about all events with samples, by name.
func (m *Monitor) Latest() []Event {
	m.mu.Lock()
	defer m.mu.Unlock()
	out := make([]Event, 0, len(m.mu.series))
	for name, s := range m.mu.series {
		out = append(out, Event{name, s.ring[(s.n-1)%length], s.max})
	}
	slices.SortFunc(out, func(a, b Event) int { return cmp.Compare(a.Name, b.Name) })
	return out
}

// History returns the samples of an event, the oldest first, and the longest delay since the last Reset.
func (m *Monitor) History(event string) (samples []Sample, most int64) {
	m.mu.Lock()
	defer m.mu.Unlock()
	s := m.mu.series[event]
	if s == nil {
		return nil, 0
	}
	return s.samples(), s.max
}

// Reset forgets these events, all without names, and returns how many there were.
func (m *Monitor) Reset(events ...string) int {
	m.mu.Lock()
	defer m.mu.Unlock()
	before := len(m.mu.series)
	if len(events) == 0 {
		clear(m.mu.series)
	}
	for _, e := range events {
		delete(m.mu.series, e)
	}
	return before - len(m.mu.series)
}
