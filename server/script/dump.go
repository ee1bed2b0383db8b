package script

import (
	"encoding/binary"
	"hash/crc64"
)

// FUNCTION DUMP is a piece of an RDB file: each library as an opcode and a string, then the version of the format and a checksum.
const (
	dumpVersion = 12
	dumpLibrary = 245
	dumpFooter  = 2 + 8 // the version, and CRC-64 of what is before it
)

// Policy is what FUNCTION RESTORE does with the libraries that there are.
type Policy uint8

// The policies.
const (
	Append     Policy = iota // a library of the same name is an error
	Replace                  // it is replaced
	FlushFirst               // all are removed
)

var errBadDump = ReplyError("DUMP payload version or checksum are wrong")

// checksum is Redis' CRC-64: the polynomial of Jones, reflected, without inversion.
func checksum(b []byte) uint64 {
	const jones = 0x95ac9329ac4bc9b5
	return ^crc64.Update(^uint64(0), crc64.MakeTable(jones), b)
}

// Dump is all libraries in the form of FUNCTION DUMP.
func (e *Engine) Dump() []byte {
	var b []byte
	for _, lib := range e.Sorted() {
		b = append(b, dumpLibrary)
		n := len(lib.Code)
		switch {
		case n < 1<<6:
			b = append(b, byte(n))
		case n < 1<<14:
			b = append(b, 0x40|byte(n>>8), byte(n))
		default:
			b = binary.BigEndian.AppendUint32(append(b, 0x80), uint32(n))
		}
		b = append(b, lib.Code...)
	}
	b = binary.LittleEndian.AppendUint16(b, dumpVersion)
	return binary.LittleEndian.AppendUint64(b, checksum(b))
}

// Restore brings libraries back: all of them, or none and an error.
func (e *Engine) Restore(payload []byte, policy Policy) error {
	if len(payload) < dumpFooter {
		return errBadDump
	}
	end := len(payload) - 8
	sum := binary.LittleEndian.Uint64(payload[end:])
	if binary.LittleEndian.Uint16(payload[end-2:]) > dumpVersion || sum != 0 && sum != checksum(payload[:end]) {
		return errBadDump
	}
	codes, err := libraryCodes(payload[:end-2])
	if err != nil {
		return err
	}
	before := e.Sorted()
	if policy == FlushFirst {
		e.libs.init()
	}
	for _, code := range codes {
		if _, err := e.LoadLibrary(code, policy == Replace); err != nil {
			e.libs.init()
			for _, lib := range before {
				e.libs.add(lib)
			}
			return err
		}
	}
	return nil
}

var (
	errDumpType = ReplyError("given type is not a function")
	errDumpText = ReplyError("Failed to parse functions payload")
)

// libraryCodes reads the libraries' codes.
func libraryCodes(b []byte) ([][]byte, error) {
	var codes [][]byte
	for len(b) > 0 {
		if b[0] != dumpLibrary {
			return nil, errDumpType
		}
		code, rest, ok := rdbString(b[1:])
		if !ok {
			return nil, errDumpText
		}
		codes, b = append(codes, code), rest
	}
	return codes, nil
}

// rdbString reads a string as RDB files have it, compressed or not.
func rdbString(b []byte) (s, rest []byte, ok bool) {
	if len(b) > 0 && b[0] == 0xc3 {
		packed, b, ok1 := rdbLength(b[1:])
		size, b, ok2 := rdbLength(b)
		if !ok1 || !ok2 || packed > uint64(len(b)) || size > maxString {
			return nil, nil, false
		}
		s, ok = expand(b[:packed], int(size))
		return s, b[packed:], ok
	}
	n, b, ok := rdbLength(b)
	if !ok || n > uint64(len(b)) {
		return nil, nil, false
	}
	return b[:n], b[n:], true
}

// rdbLength reads a length.
func rdbLength(b []byte) (n uint64, rest []byte, ok bool) {
	switch {
	case len(b) >= 1 && b[0]>>6 == 0:
		return uint64(b[0]), b[1:], true
	case len(b) >= 2 && b[0]>>6 == 1:
		return uint64(b[0]&0x3f)<<8 | uint64(b[1]), b[2:], true
	case len(b) >= 5 && b[0] == 0x80:
		return uint64(binary.BigEndian.Uint32(b[1:])), b[5:], true
	case len(b) >= 9 && b[0] == 0x81:
		return binary.BigEndian.Uint64(b[1:]), b[9:], true
	}
	return 0, b, false
}

// expand undoes LZF: literals, and copies of what came before, which may overlap themselves.
func expand(in []byte, size int) ([]byte, bool) {
	out := make([]byte, 0, min(size, 64*len(in)))
	for len(in) > 0 {
		c := int(in[0])
		in = in[1:]
		if c < 32 {
			if c++; c > len(in) {
				return nil, false
			}
			out, in = append(out, in[:c]...), in[c:]
			continue
		}
		n := c >> 5
		if n == 7 {
			if len(in) == 0 {
				return nil, false
			}
			n += int(in[0])
			in = in[1:]
		}
		if len(in) == 0 {
			return nil, false
		}
		from := len(out) - (c&31)<<8 - int(in[0]) - 1
		in = in[1:]
		if from < 0 || len(out)+n+2 > size {
			return nil, false
		}
		for i := range n + 2 {
			out = append(out, out[from+i])
		}
	}
	return out, len(out) == size
}
