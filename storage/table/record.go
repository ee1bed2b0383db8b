// Package table is the compact hash table under the keyspace and under large hashes, sets
// and sorted sets: records of one allocation in buckets of one cache line.
//
// Nothing here is safe for concurrent use. Every view of a key or value that a record gives
// is valid while the caller holds the lock of the table's shard, and until the record is
// overwritten, grown or replaced.
package table

import (
	"math"
	"unsafe"
)

// Kind is the type of a record's value.
type Kind uint8

// The kinds of values. A string is held in the record itself, and so is a small value of another
// kind, packed into bytes; a large one is a Go value that the record refers to.
const (
	KindString Kind = iota
	KindList
	KindSet
	KindZSet
	KindHash
	KindStream
)

// This is the one file of the package that uses unsafe. A Record points to one of three layouts,
// all of which begin with the same 8-byte header:
//
//	small bytes   header | expiry? | key | value | spare
//	large bytes   header | value length, capacity (uint32 each) | expiry? | key | value | spare
//	object        a Go struct; see object
//
// Header, from the lowest bit:
//
//	 0-2   kind
//	 3     the record has a slot for an expiry (always set in objects)
//	 4     large layout
//	 5     strings: raw: the value was edited in place by a command
//	 6     object layout
//	 7     strings: text: the value was not written as an integer, even where it looks like one
//	 5, 7  packed values of other kinds: the low and the high bit of the form
//	 8-15  small: key length         8-39  large: key length
//	16-39  small: value length
//	40-63  access clock
//
// Invariants:
//
//  1. A record of bytes is one pointer-free allocation of exactly ClassSize(bytes used) bytes
//     (small), or of ClassSize(bytes used when it was made) bytes, whose rest is all counted
//     in the capacity (large). A small record therefore never changes its length in place to
//     one of another size class. No allocation is below 16 bytes.
//  2. The header, lengths and expiry are at offsets that are multiples of 8 in an allocation
//     aligned to 8.
//  3. No pointer to the end of an allocation is kept: an empty key or value is viewed at the
//     start of the record.
//  4. Bit 6 says truthfully whether p is an *object; p always is the start of its allocation.
const (
	kindMask   = 1<<3 - 1
	flagExpire = 1 << 3
	flagLarge  = 1 << 4
	flagRaw    = 1 << 5
	flagObject = 1 << 6
	flagText   = 1 << 7

	keyShift   = 8
	valueShift = 16
	clockShift = 40

	maxSmallKey   = 1<<8 - 1
	maxSmallValue = 1<<24 - 1
	clockMask     = 1<<24 - 1

	wordSize = 8
)

// Record is a handle to one entry: a key with its value, expiry and access clock. The zero
// Record is no entry. Records are comparable: two are equal when they are the same allocation.
type Record struct{ p unsafe.Pointer }

// object is the form of values that are Go structures. Its header is first, as in every form.
type object struct {
	header   uint64
	expireAt int64
	key      string
	value    any
	mem      int // bytes of heap that value holds
}

// NewString returns a string record with copies of key and value. expireAt is in unix
// milliseconds, 0 for none; clock has 24 bits. Keys and values of 4 GiB and more panic.
func NewString(key, value []byte, expireAt int64, clock uint32) Record {
	r := build(key, len(value), len(value), expireAt, uint64(clock)<<clockShift)
	copy(r.Value(), value)
	return r
}

// NewPacked is NewString for a small value of another kind, packed into bytes. form, 0 to 3, says how.
func NewPacked(kind Kind, form uint8, key, value []byte, expireAt int64, clock uint32) Record {
	r := build(key, len(value), len(value), expireAt, uint64(clock)<<clockShift|uint64(kind)&kindMask|formBits(form))
	copy(r.Value(), value)
	return r
}

// formBits puts a form into its place in the header.
func formBits(form uint8) uint64 { return uint64(form&1)*flagRaw | uint64(form>>1&1)*flagText }

