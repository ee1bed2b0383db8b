package pack

import "bytes"

// Find returns the position of the first entry equal to v among the one at pos and every stride-th after it, or -1. An integer is compared
// as it is stored, in the smallest form, without its text.
func Find(p Pack, pos, stride int, v []byte) int {
	var head [maxHead]byte
	n, data := encode(&head, v)
	first, rest := head[0], head[1:n]
	for pos < len(p) {
		if p[pos] == first && same(p[pos+1:], rest, data) {
			return pos
		}
		for i := stride; i > 0 && pos < len(p); i-- {
			pos = after(p, pos)
		}
	}
	return -1
}

// same reports whether p begins with head and then data.
func same(p, head, data []byte) bool {
	size := len(head) + len(data)
	return len(p) >= size && bytes.Equal(p[:len(head)], head) && bytes.Equal(p[len(head):size], data)
}
