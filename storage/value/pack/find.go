package pack

import (
	"bytes"
	"encoding/binary"
)

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

// findShort is find for a head of one byte. It compares the last four bytes first: members of one set often begin alike.
func findShort(p Pack, pos, stride int, head byte, data []byte) int {
	size := len(data)
	back := min(size, 3) // bytes before the last one that are compared with it
	end := endOf(head, data)
	for pos < len(p) {
		i := stride
		if p[pos] == head {
			at := pos + size - back
			if back == 3 && binary.LittleEndian.Uint32(p[at:]) == end || back < 3 && p[pos+size] == byte(end) {
				if string(p[pos+1:pos+1+size]) == string(data) {
					return pos
				}
			}
			// Where all have one length, the next position depends on nothing that has to be read first.
			pos += size + 2
			i--
		}
		for ; i > 0 && pos < len(p); i-- {
			switch h := p[pos]; {
			case h < 0x80:
				pos += 2
			case h < 0xC0:
				pos += int(h&0x3F) + 2
			default:
				pos += wideSize(p, pos)
			}
		}
	}
	return -1
}

// endOf returns the last four bytes of an entry of head and data, or the last one when the entry is shorter.
func endOf(head byte, data []byte) uint32 {
	switch n := len(data); {
	case n == 0:
		return uint32(head)
	case n < 3:
		return uint32(data[n-1])
	case n == 3:
		return uint32(head) | uint32(data[0])<<8 | uint32(data[1])<<16 | uint32(data[2])<<24
	default:
		return binary.LittleEndian.Uint32(data[n-4:])
	}
}

// same reports whether p begins with head and then data.
func same(p, head, data []byte) bool {
	size := len(head) + len(data)
	return len(p) >= size && bytes.Equal(p[:len(head)], head) && bytes.Equal(p[len(head):size], data)
}
