package stream

import (
	"cmp"
	"math"
	"strconv"
)

// ID names an entry: the time when it was added, Unix ms, and a sequence number within it. The zero ID is below that of every entry.
type ID struct{ MS, Seq uint64 }

// MaxID is the largest ID there can be.
func MaxID() ID { return ID{math.MaxUint64, math.MaxUint64} }

// Compare is negative where id comes before o, positive where it comes after it, and else zero.
func (id ID) Compare(o ID) int {
	if id.MS != o.MS {
		return cmp.Compare(id.MS, o.MS)
	}
	return cmp.Compare(id.Seq, o.Seq)
}

// Less reports whether id comes before o.
func (id ID) Less(o ID) bool { return id.MS < o.MS || id.MS == o.MS && id.Seq < o.Seq }

// IsZero reports whether id is 0-0.
func (id ID) IsZero() bool { return id == ID{} }

// Next is the ID after id; false: there is none.
func (id ID) Next() (ID, bool) {
	if id.Seq++; id.Seq != 0 {
		return id, true
	}
	id.MS++
	return id, id.MS != 0
}

// Prev is the ID before id; false: there is none.
func (id ID) Prev() (ID, bool) {
	if id.IsZero() {
		return id, false
	}
	if id.Seq == 0 {
		id.MS--
	}
	id.Seq--
	return id, true
}

// MaxIDText is the length of the longest text of an ID.
const MaxIDText = 20 + 1 + 20

// Append appends the ID's text, as in "1526919030474-55".
func (id ID) Append(dst []byte) []byte {
	dst = strconv.AppendUint(dst, id.MS, 10)
	dst = append(dst, '-')
	return strconv.AppendUint(dst, id.Seq, 10)
}
