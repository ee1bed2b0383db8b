package hll

import "strconv"

// AppendRuns appends a sparse value's runs as PFDEBUG DECODE shows them: "z:64" and "Z:100" are zeros in one byte and in two, "v:3,2"
// is the value 3 twice.
func AppendRuns(dst, b []byte) []byte {
	for pos := registerAt; pos < len(b); {
		if pos > registerAt {
			dst = append(dst, ' ')
		}
		r := readRun(b[pos:])
		if r.length == 0 { // the second byte is missing
			r = run{length: int(b[pos]&0x3f)<<8 + 1, size: 2}
		}
		dst = appendRun(dst, r)
		pos += r.size
	}
	return dst
}

// appendRun appends a run as PFDEBUG DECODE shows it.
func appendRun(dst []byte, r run) []byte {
	switch {
	case r.value > 0:
		dst = strconv.AppendUint(append(dst, "v:"...), uint64(r.value), 10)
		dst = append(dst, ',')
	case r.size == 1:
		dst = append(dst, "z:"...)
	default:
		dst = append(dst, "Z:"...)
	}
	return strconv.AppendInt(dst, int64(r.length), 10)
}
