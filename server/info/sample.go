package info

import "sync"

// samples are the last readings of the totals, from which the current rates are computed.
type samples struct {
	mu struct {
		sync.Mutex
		last  reading
		rates [16]rates
		next  int
	}
}

// reading is a look at the totals.
type reading struct {
	at                       int64 // clock.Nanos
	commands, in, out, reads int64
}

// rates are changes per second.
type rates struct{ commands, in, out, reads float64 }

// Sample takes a reading. The server calls it ten times a second.
func (c *Collector) Sample() {
	t := c.Stats.Totals()
	c.notePeak(c.Keys.Used() + c.startup)
	now := reading{at: c.Clock.Nanos(), commands: t.Commands, in: t.In, out: t.Out, reads: t.Reads}
	m := &c.samples.mu
	m.Lock()
	defer m.Unlock()
	last := m.last
	m.last = now
	if last.at == 0 || now.at <= last.at || now.commands < last.commands {
		return
	}
	seconds := float64(now.at-last.at) / 1e9
	m.rates[m.next] = rates{
		commands: float64(now.commands-last.commands) / seconds,
		in:       float64(now.in-last.in) / seconds,
		out:      float64(now.out-last.out) / seconds,
		reads:    float64(now.reads-last.reads) / seconds,
	}
	m.next = (m.next + 1) % len(m.rates)
}

// rates is the mean of the last readings.
func (s *samples) rates() (r rates) {
	s.mu.Lock()
	defer s.mu.Unlock()
	n := float64(len(s.mu.rates))
	for _, x := range s.mu.rates {
		r.commands += x.commands / n
		r.in += x.in / n
		r.out += x.out / n
		r.reads += x.reads / n
	}
	return r
}

func (s *samples) reset() {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.mu.last, s.mu.rates, s.mu.next = reading{}, [16]rates{}, 0
}
