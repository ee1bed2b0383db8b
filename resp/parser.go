package resp

import (
	"bytes"
	"math"
)

// Limits that hold on a connection until it has authenticated, next to its ordinary ones.
const (
	maxArgsBeforeAuth = 10
	maxBulkBeforeAuth = 16 << 10
)

// smallestBulk is the size of the shortest argument on the wire, "$0\r\n\r\n".
const smallestBulk = 6

// Limits bounds what a client may send. Each breach is a *ProtocolError.
type Limits struct {
	MaxBulk   int64 // bytes of one argument (Redis: proto-max-bulk-len, 512 MiB)
	MaxArgs   int   // arguments of one request, the command's name included (Redis: math.MaxInt32)
	MaxInline int   // bytes of a line: an inline request, or a length (Redis: 64 KiB)

	// Unauthenticated adds the bounds for a client that must still authenticate, 10 arguments of at most 16 KiB, whose
	// breach has its own texts.
	Unauthenticated bool
}

// Parser reads requests from a buffer that its caller owns and fills. It resumes where it stopped: a request that arrives in
// many pieces is read once, not once a piece. The zero value is ready. A Parser serves one connection and is not safe for
// concurrent use.
type Parser struct {
	// Args are the arguments of the request that Next has just consumed. Those of a RESP request are views into the buffer
	// given to Next and valid until the caller changes that buffer; those of an inline request belong to the parser.
	// Either way they are valid at most until the next call of Next or Reset. They never overlap, and none has spare room,
	// so that appending to one cannot reach its neighbour.
	Args [][]byte

	scratch []byte // bytes of an inline request's arguments

	// The request in progress. All zero when none is.
	pos    int  // offset in the buffer of the first byte not yet understood
	seen   int  // bytes from pos on already searched for the end of the line
	left   int  // arguments still to come, the current one included
	bulk   int  // length of the current argument, once inBulk
	inBulk bool // the current argument's length is known
	resume bool // the buffer has been looked at before
}

// Next reads one request at the start of b, where b begins with the first byte not yet consumed.
//
// used > 0: one request is consumed and its arguments are in p.Args; no arguments (an empty line, "*0", "*-1") means that there is
// nothing to run. used == 0 with a nil error: more bytes are needed; until then the caller may append to b or move it,
// not change what it holds. An error is a *ProtocolError and final: the connection is out of step and must be closed.
func (p *Parser) Next(b []byte, lim *Limits) (used int, err error) {
	if !p.resume {
		if used = p.whole(b, lim); used > 0 {
			return used, nil
		}
		p.resume = true
	}
	p.Args = p.Args[:0]
	used, err = p.step(b, lim)
	if used > 0 {
		p.forget()
	}
	return used, err
}

// Need says how many bytes, counted from the start of the buffer, the request in progress is known to take at least; 0 when
// that is unknown. It never exceeds what the limits given to Next allow for the current argument. It is the client's
// claim: a caller should grow its buffer as bytes arrive, not ahead of them.
func (p *Parser) Need() int {
	if !p.inBulk {
		return 0
	}
	if p.bulk > math.MaxInt-p.pos-2 {
		return math.MaxInt
	}
	return p.pos + p.bulk + 2
}

// keepArgs and keepScratch are what Reset lets an idle parser hold on to: entries and bytes.
const (
	keepArgs    = 16
	keepScratch = 512
)

// Reset forgets the request in progress and lets go of the buffer and of large memory of its own. A caller that gives its
// buffer back while the connection is idle calls it too, so that Args does not keep that buffer alive.
func (p *Parser) Reset() {
	p.forget()
	clear(p.Args[:cap(p.Args)])
	p.Args = p.Args[:0]
	if cap(p.Args) > keepArgs {
		p.Args = nil
	}
	if cap(p.scratch) > keepScratch {
		p.scratch = nil
	}
}

func (p *Parser) forget() {
	p.pos, p.seen, p.left, p.bulk, p.inBulk, p.resume = 0, 0, 0, 0, false, false
}

// whole reads a RESP request that is in b from end to end and within the limits. For anything else, be it incomplete, invalid or
// merely unusual, it returns 0 and leaves the verdict to step.
func (p *Parser) whole(b []byte, lim *Limits) int {
	if len(b) < 4 || b[0] != '*' || lim.Unauthenticated {
		return 0
	}
	n, i := shortLength(b, 1)
	// A count larger than what has arrived could hold must not make us allocate.
	if n <= 0 || n > lim.MaxArgs || n > (len(b)-i)/smallestBulk {
		return 0
	}
	args := p.Args
	if cap(args) < n {
		args = make([][]byte, max(n, 8))
		p.Args = args
	}
	args = args[:n]
	maxBulk := lim.MaxBulk
	for k := range args {
		if len(b)-i < smallestBulk || b[i] != '$' {
			return 0
		}
		var size int
		// Lengths of one and two digits are most of all lengths.
		if d := b[i+1] - '0'; b[i+2] == '\r' && d <= 9 {
			size, i = int(d), i+4
		} else if e := b[i+2] - '0'; b[i+3] == '\r' && e <= 9 && d-1 < 9 {
			size, i = int(d)*10+int(e), i+5
		} else if size, i = shortLength(b, i+1); size < 0 {
			return 0
		}
		end := i + size
		if end > len(b)-2 || int64(size) > maxBulk {
			return 0
		}
		args[k] = b[i:end:end]
		i = end + 2
	}
	p.Args = args
	return i
}

