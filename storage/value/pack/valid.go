package pack

import (
	"bytes"
	"encoding/binary"
)

// Valid reports whether the bytes are entries from beginning to end, each with a head that exists, within the bounds, and with its own
// length behind it. What comes from outside is to be asked before it is used.
func Valid(p Pack) bool {
	for pos := 0; pos < len(p); {
		size := length(p[pos:])
		if size == 0 || size > len(p)-pos {
			return false
		}
		var tail [5]byte
		n := tailSize(size)
		putTail(tail[:n], size)
		end := pos + size + n
		if end > len(p) || !bytes.Equal(p[pos+size:end], tail[:n]) {
			return false
		}
		pos = end
	}
	return true
}

// length returns the bytes of the first entry without its tail, or 0 when its head is unknown or cut off.
func length(p Pack) int {
	switch head := p[0]; {
	case head < 0x80:
		return 1
	case head < 0xC0:
		return 1 + int(head&0x3F)
	case head < 0xE0:
		return 2
	case head < 0xF0:
		if len(p) < 2 {
			return 0
		}
		return 2 + int(head&0x0F)<<8 + int(p[1])
	case head == str32:
		if len(p) < 5 {
			return 0
		}
		return 5 + int(binary.LittleEndian.Uint32(p[1:]))
	case head <= int32s:
		return int(head-int16s) + 3
	case head == int64s:
		return 9
	}
	return 0
}