// NewObject returns a record of a value that is not held in the record, with a copy of key. The record
// refers to v, which it does not copy. SetMem says how large it is.
func NewObject(kind Kind, key []byte, v any, expireAt int64, clock uint32) Record {
	h := uint64(kind)&kindMask | flagObject | flagExpire | uint64(clock)<<clockShift
	return Record{unsafe.Pointer(&object{header: h, expireAt: expireAt, key: string(key), value: v})}
}

// build allocates a record for valueLen bytes of value and room for reserve of them, and fills in all
// but the value, which is zero. header gives kind, clock and the raw and text flags.
func build(key []byte, valueLen, reserve int, expireAt int64, header uint64) Record {
	h := header & (clockMask<<clockShift | kindMask | flagRaw | flagText)
	head := wordSize
	if expireAt != 0 {
		head += wordSize
		h |= flagExpire
	}
	used := head + len(key) + valueLen
	size := ClassSize(used)
	if len(key) > maxSmallKey || valueLen > maxSmallValue ||
		reserve > valueLen && ClassSize(head+len(key)+reserve) != size {
		return buildLarge(key, valueLen, reserve, expireAt, h)
	}
	r := allocate(size)
	r.setHeader(h | uint64(len(key))<<keyShift | uint64(valueLen)<<valueShift)
	if expireAt != 0 {
		*r.expiry(h) = expireAt
	}
	copy(r.view(head, len(key)), key)
	return r
}

// buildLarge is build for records whose lengths do not fit the header or that have spare room.
func buildLarge(key []byte, valueLen, reserve int, expireAt int64, h uint64) Record {
	if len(key) > math.MaxUint32 || reserve > math.MaxUint32-2*maxClass {
		panic("table: key or value of 4 GiB or more")
	}
	h |= flagLarge | uint64(len(key))<<keyShift
	head := valueStart(h)
	size := ClassSize(head + reserve)
	r := allocate(size)
	r.setHeader(h)
	*r.lengths() = lengths{value: uint32(valueLen), capacity: uint32(size - head)}
	if expireAt != 0 {
		*r.expiry(h) = expireAt
	}
	copy(r.view(head-len(key), len(key)), key)
	return r
}

// lengths is the second word of the large form.
type lengths struct{ value, capacity uint32 }

// allocate returns size zeroed, pointer-free bytes.
func allocate(size int) Record {
	return Record{unsafe.Pointer(unsafe.SliceData(make([]byte, size)))}
}

func (r Record) header() uint64     { return *(*uint64)(r.p) }
func (r Record) setHeader(h uint64) { *(*uint64)(r.p) = h }

// object needs a record with flagObject.
func (r Record) object() *object { return (*object)(r.p) }

// lengths needs a record with flagLarge.
func (r Record) lengths() *lengths { return (*lengths)(unsafe.Add(r.p, wordSize)) }

// expiry needs a record with flagExpire and without flagObject; h is its header.
func (r Record) expiry(h uint64) *int64 {
	return (*int64)(unsafe.Add(r.p, wordSize+h&flagLarge>>1))
}

// view returns n bytes at an offset that lie within the allocation.
func (r Record) view(offset, n int) []byte {
	if n == 0 {
		offset = 0 // an offset of the whole size would point into the next allocation
	}
	return unsafe.Slice((*byte)(unsafe.Add(r.p, offset)), n)
}

// keyStart returns the offset of the key in a string record: each of the two flags is worth
// a word.
func keyStart(h uint64) int { return int(wordSize + h&flagExpire + h&flagLarge>>1) }

// keyLen returns the length of the key of a string record.
func keyLen(h uint64) int {
	if h&flagLarge != 0 {
		return int(uint32(h >> keyShift))
	}
	return int(uint8(h >> keyShift))
}

// valueStart returns the offset of the value in a string record.
func valueStart(h uint64) int { return keyStart(h) + keyLen(h) }

// valueLen returns the length and the capacity of a string record's value.
func (r Record) valueLen(h uint64) (n, capacity int) {
	if h&flagLarge != 0 {
		l := r.lengths()
		return int(l.value), int(l.capacity)
	}
	n = int(h >> valueShift & maxSmallValue)
	start := valueStart(h)
	return n, ClassSize(start+n) - start
}

