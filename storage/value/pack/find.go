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
	if len(head) == 1 {
		return findShort(p, pos, stride, head[0], data)
	}
	for pos < len(p) {
		if p[pos] == head[0] && same(p[pos:], head, data) {
			return pos
		}
		for i := stride; i > 0 && pos < len(p); i-- {
			pos = after(p, pos)
		}
	}
	return -1
}

// findShort is find for a head of one byte. It looks at the last byte of the data first: members of one set often begin alike.
func findShort(p Pack, pos, stride int, head byte, data []byte) int {
	size, last := len(data), head
	if size > 0 {
		last = data[size-1]
	}
	for pos < len(p) {
		if p[pos] == head && p[pos+size] == last && string(p[pos+1:pos+1+size]) == string(data) {
			return pos
		}
		for i := stride; ; {
			switch h := p[pos]; {
			case h < 0x80:
				pos += 2
			case h < 0xC0:
				pos += int(h&0x3F) + 2
			default:
				pos += wideSize(p, pos)
			}
			if i--; i <= 0 || pos >= len(p) {
				break
			}
		}
	}
	return -1
}

// same reports whether p begins with head and then data.
func same(p, head, data []byte) bool {
	size := len(head) + len(data)
	return len(p) >= size && bytes.Equal(p[:len(head)], head) && bytes.Equal(p[len(head):size], data)
}
