package zset

import (
	"encoding/binary"
	"math"

	"redstart/storage/value/pack"
)

// The packed form: the number of elements in two bytes, little endian, then for each element, in order, two entries of package pack:
// the member and its score. A score that is a whole number is an integer entry; another one is a string of nine bytes, a letter, so
// that it never looks like a number, and the bits of the score. A negative zero is kept as zero, as Redis keeps it in this form.
const (
	packedHeader = 2
	// maxPacked is the most bytes. A change copies them and a search walks over them, so what is longer is large, whatever the limits.
	maxPacked = 16 << 10

	maxScore = 13 // bytes that an element has besides its member's, about

	fractionMark = 'f'
	wholeScore   = 1 << 53 // whole numbers up to here are exact
)

// newPacked is an empty packed set in buf, which is empty.
func newPacked(buf []byte) []byte { return append(buf, 0, 0) }

// packedLen is the number of elements.
func packedLen(p []byte) int { return int(binary.LittleEndian.Uint16(p)) }

// setPackedLen notes the number of elements.
func setPackedLen(p []byte, n int) { binary.LittleEndian.PutUint16(p, uint16(n)) }

// scoreAt is the score that stands at a position, and the position of what follows.
func scoreAt(body pack.Pack, pos int) (score float64, next int) {
	e, next := pack.At(body, pos)
	if e.Bytes == nil {
		return float64(e.Int), next
	}
	return math.Float64frombits(binary.LittleEndian.Uint64(e.Bytes[1:])), next
}

// appendScore appends a score as an entry.
func appendScore(p pack.Pack, score float64) pack.Pack {
	if n := int64(score); score >= -wholeScore && score <= wholeScore && float64(n) == score {
		return pack.AppendInt(p, n)
	}
	var b [9]byte
	b[0] = fractionMark
	binary.LittleEndian.PutUint64(b[1:], math.Float64bits(score))
	return pack.Append(p, b[:])
}

// appendPair appends an element without counting it.
func appendPair(p []byte, member []byte, score float64) []byte {
	return appendScore(pack.Append(p, member), score)
}

// placePacked is the number of elements to the left of a bound, and the position in body of the one behind them.
func placePacked(body pack.Pack, b *Bound) (n, pos int) {
	var digits [24]byte
	for pos < len(body) {
		m, at := pack.At(body, pos)
		score, next := scoreAt(body, at)
		member := m.Bytes
		if member == nil && b.by != byScore {
			member = m.Append(digits[:0])
		}
		if !b.leftPacked(score, member) {
			break
		}
		n++
		pos = next
	}
	return n, pos
}

// insertPacked adds an element that is not there, and returns the bytes, grown.
func insertPacked(p []byte, member []byte, score float64) []byte {
	n := packedLen(p)
	_, pos := placePacked(p[packedHeader:], &Bound{score: score, member: member, by: byBoth})
	pos += packedHeader

	// The pair is appended where it shows how long it is, then moved to its place.
	end := len(p)
	p = appendPair(p, member, score)
	if size := len(p) - end; pos < end {
		var room [128]byte
		pair := append(room[:0], p[end:]...)
		copy(p[pos+size:], p[pos:end])
		copy(p[pos:], pair)
	}
	setPackedLen(p, n+1)
	return p
}

// removePacked removes n elements from the one on whose first entry is at pos of the body.
func removePacked(p []byte, pos, n int) []byte {
	left := packedLen(p) - n
	body := pack.Remove(p[packedHeader:], pos, 2*n)
	p = p[:packedHeader+len(body)]
	setPackedLen(p, left)
	return p
}

// packedSeek is the position in the body of the element of a rank, which exists.
func packedSeek(p []byte, rank int) int {
	if n := packedLen(p); rank > n/2 {
		return pack.Seek(p[packedHeader:], 2*(rank-n))
	}
	return pack.Seek(p[packedHeader:], 2*rank)
}
