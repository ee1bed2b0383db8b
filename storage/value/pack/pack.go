// Package pack keeps a sequence of short byte strings and integers in one byte slice, without pointers: what a small list, hash, set or
// sorted set is made of. An entry has the format of an entry of Redis' listpack, so that it is small, can be walked from both ends and
// goes into a dump as it is; the listpack's header and end byte are not kept.
//
// An entry is a head, the data, and the length of both, readable backwards:
//
//	0xxxxxxx            integer 0..127
//	10xxxxxx            string of up to 63 bytes
//	110xxxxx x          integer of 13 bits
//	1110xxxx x          string of up to 4095 bytes
//	11110000 4 bytes    string
//	11110001 .. 0100    integer of 16, 24, 32 or 64 bits, little endian
//
// Every function takes positions that this package gave, in a pack that it made or that Valid accepts. A view or a position is good until
// the next change of the pack.
package pack

import (
	"encoding/binary"
)

// Pack is the entries, one after another. Nil is an empty one.
type Pack []byte

// At returns the entry at position pos, which must lie before the end, and the position of the next one: len(p) after the last.
// The entry is a view of p.
func At(p Pack, pos int) (e Entry, next int) {
	head := p[pos]
	switch {
	case head < 0x80:
		return Entry{Int: int64(head)}, pos + 2
	case head < 0xC0:
		from := pos + 1
		to := from + int(head&0x3F)
		return Entry{Bytes: p[from:to:to]}, to + 1
	}
	return atWide(p, pos)
}

// atWide is At for the entries whose head is more than a byte or whose data is a number.
func atWide(p Pack, pos int) (e Entry, next int) {
	head := p[pos]
	var from, to int
	switch {
	case head < 0xE0:
		return Entry{Int: int64(int16(uint16(head&0x1F)<<8|uint16(p[pos+1]))<<3) >> 3}, pos + 3
	case head < 0xF0:
		from = pos + 2
		to = from + int(head&0x0F)<<8 + int(p[pos+1])
	case head == str32:
		from = pos + 5
		to = from + int(binary.LittleEndian.Uint32(p[pos+1:]))
	case head == int16s:
		return Entry{Int: int64(int16(binary.LittleEndian.Uint16(p[pos+1:])))}, pos + 4
	case head == int24s:
		n := uint32(p[pos+1]) | uint32(p[pos+2])<<8 | uint32(p[pos+3])<<16
		return Entry{Int: int64(int32(n<<8) >> 8)}, pos + 5
	case head == int32s:
		return Entry{Int: int64(int32(binary.LittleEndian.Uint32(p[pos+1:])))}, pos + 6
	default:
		return Entry{Int: int64(binary.LittleEndian.Uint64(p[pos+1:]))}, pos + 10
	}
	return Entry{Bytes: p[from:to:to]}, to + tailSize(to-pos)
}

// after returns the position of the entry behind the one at pos.
func after(p Pack, pos int) int {
	head := p[pos]
	switch {
	case head < 0x80:
		return pos + 2
	case head < 0xC0:
		return pos + int(head&0x3F) + 2
	}
	return pos + wideSize(p, pos)
}

// wideSize returns the bytes of the entry at pos, tail included, when its head is more than a byte or its data is a number.
func wideSize(p Pack, pos int) int {
	head := p[pos]
	switch {
	case head < 0xE0:
		return 3
	case head < 0xF0:
		n := 2 + int(head&0x0F)<<8 + int(p[pos+1])
		return n + tailSize(n)
	case head == str32:
		n := 5 + int(binary.LittleEndian.Uint32(p[pos+1:]))
		return n + tailSize(n)
	case head == int16s:
		return 4
	case head == int24s:
		return 5
	case head == int32s:
		return 6
	}
	return 10
}

// Prev returns the position of the entry before pos, which may be len(p) but not 0.
func Prev(p Pack, pos int) int {
	at := pos - 1
	n := int(p[at] & 0x7F)
	for shift := 7; p[at]&0x80 != 0; shift += 7 {
		at--
		n |= int(p[at]&0x7F) << shift
	}
	return at - n
}

// Seek returns the position of entry n, counted from 0, or from the end when negative: -1 is the last one. It returns -1 when there is no
// such entry.
func Seek(p Pack, n int) int {
	if n >= 0 {
		pos := 0
		for ; n > 0 && pos < len(p); n-- {
			switch h := p[pos]; {
			case h < 0x80:
				pos += 2
			case h < 0xC0:
				pos += int(h&0x3F) + 2
			default:
				pos += wideSize(p, pos)
			}
		}
		if pos >= len(p) {
			return -1
		}
		return pos
	}
	pos := len(p)
	for ; n < 0 && pos > 0; n++ {
		if tail := p[pos-1]; tail < 0x80 {
			pos -= int(tail) + 1
		} else {
			pos = Prev(p, pos)
		}
	}
	if n < 0 {
		return -1
	}
	return pos
}

// Count returns how many entries there are, by walking them.
func Count(p Pack) int {
	n := 0
	for pos := 0; pos < len(p); pos = after(p, pos) {
		n++
	}
	return n
}
