package stream

import "encoding/binary"

// Nodes is the number of nodes that Redis would keep the entries in. It counts them.
func (s *Stream) Nodes() int {
	if s.tail.live == 0 {
		return 0
	}
	return s.blocks.n + 1
}

// RadixNodes is the number of nodes of the radix tree in which Redis would find them: one for each run of bytes that keys share, one
// for each place where they differ, one at the end of each key. It takes O(nodes).
func (s *Stream) RadixNodes() int {
	if s.tail.live == 0 {
		return 1
	}
	keys := make([][16]byte, 0, s.blocks.n+1)
	for p := s.blocks.least(); p.ok(); p = p.next() {
		keys = append(keys, radixKey(p.key()))
	}
	return radixNodes(append(keys, radixKey(s.tail.first)), 0)
}

func radixKey(id ID) (k [16]byte) {
	binary.BigEndian.PutUint64(k[:], id.MS)
	binary.BigEndian.PutUint64(k[8:], id.Seq)
	return k
}

// radixNodes counts the nodes of a tree of the rest of keys, which are ordered, from byte depth on.
func radixNodes(keys [][16]byte, depth int) int {
	first, last := &keys[0], &keys[len(keys)-1]
	fork := depth
	for fork < 16 && first[fork] == last[fork] {
		fork++
	}
	n := 1 // the end, or the fork
	if fork > depth {
		n++
	}
	if fork == 16 {
		return n
	}
	for from := 0; from < len(keys); {
		to := from + 1
		for to < len(keys) && keys[to][fork] == keys[from][fork] {
			to++
		}
		n += radixNodes(keys[from:to], fork+1)
		from = to
	}
	return n
}
