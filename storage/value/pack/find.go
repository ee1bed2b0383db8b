package pack

import "bytes"

// Find returns the position of the first entry equal to v among the one at pos and every stride-th after it, or -1. An integer is compared
// as it is stored, in the smallest form, without its text.
func Find(p Pack, pos, stride int, v []byte) int {
	var head [maxHead]byte
	n, data := encode(&head, v)
	return find(p, pos, stride, head[:n], data)
}

// FindEntry is Find for the text of e. An entry with Bytes that are the decimal of an integer is in no pack.
func FindEntry(p Pack, pos, stride int, e Entry) int {
	var head [maxHead]byte
	if e.Bytes != nil {
		return find(p, pos, stride, head[:encodeString(&head, len(e.Bytes))], e.Bytes)
	}
	return find(p, pos, stride, head[:encodeInt(&head, e.Int)], nil)
}

// find is Find for an entry that begins with head, which is not empty, and data.
func find(p Pack, pos, stride int, head, data []byte) int {
	first, rest := head[0], head[1:]
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
