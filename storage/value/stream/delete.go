package stream

// blockOf is the block in which id stands if it is there at all; nil: in none.
func (s *Stream) blockOf(id ID) *block {
	if s.tail.live > 0 && !id.Less(s.tail.first) {
		return &s.tail
	}
	if p := s.blocks.upTo(id); p.ok() {
		return p.value().block
	}
	return nil
}

// Has reports whether there is an entry id.
func (s *Stream) Has(id ID) bool {
	var e Entry
	return s.Get(id, &e)
}

// Get reads the entry id into e and reports whether there is one.
func (s *Stream) Get(id ID, e *Entry) bool {
	b := s.blockOf(id)
	if b == nil || b.end.Less(id) {
		return false
	}
	at, prev := b.seek(id)
	if at == len(b.data) {
		return false
	}
	b.read(at, prev, e)
	return e.ID == id
}

// Delete removes the entry id and reports whether there was one.
func (s *Stream) Delete(id ID) bool {
	b := s.blockOf(id)
	if b == nil {
		return false
	}
	before := cap(b.data)
	if !b.remove(id) {
		return false
	}
	s.count--
	if b == &s.tail {
		s.lastAt = 0
	}
	switch {
	case b.live == 0 && b == &s.tail:
		s.unseal()
	case b.live == 0:
		s.takeOut(b)
	case b != &s.tail && len(b.data) < cap(b.data)/2:
		b.fit()
		s.mem += cap(b.data) - before
	}
	if s.deleted.Less(id) {
		s.deleted = id
	}
	if id == s.first {
		s.refresh()
	}
	return true
}
