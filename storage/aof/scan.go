package aof

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"math"
)

const (
	scanBuffer  = 1 << 20 // first size of the buffer that a file is read through, bytes
	maxArgCount = 1 << 31 // as many arguments as redis-server can write, and one more
)

// errShort says that the bytes end before the command does.
var errShort = errors.New("unexpected end of file")

// damage says why bytes are not a command; its offset counts from where parsing began.
type damage struct {
	at     int
	reason string
}

func (d *damage) Error() string { return d.reason }

// parseCommand reads one command from the beginning of b. It returns its length and its arguments, which are views of b, in
// args' memory. A comment line is a command without arguments. It returns errShort if b ends too early, or a *damage.
func parseCommand(b []byte, args [][]byte, maxBulk int64) (int, [][]byte, error) {
	args = args[:0]
	if len(b) == 0 {
		return 0, args, errShort
	}
	if b[0] == '#' {
		end := bytes.IndexByte(b, '\n')
		if end < 0 {
			return 0, args, errShort
		}
		return end + 1, args, nil
	}
	count, at, err := parseHeader(b, 0, '*', maxArgCount)
	if err != nil {
		return 0, args, err
	}
	if count == 0 {
		return 0, args, &damage{0, "a command without a name"}
	}
	for ; count > 0; count-- {
		size, next, err := parseHeader(b, at, '$', maxBulk)
		if err != nil {
			return 0, args, err
		}
		end := next + int(size)
		if end+2 > len(b) {
			if end < len(b) && b[end] != '\r' {
				return 0, args, &damage{end, "expected the end of an argument"}
			}
			return 0, args, errShort
		}
		if b[end] != '\r' || b[end+1] != '\n' {
			return 0, args, &damage{end, "expected the end of an argument"}
		}
		args = append(args, b[next:end:end])
		at = end + 2
	}
	return at, args, nil
}

// parseHeader reads kind, a number and the line's end at b[at:]. It returns the number and the offset after the line.
func parseHeader(b []byte, at int, kind byte, limit int64) (n int64, next int, err error) {
	if at >= len(b) {
		return 0, 0, errShort
	}
	if b[at] != kind {
		return 0, 0, &damage{at, fmt.Sprintf("expected %q, found %q", kind, b[at])}
	}
	i := at + 1
	for ; i < len(b); i++ {
		c := b[i] - '0'
		if c > 9 {
			break
		}
		if n = n*10 + int64(c); n > limit {
			return 0, 0, &damage{at, "a length beyond the limit"}
		}
	}
	if i >= len(b) {
		return 0, 0, errShort
	}
	if i == at+1 || b[i] != '\r' {
		return 0, 0, &damage{at, "not a length"}
	}
	if i+1 >= len(b) {
		return 0, 0, errShort
	}
	if b[i+1] != '\n' {
		return 0, 0, &damage{at, "not a length"}
	}
	return n, i + 2, nil
}

// scanner reads the commands of one file.
type scanner struct {
	r       io.Reader
	maxBulk int64
	buf     []byte
	begin   int   // of what is not parsed yet
	end     int   // of what was read
	offset  int64 // of buf[begin] in the file
	eof     bool
	args    [][]byte
}

// next returns the next command or comment, its bytes and its arguments, all views that are valid until the next call. At a
// clean end of the file it returns io.EOF, at a torn one errShort; s.offset is then where the torn part begins.
func (s *scanner) next() (raw []byte, args [][]byte, err error) {
	for {
		n, args, err := parseCommand(s.buf[s.begin:s.end], s.args, s.maxBulk)
		s.args = args
		if err == nil {
			raw := s.buf[s.begin : s.begin+n]
			s.begin += n
			s.offset += int64(n)
			return raw, args, nil
		}
		if !errors.Is(err, errShort) {
			return nil, nil, err
		}
		if s.eof {
			if s.begin == s.end {
				return nil, nil, io.EOF
			}
			return nil, nil, errShort
		}
		if err := s.fill(); err != nil {
			return nil, nil, err
		}
	}
}

// fill reads more bytes behind those that are not parsed yet.
func (s *scanner) fill() error {
	rest := s.end - s.begin
	switch {
	case s.buf == nil:
		s.buf = make([]byte, scanBuffer)
	case rest > len(s.buf)/2:
		bigger := make([]byte, 2*len(s.buf))
		copy(bigger, s.buf[s.begin:s.end])
		s.buf = bigger
	default:
		copy(s.buf, s.buf[s.begin:s.end])
	}
	s.begin, s.end = 0, rest
	for s.end < len(s.buf) {
		n, err := s.r.Read(s.buf[s.end:])
		s.end += n
		if errors.Is(err, io.EOF) {
			s.eof = true
			return nil
		}
		if err != nil {
			return err
		}
		if n > 0 && s.end >= len(s.buf)/2 {
			return nil
		}
	}
	return nil
}

// Parse calls f with each command in data, which AppendCommand has written. The arguments are views of data. It stops at the first
// error of f.
func Parse(data []byte, f func(args [][]byte) error) error {
	var args [][]byte
	for len(data) > 0 {
		n, words, err := parseCommand(data, args, math.MaxInt/2)
		if err != nil {
			return err
		}
		if err := f(words); err != nil {
			return err
		}
		data, args = data[n:], words
	}
	return nil
}
