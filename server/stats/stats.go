package stats

import (
	"sync"
	"sync/atomic"
)

// ACLReasons is for how many reasons a user can be refused something; package acl numbers them, from 1 on.
const ACLReasons = 6

// Stats is the server's counters. The zero value works.
type Stats struct {
	stripes [Stripes]stripe

	Connections  atomic.Int64 // accepted since the start
	Rejected     atomic.Int64 // refused: maxclients
	OutputLimit  atomic.Int64 // closed: client-output-buffer-limit
	QueryLimit   atomic.Int64 // closed: client-query-buffer-limit or a protocol limit
	ErrorReplies atomic.Int64 // replies with an error
	ACLDenied    [ACLReasons]atomic.Int64

	errors errorCounts
}

// stripe is what every batch of a session adds to. It is two cache lines: it may begin anywhere in one, and must not share any with the
// next stripe's counters.
type stripe struct {
	commands, reads, writes, in, out atomic.Int64
	_                                [88]byte
}

// Batch adds what one read batch did: commands run, bytes read, bytes written.
func (s *Stats) Batch(who uint32, commands, in, out int64) {
	p := &s.stripes[who%Stripes]
	p.commands.Add(commands)
	p.in.Add(in)
	p.out.Add(out)
	p.reads.Add(1)
	if out > 0 {
		p.writes.Add(1)
	}
}

// Call counts a command that ended apart from a batch.
func (s *Stats) Call(who uint32) { s.stripes[who%Stripes].commands.Add(1) }

// Totals is the sum of all batches.
type Totals struct{ Commands, Reads, Writes, In, Out int64 }

// Totals adds the stripes up.
func (s *Stats) Totals() Totals {
	var t Totals
	for i := range s.stripes {
		p := &s.stripes[i]
		t.Commands += p.commands.Load()
		t.Reads += p.reads.Load()
		t.Writes += p.writes.Load()
		t.In += p.in.Load()
		t.Out += p.out.Load()
	}
	return t
}

// Reset is CONFIG RESETSTAT's part of it.
func (s *Stats) Reset() {
	for i := range s.stripes {
		p := &s.stripes[i]
		for _, c := range []*atomic.Int64{&p.commands, &p.reads, &p.writes, &p.in, &p.out} {
			c.Store(0)
		}
	}
	for _, c := range []*atomic.Int64{&s.Connections, &s.Rejected, &s.OutputLimit, &s.QueryLimit, &s.ErrorReplies} {
		c.Store(0)
	}
	for i := range s.ACLDenied {
		s.ACLDenied[i].Store(0)
	}
	s.errors.reset()
}

// maxErrors bounds the different error codes that are counted: a script can invent any number.
const maxErrors = 128

type errorCounts struct {
	mu struct {
		sync.Mutex
		n map[string]int64
	}
}

// Error counts an error reply by its code, the first word of its text.
func (s *Stats) Error(code string) {
	s.ErrorReplies.Add(1)
	s.errors.mu.Lock()
	defer s.errors.mu.Unlock()
	if s.errors.mu.n == nil {
		s.errors.mu.n = map[string]int64{}
	}
	if _, known := s.errors.mu.n[code]; known || len(s.errors.mu.n) < maxErrors {
		s.errors.mu.n[code]++
	}
}

// Errors returns a copy of the counts by code.
func (s *Stats) Errors() map[string]int64 {
	s.errors.mu.Lock()
	defer s.errors.mu.Unlock()
	out := make(map[string]int64, len(s.errors.mu.n))
	for k, v := range s.errors.mu.n {
		out[k] = v
	}
	return out
}

func (e *errorCounts) reset() {
	e.mu.Lock()
	e.mu.n = nil
	e.mu.Unlock()
}
