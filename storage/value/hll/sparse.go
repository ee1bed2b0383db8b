package hll

import "slices"

// What runs can hold.
const (
	maxZeros       = 1 << 6  // registers in a run of zeros of one byte
	maxLongZeros   = 1 << 14 // of two bytes
	maxValueLength = 4       // registers in a run of another value
	maxSparse      = 32      // the largest value of a register
)

// run is registers of one value, as size bytes say.
type run struct {
	value  uint8
	length int
	size   int
}

// readRun reads the run that b begins with; one of no length when the rest is cut off.
func readRun(b []byte) run {
	switch op := b[0]; {
	case op&0x80 != 0:
		return run{value: op>>2&0x1f + 1, length: int(op&3) + 1, size: 1}
	case op&0x40 == 0:
		return run{length: int(op) + 1, size: 1}
	case len(b) > 1:
		return run{length: int(op&0x3f)<<8 + int(b[1]) + 1, size: 2}
	}
	return run{}
}

// eachRun calls f with every run of a sparse value and the register that it begins with.
func eachRun(b []byte, f func(first int, r run)) error {
	first := 0
	for pos := registerAt; pos < len(b); {
		r := readRun(b[pos:])
		if r.length == 0 || first+r.length > Registers {
			return ErrCorrupt
		}
		f(first, r)
		pos += r.size
		first += r.length
	}
	if first != Registers {
		return ErrCorrupt
	}
	return nil
}

// place is where a run stands: its position, that of the run before it, or its own if it is the first, and its first register.
type place struct{ pos, prev, first int }

// findRun finds the run that holds register i of a sparse value.
func findRun(b []byte, i int) (r run, at place, err error) {
	at = place{pos: registerAt, prev: registerAt}
	for at.pos < len(b) {
		r = readRun(b[at.pos:])
		if r.length == 0 {
			break
		}
		if i < at.first+r.length {
			return r, at, nil
		}
		at.prev = at.pos
		at.pos += r.size
		at.first += r.length
	}
	return r, at, ErrCorrupt
}

func appendZeros(b []byte, n int) []byte {
	switch {
	case n == 0:
		return b
	case n <= maxZeros:
		return append(b, byte(n-1))
	}
	return append(b, 0x40|byte((n-1)>>8), byte(n-1))
}

func appendValue(b []byte, v uint8, n int) []byte {
	switch {
	case n == 0:
		return b
	case v == 0:
		return appendZeros(b, n)
	}
	return append(b, 0x80|(v-1)<<2|byte(n-1))
}

// raiseSparse is Raise for a sparse value. The run that holds the register is split; then runs that can be one are joined, within
// the few that may be new.
func raiseSparse(b []byte, i int, v uint8, most int) (_ []byte, changed bool, err error) {
	if v > maxSparse {
		return promote(b, i, v)
	}
	r, at, err := findRun(b, i)
	if err != nil {
		return b, false, err
	}
	if r.value >= v {
		return b, false, nil
	}
	var room [5]byte
	before := i - at.first
	split := appendValue(room[:0], r.value, before)
	split = appendValue(split, v, 1)
	split = appendValue(split, r.value, r.length-1-before)
	if more := len(split) - r.size; more > 0 && len(b)+more > most {
		return promote(b, i, v)
	}
	if len(split) == r.size {
		copy(b[at.pos:], split)
	} else {
		b = slices.Replace(b, at.pos, at.pos+r.size, split...)
	}
	return join(b, at.prev), true, nil
}

// promote makes b dense and raises a register.
func promote(b []byte, i int, v uint8) (_ []byte, changed bool, err error) {
	if b, err = ToDense(b); err != nil {
		return b, false, err
	}
	return b, raiseDense(b[registerAt:], i, v), nil
}

// joinSteps is how many runs join looks at: the one before those that a split made, those, and the one behind.
const joinSteps = 5

// join makes one run of neighbours of the same value where one can hold all of them.
func join(b []byte, pos int) []byte {
	for step := 0; step < joinSteps && pos < len(b); step++ {
		r := readRun(b[pos:])
		if r.value > 0 && pos+1 < len(b) {
			next := readRun(b[pos+1:])
			if next.value == r.value && r.length+next.length <= maxValueLength {
				b = slices.Delete(b, pos, pos+1)
				appendValue(b[:pos], r.value, r.length+next.length) // over what stands there
				continue
			}
		}
		pos += r.size
	}
	return b
}
