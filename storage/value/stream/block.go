package stream

import (
	"bytes"
	"encoding/binary"
)

// block holds consecutive entries, and stands for a node of a stream of Redis. data is:
//
//	number of names, names      of its first entry (a "same" entry has these names)
//	entries                     those that are not deleted
//
// An entry is its head, the number of its pairs and names and values in turn, or, when it is same, the values alone. Numbers are
// varints. The head tells the ID by its distance from that of the entry before; before the first one stands an imagined entry whose
// ID has the sequence number before the block's.
type block struct {
	first ID // of the first entry it ever had: its key among the blocks
	last  ID // of the last entry it ever had
	end   ID // of the last entry it has
	live  uint32
	dead  uint32
	begin uint32 // where the entries begin in data
	size  int    // of Redis' listpack
	data  []byte
}

// blockBytes is the heap of a block without its data.
const blockBytes = 96

func (b *block) bytes() int { return blockBytes + cap(b.data) }

// blockRef is a block as the tree of blocks holds it.
type blockRef struct{ *block }

func (blockRef) bytes() int { return pointerBytes }

// The head of an entry begins with a byte: same, mode, and for headLater the milliseconds since the entry before, where they are 1
// to 31; else they follow.
const (
	headSame   = 0x80
	headNext   = 0x00 // the ID follows the one before directly
	headLater  = 0x20 // later, with sequence number 0
	headAny    = 0x40 // both follow: milliseconds since, and sequence number, or distance when the milliseconds are the same
	headMode   = 0x60
	headMillis = 0x1f
)

// maxHead is the length of the longest head.
const maxHead = 1 + 2*binary.MaxVarintLen64

// appendHead appends the head of the entry id behind prev.
func appendHead(dst []byte, prev, id ID, same byte) []byte {
	later := id.MS - prev.MS
	switch {
	case later == 0 && id.Seq-prev.Seq == 1:
		return append(dst, same|headNext)
	case later != 0 && id.Seq == 0 && later <= headMillis:
		return append(dst, same|headLater|byte(later))
	case later != 0 && id.Seq == 0:
		return binary.AppendUvarint(append(dst, same|headLater), later)
	}
	seq := id.Seq
	if later == 0 {
		seq -= prev.Seq
	}
	dst = binary.AppendUvarint(append(dst, same|headAny), later)
	return binary.AppendUvarint(dst, seq)
}

// readHead reads the head that p begins with and how many bytes it takes.
func readHead(p []byte, prev ID) (id ID, same bool, n int) {
	h := p[0]
	same = h&headSame != 0
	switch h & headMode {
	case headNext:
		return ID{prev.MS, prev.Seq + 1}, same, 1
	case headLater:
		if later := h & headMillis; later != 0 {
			return ID{prev.MS + uint64(later), 0}, same, 1
		}
		later, m := binary.Uvarint(p[1:])
		return ID{prev.MS + later, 0}, same, 1 + m
	}
	later, m := binary.Uvarint(p[1:])
	seq, k := binary.Uvarint(p[1+m:])
	if later == 0 {
		seq += prev.Seq
	}
	return ID{prev.MS + later, seq}, same, 1 + m + k
}

// before is the imagined ID that the first entry's is measured from.
func (b *block) before() ID { return ID{b.first.MS, b.first.Seq - 1} }

// start makes b a block of one entry to come, with its names.
func (b *block) start(id ID, pairs [][]byte, room int) {
	*b = block{first: id, data: make([]byte, 0, room)}
	n := len(pairs) / 2
	b.data = binary.AppendUvarint(b.data, uint64(n))
	b.size = listpackFrame + number(0) + number(0) + number(int64(n)) + number(0)
	for i := 0; i < len(pairs); i += 2 {
		b.value(pairs[i])
	}
	b.begin = uint32(len(b.data))
	b.end = b.before()
}

// value appends a name or a value to the data.
func (b *block) value(v []byte) {
	before := len(b.data)
	b.data = appendValue(b.data, v)
	b.size += element(len(b.data) - before)
}

// full reports whether an entry of so many bytes of names and values belongs into another block.
func (b *block) full(bytes int, l Limits) bool {
	most := l.Bytes
	if most <= 0 || most > maxNode {
		most = maxNode
	}
	return int64(b.size+bytes) >= most || l.Entries > 0 && int64(b.live)+int64(b.dead) >= l.Entries
}

