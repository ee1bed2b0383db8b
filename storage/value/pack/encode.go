package pack

import "encoding/binary"

// Heads of the entries whose form does not fit beside their length or number.
const (
	str32  = 0xF0
	int16s = 0xF1
	int24s = 0xF2
	int32s = 0xF3
	int64s = 0xF4
)

// maxHead is the most bytes that an entry has before the string, or in all for an integer, tail excluded.
const maxHead = 9

// Append appends v. The canonical decimal of a 64-bit integer is stored as the integer. v must not be a view of p.
func Append(p Pack, v []byte) Pack {
	var head [maxHead]byte
	n, data := encode(&head, v)
	p = append(p, head[:n]...)
	p = append(p, data...)
	return appendTail(p, n+len(data))
}

// AppendInt appends the integer n.
func AppendInt(p Pack, n int64) Pack {
	if uint64(n) < 128 {
		return append(p, byte(n), 1)
	}
	var head [maxHead]byte
	size := encodeInt(&head, n)
	p = append(p, head[:size]...)
	return append(p, byte(size))
}

// AppendEntry appends e. Its Bytes, if any, must not be the decimal of an integer, nor a view of p.
func AppendEntry(p Pack, e Entry) Pack {
	if e.Bytes == nil {
		return AppendInt(p, e.Int)
	}
	var head [maxHead]byte
	n := encodeString(&head, len(e.Bytes))
	p = append(p, head[:n]...)
	p = append(p, e.Bytes...)
	return appendTail(p, n+len(e.Bytes))
}

// EntrySize returns the bytes that v takes in a pack.
func EntrySize(v []byte) int {
	var head [maxHead]byte
	n, data := encode(&head, v)
	n += len(data)
	return n + tailSize(n)
}

// encode puts into head what stands before the data and returns its size, and the data: none for an integer.
func encode(head *[maxHead]byte, v []byte) (size int, data []byte) {
	if len(v) <= 20 {
		if n, ok := ParseInt(v); ok {
			return encodeInt(head, n), nil
		}
	}
	return encodeString(head, len(v)), v
}

// encodeString puts into head what stands before a string of n bytes and returns its size.
func encodeString(head *[maxHead]byte, n int) int {
	switch {
	case n < 1<<6:
		head[0] = 0x80 | byte(n)
		return 1
	case n < 1<<12:
		head[0], head[1] = 0xE0|byte(n>>8), byte(n)
		return 2
	}
	head[0] = str32
	binary.LittleEndian.PutUint32(head[1:], uint32(n))
	return 5
}

// encodeInt puts the integer into head in its smallest form and returns its size.
func encodeInt(head *[maxHead]byte, n int64) int {
	switch {
	case n >= 0 && n < 1<<7:
		head[0] = byte(n)
		return 1
	case n >= -1<<12 && n < 1<<12:
		head[0], head[1] = 0xC0|byte(n>>8)&0x1F, byte(n)
		return 2
	}
	binary.LittleEndian.PutUint64(head[1:], uint64(n))
	switch {
	case n >= -1<<15 && n < 1<<15:
		head[0] = int16s
		return 3
	case n >= -1<<23 && n < 1<<23:
		head[0] = int24s
		return 4
	case n >= -1<<31 && n < 1<<31:
		head[0] = int32s
		return 5
	}
	head[0] = int64s
	return 9
}

// tailSize returns the bytes of the length that follows an entry of n bytes.
func tailSize(n int) int {
	switch {
	case n < 1<<7:
		return 1
	case n < 1<<14-1:
		return 2
	case n < 1<<21-1:
		return 3
	case n < 1<<28-1:
		return 4
	}
	return 5
}

// appendTail appends the length n of an entry so that it reads backwards: seven bits a byte, the lowest last, the high bit where more
// stand before.
func appendTail(p Pack, n int) Pack {
	if n < 1<<7 {
		return append(p, byte(n))
	}
	var tail [5]byte
	size := tailSize(n)
	putTail(tail[:size], n)
	return append(p, tail[:size]...)
}

// putTail fills tail, of tailSize(n) bytes, with the length n.
func putTail(tail []byte, n int) {
	for i := len(tail) - 1; i > 0; i-- {
		tail[i] = byte(n) | 0x80
		n >>= 7
	}
	tail[0] = byte(n)
}
