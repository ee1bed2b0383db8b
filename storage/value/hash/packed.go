package hash

import (
	"encoding/binary"
	"math"
	"slices"

	"redstart/storage/value/pack"
)

// The packed form: the number of fields in two bytes, little endian, then the body: entries of package pack. formPlain has two for each
// field, its name and its value, in the order in which they came. formTimed has three, the last being the time, an integer, 0 for none;
// the fields with a time come first, in the order of their times. A hash that got a time keeps that form.
const (
	formPlain = 0
	formTimed = 1

	packedHeader = 2
	uncounted    = math.MaxUint16 // this many fields or more: to be counted by walking
)

func (h *Hash) stride() int {
	if h.timed {
		return 3
	}
	return 2
}

// body is the entries.
func (h *Hash) body() pack.Pack {
	if h.p == nil {
		return nil
	}
	return h.p[packedHeader:]
}

// packedLen is the number of fields.
func packedLen(p []byte, stride int) int {
	if n := int(binary.LittleEndian.Uint16(p)); n != uncounted {
		return n
	}
	return pack.Count(p[packedHeader:]) / stride
}

func setPackedLen(p []byte, n int) {
	binary.LittleEndian.PutUint16(p, uint16(min(n, uncounted)))
}

func (h *Hash) findPacked(name []byte) (f Field, found bool) {
	body := h.body()
	if f.pos = pack.Find(body, 0, h.stride(), name); f.pos < 0 {
		return f, false
	}
	_, pos := pack.At(body, f.pos)
	if f.Value, pos = pack.At(body, pos); h.timed {
		at, _ := pack.At(body, pos)
		f.At = at.Int
	}
	f.found = true
	return f, true
}

// grow makes p the hash's own, with room for n bytes more.
func (h *Hash) grow(n int) {
	if !h.own {
		h.p, h.own = append(h.scratch[:0], h.p...), true
	}
	h.p = slices.Grow(h.p, n)
}

// replacePacked changes the value of a field.
func (h *Hash) replacePacked(f Field, value []byte) {
	body := h.body()
	_, pos := pack.At(body, f.pos)
	_, next := pack.At(body, pos)
	if size := pack.EntrySize(value); size != next-pos {
		h.grow(size)
	}
	body = pack.Replace(h.body(), pos, value) // in place
	h.p = h.p[:packedHeader+len(body)]
}

// addPacked adds a field that is not there.
func (h *Hash) addPacked(name, value []byte) {
	n := h.Len()
	h.grow(0)
	h.p = pack.Append(pack.Append(h.p, name), value)
	if h.timed {
		h.p = pack.AppendInt(h.p, 0)
	}
	setPackedLen(h.p, n+1)
}

// removePacked removes n fields from the one on whose first entry is at pos of the body.
func (h *Hash) removePacked(pos, n int) {
	left := h.Len() - n
	h.grow(0)
	body := pack.Remove(h.body(), pos, n*h.stride())
	h.p = h.p[:packedHeader+len(body)]
	setPackedLen(h.p, left)
}

// setAtPacked gives a field a time, and the place that belongs to it.
func (h *Hash) setAtPacked(f Field, at int64) {
	if !h.timed {
		h.addTimes()
		f.pos = h.seekAgain(f.pos)
	}
	h.grow(16)
	body := h.body()
	_, pos := pack.At(body, f.pos)
	_, pos = pack.At(body, pos)
	var room [160]byte
	moved := pack.AppendInt(append(room[:0], body[f.pos:pos]...), at)
	_, end := pack.At(body, pos)
	h.p = slices.Delete(h.p, packedHeader+f.pos, packedHeader+end)
	h.p = slices.Insert(h.p, packedHeader+h.placeOf(at), moved...)
}

// placeOf is the position of the first field that does not expire before at; the end for 0.
func (h *Hash) placeOf(at int64) (pos int) {
	body := h.body()
	for pos < len(body) {
		_, next := pack.At(body, pos)
		_, next = pack.At(body, next)
		t, next := pack.At(body, next)
		if at != 0 && (t.Int == 0 || t.Int >= at) {
			return pos
		}
		pos = next
	}
	return pos
}

// addTimes turns the plain form into the timed one.
func (h *Hash) addTimes() {
	n := h.Len()
	p := make([]byte, packedHeader, len(h.p)+2*n+32)
	h.Each(func(name, value pack.Entry, _ int64) bool {
		p = pack.AppendInt(pack.AppendEntry(pack.AppendEntry(p, name), value), 0)
		return true
	})
	setPackedLen(p, n)
	h.p, h.own, h.timed = p, true, true
}

// seekAgain is the position in the timed form of a field that was at pos in the plain one: each field before it has got two bytes more.
func (h *Hash) seekAgain(pos int) int {
	body := h.body()
	at := 0
	for n := 0; at-2*n < pos; n++ {
		for range 3 {
			_, at = pack.At(body, at)
		}
	}
	return at
}