// add appends an entry.
func (b *block) add(id ID, pairs [][]byte) {
	n := int64(len(pairs) / 2)
	b.size += number(0) + number(int64(id.MS-b.first.MS)) + number(int64(id.Seq-b.first.Seq))
	if b.same(pairs) {
		b.data = appendHead(b.data, b.end, id, headSame)
		for i := 1; i < len(pairs); i += 2 {
			b.value(pairs[i])
		}
		b.size += number(n + 3)
	} else {
		b.data = appendHead(b.data, b.end, id, 0)
		b.data = binary.AppendUvarint(b.data, uint64(n))
		for _, v := range pairs {
			b.value(v)
		}
		b.size += number(n) + number(2*n+4)
	}
	b.end, b.last = id, id
	b.count(1, 0)
}

// count changes how many entries there are, and were.
func (b *block) count(live, dead int) {
	b.size -= number(int64(b.live)) + number(int64(b.dead))
	b.live += uint32(live)
	b.dead += uint32(dead)
	b.size += number(int64(b.live)) + number(int64(b.dead))
}

// same reports whether an entry has the block's names, in the same order.
func (b *block) same(pairs [][]byte) bool {
	n, at := binary.Uvarint(b.data)
	if n != uint64(len(pairs)/2) {
		return false
	}
	for i := 0; i < len(pairs); i += 2 {
		v, size := readValue(b.data[at:])
		at += size
		if v.Bytes != nil {
			if !bytes.Equal(v.Bytes, pairs[i]) {
				return false
			}
		} else if k, ok := parseInt(pairs[i]); !ok || k != v.Int {
			return false
		}
	}
	return true
}

// read reads the entry at position at behind prev into e and returns where the next one begins.
func (b *block) read(at int, prev ID, e *Entry) int {
	id, same, n := readHead(b.data[at:], prev)
	at += n
	e.ID = id
	e.names = nil
	if same {
		count, n := binary.Uvarint(b.data)
		e.pairs = int(count)
		e.names = b.data[n:b.begin]
		e.body = b.data[at:]
		return at + skipValues(b.data[at:], e.pairs)
	}
	count, n := binary.Uvarint(b.data[at:])
	at += n
	e.pairs = int(count)
	e.body = b.data[at:]
	return at + skipValues(b.data[at:], 2*e.pairs)
}

// skip is read for who wants nothing but the ID.
func (b *block) skip(at int, prev ID) (id ID, next int) {
	id, same, n := readHead(b.data[at:], prev)
	at += n
	var count uint64
	if same {
		count, _ = binary.Uvarint(b.data)
	} else {
		count, n = binary.Uvarint(b.data[at:])
		at += n
		count *= 2
	}
	return id, at + skipValues(b.data[at:], int(count))
}

// skipValues is how many bytes n values take.
func skipValues(p []byte, n int) int {
	at := 0
	for range n {
		at += skipValue(p[at:])
	}
	return at
}

// seek returns where the first entry that is id or greater begins, with the ID before it; len(data) where there is none.
func (b *block) seek(id ID) (at int, prev ID) {
	at, prev = int(b.begin), b.before()
	for at < len(b.data) {
		k, next := b.skip(at, prev)
		if !k.Less(id) {
			return at, prev
		}
		at, prev = next, k
	}
	return at, prev
}

// remove takes the entry id out and reports whether it was there. The entry behind it is measured anew from the one before.
func (b *block) remove(id ID) bool {
	at, prev := b.seek(id)
	if at == len(b.data) {
		return false
	}
	k, next := b.skip(at, prev)
	if k != id {
		return false
	}
	b.splice(at, prev, next, k)
	b.count(-1, 1)
	return true
}

// splice drops what lies from position at, behind prev, to position to, behind the entry last.
func (b *block) splice(at int, prev ID, to int, last ID) {
	if to == len(b.data) {
		b.data, b.end = b.data[:at], prev
		return
	}
	id, same, n := readHead(b.data[to:], last)
	var flag byte
	if same {
		flag = headSame
	}
	var room [maxHead]byte
	head := appendHead(room[:0], prev, id, flag)
	// What was dropped had a head, and a value, so the new head has room.
	at += copy(b.data[at:], head)
	b.data = append(b.data[:at], b.data[to+n:]...)
}

// drop takes out the first n entries.
func (b *block) drop(n int) {
	at, prev := int(b.begin), b.before()
	for range n {
		prev, at = b.skip(at, prev)
	}
	b.splice(int(b.begin), b.before(), at, prev)
	b.count(-n, n)
}

// fit gives back room that a block will not need any more.
func (b *block) fit() {
	if spare := cap(b.data) - len(b.data); spare > 16 && spare > len(b.data)/16 {
		b.data = append(make([]byte, 0, len(b.data)), b.data...)
	}
}
