// Package cluster is what a server knows of the cluster that it alone makes up: slots of keys, and who it is.
package cluster

import "bytes"

// Slots is how many slots there are.
const Slots = 16384

// NoSlot stands for no slot at all.
const NoSlot = -1

// Slot is the slot of a key: a checksum of what stands between its first brace and the next closing one, if that is anything, and
// otherwise of the whole key.
func Slot(key []byte) int {
	if _, rest, ok := bytes.Cut(key, []byte("{")); ok {
		if tag, _, closed := bytes.Cut(rest, []byte("}")); closed && len(tag) > 0 {
			key = tag
		}
	}
	return int(crc16(key)) % Slots
}

// PatternSlot is the slot of all keys that a pattern of SORT stands for; NoSlot: they may be of several.
func PatternSlot(pattern []byte) int {
	star := bytes.IndexByte(pattern, '*')
	if star < 0 {
		return Slot(pattern)
	}
	open := bytes.IndexByte(pattern, '{')
	if open < 0 {
		return NoSlot
	}
	length := bytes.IndexByte(pattern[open+1:], '}')
	if length <= 0 || star > open && star < open+1+length {
		return NoSlot
	}
	return int(crc16(pattern[open+1:open+1+length])) % Slots
}

// crc16 is the checksum that is known as XMODEM's: the polynomial x^16+x^12+x^5+1, from 0 on.
func crc16(b []byte) uint16 {
	step := [16]uint16{
		0x0000, 0x1021, 0x2042, 0x3063, 0x4084, 0x50a5, 0x60c6, 0x70e7,
		0x8108, 0x9129, 0xa14a, 0xb16b, 0xc18c, 0xd1ad, 0xe1ce, 0xf1ef,
	}
	var crc uint16
	for _, c := range b {
		crc = crc<<4 ^ step[crc>>12^uint16(c>>4)]
		crc = crc<<4 ^ step[crc>>12^uint16(c&15)]
	}
	return crc
}