// setValueLen sets the length of a string record's value, which is within its capacity, and
// returns the new header, which it does not store.
func (r Record) setValueLen(h uint64, n int) uint64 {
	if h&flagLarge != 0 {
		r.lengths().value = uint32(n)
		return h
	}
	return h&^(maxSmallValue<<valueShift) | uint64(n)<<valueShift
}

// IsNil says whether r is no record.
func (r Record) IsNil() bool { return r.p == nil }

// Kind returns the type of the value.
func (r Record) Kind() Kind { return Kind(r.header() & kindMask) }

// Key returns a view of the key, not to be written.
func (r Record) Key() []byte {
	h := r.header()
	if h&flagObject != 0 {
		k := r.object().key
		return unsafe.Slice(unsafe.StringData(k), len(k))
	}
	return r.view(keyStart(h), keyLen(h))
}

// keyIs says whether the record's key equals key.
func (r Record) keyIs(key []byte) bool {
	h := r.header()
	if h&(flagLarge|flagObject) != 0 || len(key) == 0 {
		return string(r.Key()) == string(key)
	}
	return int(uint8(h>>keyShift)) == len(key) &&
		unsafe.String((*byte)(unsafe.Add(r.p, wordSize+h&flagExpire)), len(key)) == string(key)
}

// Packed says whether the value is held in the record, as bytes: that of every string is.
func (r Record) Packed() bool { return r.header()&flagObject == 0 }

// Form returns how a packed value that is not a string is packed.
func (r Record) Form() uint8 {
	h := r.header()
	return uint8(h&flagRaw/flagRaw | h&flagText/flagText<<1)
}

// Value returns a view of the bytes of a string or a packed value, with no spare capacity. It may be
// written within its length.
func (r Record) Value() []byte {
	h := r.header()
	start := valueStart(h)
	if h&flagLarge != 0 {
		return r.view(start, int(r.lengths().value))
	}
	return r.view(start, int(h>>valueShift&maxSmallValue))
}

// Object returns the value of a record that NewObject made, nil for others.
func (r Record) Object() any {
	if r.header()&flagObject == 0 {
		return nil
	}
	return r.object().value
}

// SetMem tells a record that NewObject made how many bytes of heap its value holds, which Size counts.
func (r Record) SetMem(n int) { r.object().mem = n }

// ExpireAt returns when the record expires, in unix milliseconds, 0 for never.
func (r Record) ExpireAt() int64 {
	h := r.header()
	switch {
	case h&flagExpire == 0:
		return 0
	case h&flagObject != 0:
		return r.object().expireAt
	}
	return *r.expiry(h)
}

// HasExpire says whether the record expires at all.
func (r Record) HasExpire() bool { return r.ExpireAt() != 0 }

// SetExpireAt sets the expiry, 0 for none, in place. It returns false, and changes nothing,
// when the record has no slot for it: WithExpire makes one that has.
func (r Record) SetExpireAt(at int64) bool {
	h := r.header()
	switch {
	case h&flagExpire == 0:
		return at == 0
	case h&flagObject != 0:
		r.object().expireAt = at
	default:
		*r.expiry(h) = at
	}
	return true
}

// WithExpire returns a record that equals r and expires at the given time, in unix
// milliseconds, without a slot when that is 0. Bytes are copied, less their spare room; an
// object is changed in place and returned.
func (r Record) WithExpire(at int64) Record {
	h := r.header()
	if h&flagObject != 0 {
		r.object().expireAt = at
		return r
	}
	v := r.Value()
	n := build(r.Key(), len(v), len(v), at, h)
	copy(n.Value(), v)
	return n
}

// WithKey returns a record that equals r but for its key. Bytes are copied, less their spare room; an object
// refers to the same value.
func (r Record) WithKey(key []byte) Record {
	h := r.header()
	if h&flagObject != 0 {
		o := *r.object()
		o.key = string(key)
		return Record{unsafe.Pointer(&o)}
	}
	v := r.Value()
	n := build(key, len(v), len(v), r.ExpireAt(), h)
	copy(n.Value(), v)
	return n
}

