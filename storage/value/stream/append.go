package stream

// firstRoom is the room that the first block of a stream begins with.
const firstRoom = 64

// Append adds an entry, whose ID must be greater than Last. pairs are names and values in turn, at least one pair and at most
// MaxEntry bytes; they are copied.
func (s *Stream) Append(id ID, pairs [][]byte, l Limits) {
	size := 0
	for _, p := range pairs {
		size += len(p)
	}
	switch {
	case s.tail.live == 0:
		s.tail.start(id, pairs, max(firstRoom, size+2*len(pairs)))
	case s.tail.full(size, l):
		room := len(s.tail.data) + len(s.tail.data)/16
		s.seal()
		s.tail.start(id, pairs, max(firstRoom, min(room, 4096), size+2*len(pairs)))
	}
	s.lastAt, s.before = uint32(len(s.tail.data)), s.tail.end
	s.tail.add(id, pairs)
	if s.count == 0 {
		s.first = id
	}
	s.count++
	s.added++
	s.last = id
}

// seal puts the tail among the blocks.
func (s *Stream) seal() {
	b := new(block)
	*b = s.tail
	b.fit()
	s.mem += b.bytes()
	s.blocks.put(b.first, blockRef{b})
}

// unseal makes the last of the blocks the tail, whose entries have gone.
func (s *Stream) unseal() {
	s.tail, s.lastAt = block{}, 0
	if p := s.blocks.most(); p.ok() {
		s.tail = *p.value().block
		s.takeOut(p.value().block)
	}
}

// takeOut takes b out of the blocks.
func (s *Stream) takeOut(b *block) {
	s.mem -= b.bytes()
	s.blocks.remove(b.first)
}
