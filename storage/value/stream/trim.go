package stream

import "math"

// Trim says how far a stream is trimmed.
type Trim struct {
	ByID   bool
	MaxLen int64 // entries that may stay
	MinID  ID    // the least that may stay, with ByID
	Approx bool  // whole nodes only
	Limit  int64 // the most entries to remove, by whole nodes; 0: any number
}

// Trim removes entries from the stream's begin and returns how many.
func (s *Stream) Trim(t Trim) int64 {
	before := s.count
	for s.count > 0 && (t.ByID || int64(s.count) > t.MaxLen) {
		b := s.firstBlock()
		if t.Limit > 0 && int64(before-s.count)+int64(b.live) > t.Limit {
			break
		}
		whole := b.last.Less(t.MinID)
		if !t.ByID {
			whole = int64(s.count)-int64(b.live) >= t.MaxLen
		}
		if !whole {
			if !t.Approx {
				s.trimBlock(b, t)
			}
			break
		}
		s.count -= int(b.live)
		if b == &s.tail {
			s.tail = block{}
		} else {
			s.takeOut(b)
		}
	}
	removed := int64(before - s.count)
	if removed > 0 {
		s.refresh()
	}
	return removed
}

// trimBlock removes single entries from the first block.
func (s *Stream) trimBlock(b *block, t Trim) {
	n := math.MaxInt
	if !t.ByID {
		n = s.count - int(t.MaxLen)
	}
	drop := 0
	for at, prev := int(b.begin), b.before(); drop < n && at < len(b.data); drop++ {
		prev, at = b.skip(at, prev)
		if t.ByID && !prev.Less(t.MinID) {
			break
		}
	}
	if drop == 0 {
		return
	}
	s.count -= drop
	if b == &s.tail {
		s.lastAt = 0
	}
	if drop == int(b.live) {
		if b == &s.tail {
			s.tail = block{}
		} else {
			s.takeOut(b)
		}
		return
	}
	before := cap(b.data)
	b.drop(drop)
	if b != &s.tail {
		b.fit()
		s.mem += cap(b.data) - before
	}
}