// Clock returns the 24-bit access clock.
func (r Record) Clock() uint32 { return uint32(r.header() >> clockShift) }

// SetClock sets the access clock from the low 24 bits of c.
func (r Record) SetClock(c uint32) {
	r.setHeader(r.header()&^(clockMask<<clockShift) | uint64(c)<<clockShift)
}

// Raw says whether a string was edited in place (APPEND, SETRANGE).
func (r Record) Raw() bool { return r.header()&flagRaw != 0 }

// SetRaw sets or clears the mark that Raw returns.
func (r Record) SetRaw(raw bool) {
	h := r.header() &^ flagRaw
	if raw {
		h |= flagRaw
	}
	r.setHeader(h)
}

// Text says whether a string was computed as a decimal number (INCRBYFLOAT), which is not kept as
// an integer even where it looks like one.
func (r Record) Text() bool { return r.header()&flagText != 0 }

// SetText sets or clears the mark that Text returns.
func (r Record) SetText(text bool) {
	h := r.header() &^ flagText
	if text {
		h |= flagText
	}
	r.setHeader(h)
}

// Size returns the bytes of heap that the record holds: exact for bytes; for objects the record, its
// key, and what SetMem said.
func (r Record) Size() int {
	h := r.header()
	if h&flagObject != 0 {
		o := r.object()
		return ClassSize(int(unsafe.Sizeof(*o))) + ClassSize(len(o.key)) + o.mem
	}
	_, capacity := r.valueLen(h)
	return valueStart(h) + capacity
}

// Overwrite sets a string's value in place, without garbage, and clears the raw and text marks.
// It returns false, and changes nothing, when the value does not fit or would leave more
// than half of the record unused, and for objects.
func (r Record) Overwrite(value []byte) bool { return r.Repack(0, value) }

// Repack is Overwrite for a packed value, and sets its form.
func (r Record) Repack(form uint8, value []byte) bool {
	h := r.header()
	if h&flagObject != 0 {
		return false
	}
	if len(value) != int(h>>valueShift&maxSmallValue) || h&flagLarge != 0 {
		n, capacity := r.valueLen(h)
		if !fits(h, n, capacity, len(value)) {
			return false
		}
		h = r.setValueLen(h, len(value))
	}
	copy(r.view(valueStart(h), len(value)), value)
	r.setHeader(h&^(flagRaw|flagText) | formBits(form))
	return true
}

// fits says whether a string record may take a value of another length in place.
func fits(h uint64, n, capacity, want int) bool {
	start := valueStart(h)
	size := start + capacity
	if h&flagLarge != 0 {
		return want <= capacity && 2*ClassSize(start+want) >= size
	}
	return want <= maxSmallValue && ClassSize(start+want) == size
}

// Grow extends a string's value with zeros to newLen bytes and returns its record: r itself
// when there is room, else a new one with room for at least reserve bytes of value, to be put
// in r's place. It never shortens; clock, expiry and marks stay. Value is then the view to
// write to.
func (r Record) Grow(newLen, reserve int) Record {
	h := r.header()
	n, capacity := r.valueLen(h)
	newLen = max(newLen, n)
	if newLen <= capacity && (h&flagLarge != 0 || newLen <= maxSmallValue) {
		h = r.setValueLen(h, newLen)
		r.setHeader(h)
		clear(r.Value()[n:]) // an earlier, longer value may have left bytes there
		return r
	}
	g := build(r.Key(), newLen, max(reserve, newLen), r.ExpireAt(), h)
	copy(g.Value(), r.Value())
	return g
}

// chained returns the record slot that holds a pointer to an overflow bucket.
func chained(b *bucket) Record { return Record{unsafe.Pointer(b)} }

// next returns the overflow bucket of a bucket whose meta byte says that it has one.
func (b *bucket) next() *bucket { return (*bucket)(b.slots[lastSlot].p) }