// shortLength reads a length of one to nine digits at b[i] with its line end, and returns it and the offset behind. It returns a
// negative length for all else, though it may be valid; b[i] must exist.
func shortLength(b []byte, i int) (n, next int) {
	first := i
	for ; i < len(b) && i-first < 9; i++ {
		d := b[i] - '0'
		if d > 9 {
			break
		}
		n = n*10 + int(d)
	}
	// The byte behind the '\r' is skipped unseen, as Redis does.
	if i == first || i+1 >= len(b) || b[i] != '\r' || (b[first] == '0' && i-first > 1) {
		return -1, i
	}
	return n, i + 2
}

// step advances over what b holds of the request in progress, and builds Args when that is all of it.
func (p *Parser) step(b []byte, lim *Limits) (used int, err error) {
	if p.left == 0 {
		if len(b) == 0 {
			return 0, nil
		}
		if b[0] != '*' {
			return p.inline(b, lim)
		}
		n, ok, err := p.readCount(b, lim)
		if err != nil || !ok {
			return 0, err
		}
		if n <= 0 {
			return p.pos, nil
		}
		p.left = n
	}
	for p.left > 0 {
		if !p.inBulk {
			if ok, err := p.readLength(b, lim); err != nil || !ok {
				return 0, err
			}
		}
		if p.bulk > len(b)-p.pos-2 {
			return 0, nil
		}
		p.pos += p.bulk + 2
		p.inBulk = false
		p.left--
	}
	p.collect(b[:p.pos])
	return p.pos, nil
}

// readCount reads the line "*<count>".
func (p *Parser) readCount(b []byte, lim *Limits) (n int, ok bool, err error) {
	line, ok, err := p.line(b, '\r', 2, lim, errBigCount)
	if err != nil || !ok {
		return 0, false, err
	}
	count, valid := ParseInt(line[1:])
	switch {
	case !valid || count > int64(lim.MaxArgs):
		return 0, false, errCount
	case lim.Unauthenticated && count > maxArgsBeforeAuth:
		return 0, false, errCountBeforeAuth
	}
	p.next(len(line) + 2)
	return int(max(count, 0)), true, nil
}

// readLength reads the line "$<length>" in front of an argument into p.bulk.
func (p *Parser) readLength(b []byte, lim *Limits) (ok bool, err error) {
	line, ok, err := p.line(b, '\r', 2, lim, errBigLength)
	if err != nil || !ok {
		return false, err
	}
	if b[p.pos] != '$' {
		return false, errNoDollar(b[p.pos])
	}
	n, valid := ParseInt(line[1:])
	switch {
	case !valid || n < 0 || n > lim.MaxBulk || n > math.MaxInt-2:
		return false, errLength
	case lim.Unauthenticated && n > maxBulkBeforeAuth:
		return false, errLengthBeforeAuth
	}
	p.next(len(line) + 2)
	p.bulk, p.inBulk = int(n), true
	return true, nil
}

// line returns the line that starts at p.pos, up to but without the byte that ends it, once size bytes of line end are there. It
// returns tooLong when the line does not end within the limit. Redis searches a line as a C string, so a NUL in front
// hides its end: then the client gets no answer until it breaks the limit.
func (p *Parser) line(b []byte, end byte, size int, lim *Limits, tooLong *ProtocolError) (line []byte, ok bool, err error) {
	rest := b[p.pos:]
	i := bytes.IndexByte(rest[p.seen:], end)
	if i < 0 {
		i = len(rest)
	} else {
		i += p.seen
		ok = true
	}
	p.seen = i
	if ok && bytes.IndexByte(rest[:i], 0) >= 0 {
		i, ok = len(rest), false
	}
	if i > lim.MaxInline {
		return nil, false, tooLong
	}
	return rest[:i], ok && len(rest) >= i+size, nil
}

func (p *Parser) next(n int) {
	p.pos += n
	p.seen = 0
}

// collect builds Args from a request that step has found to be whole and valid. Doing that at the end, from the headers alone,
// lets the caller move its buffer meanwhile, and needs no memory for a request that has yet to arrive.
func (p *Parser) collect(b []byte) {
	n, i := skipHeader(b, 0)
	if cap(p.Args) < n {
		p.Args = make([][]byte, 0, max(n, 8))
	}
	args := p.Args[:n]
	for k := range args {
		var size int
		size, i = skipHeader(b, i)
		args[k] = b[i : i+size : i+size]
		i += size + 2
	}
	p.Args = args
}

// skipHeader reads the valid header at b[i], a sign and a length, and returns the length and the offset behind its line end.
func skipHeader(b []byte, i int) (n, next int) {
	for i++; b[i] != '\r'; i++ {
		n = n*10 + int(b[i]-'0')
	}
	return n, i + 2
}
