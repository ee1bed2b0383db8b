package web

import (
	"bytes"
	"net/http"
	"runtime/debug"
	"strconv"
	"strings"
	"time"
)

// The lane: ordinary requests for commands are read and answered here, with one read and one write each, on connections in plain
// text. Whatever is not ordinary stays unread: the connection goes to package http, for good, with the bytes that have come. Ordinary is
// what package http would understand in the same way, so nothing depends on who answers: HTTP/1.1, no header twice that counts, no
// line that is folded or has control characters, a body of known length that fits the buffer, no web page behind it, no stream.

// The buffer of a lane.
const (
	startLane = 4 << 10
	maxLane   = 64 << 10
)

// keepOut is how long an answer's buffer may be to be kept; a longer body is written beside it.
const keepOut = 16 << 10

// lane is a connection on which ordinary requests are answered.
type lane struct {
	*conn
	in      []byte
	n       int    // received: in[:n]
	out     []byte // of the answer
	chunked bool   // the answer has no known length
	isHead  bool   // only its head is wanted
	failed  bool   // the peer does not take it
	until   int64  // clock.Nanos up to which the peer may be silent between requests; 0: a request has begun
}

// finding is what a look at the buffer finds.
type finding int

const (
	partial  finding = iota // the request is not whole
	ordinary                // it is, and can be answered here
	foreign                 // package http is to have it
)

// drive answers requests until the connection ends or is handed over.
func (s *Server) drive(c *conn) {
	defer s.lanes.leave(c)
	l := &lane{conn: c, in: make([]byte, startLane)}
	for s.ctx.Err() == nil {
		var q request
		size, body, what := l.parse(&q)
		switch {
		case what == foreign:
			c.early = bytes.Clone(l.in[:l.n])
			c.SetReadDeadline(time.Time{})
			if s.hand(c) {
				return
			}
		case what == ordinary && l.serve(&q, l.in[body:size]):
			l.n = copy(l.in, l.in[size:l.n])
			if l.n == 0 && len(l.in) > startLane {
				l.in = make([]byte, startLane)
			}
			continue
		case what == partial && l.receive(size):
			continue
		}
		break
	}
	c.Close()
}

// receive reads more of a request, which has size bytes; 0: it is not known.
func (l *lane) receive(size int) bool {
	if l.n == len(l.in) || size > len(l.in) {
		in := make([]byte, min(max(2*len(l.in), size), maxLane))
		copy(in, l.in[:l.n])
		l.in = in
	}
	l.patience()
	if l.srv.ctx.Err() != nil { // it may have ended before there was a deadline to change
		return false
	}
	n, _ := l.Conn.Read(l.in[l.n:])
	l.n += n
	return n > 0
}

// patience sets the deadline of a read: a request must come whole in Times.Header. Between requests it need not be exact.
func (l *lane) patience() {
	now := l.srv.Clock.Nanos()
	switch {
	case l.n == 0 && now+int64(l.srv.Times.Idle)/2 > l.until:
		l.until = now + int64(l.srv.Times.Idle)
		l.SetReadDeadline(l.srv.Clock.Time(l.until))
	case l.n > 0 && l.until != 0:
		l.until = 0
		l.SetReadDeadline(l.srv.Clock.Time(now + int64(l.srv.Times.Header)))
	}
}

// serve answers a request. It reports false when the connection is to be closed, as after a panic, which ends nothing else.
func (l *lane) serve(q *request, body []byte) (open bool) {
	q.at = l.conn
	k := l.srv.hold()
	own := k.body
	defer func() {
		k.body = own
		l.srv.release(k)
	}()
	defer func() {
		if r := recover(); r != nil {
			l.srv.Log.Error().Any("panic", r).Bytes("stack", debug.Stack()).
				Msg("a request failed in an unforeseen way; its connection is closed")
			open = false
		}
	}()
	k.body = body
	l.srv.run(q, k, l)
	if cap(l.out) > keepOut {
		l.out = nil
	}
	return !l.failed
}

// parse looks at the request at the beginning of the buffer: its size, as far as it is known, and where its body begins.
func (l *lane) parse(q *request) (size, body int, what finding) {
	in := l.in[:l.n]
	end := bytes.Index(in, []byte("\r\n\r\n"))
	if end < 0 {
		if l.n == maxLane || l.n > 0 && !isMethodByte(in[0]) {
			return 0, 0, foreign
		}
		return 0, 0, partial
	}
	body = end + len("\r\n\r\n")
	first, rest, _ := strings.Cut(string(in[:end])+"\r\n", "\r\n")
	if !l.requestLine(q, first) {
		return 0, 0, foreign
	}
	var f fields
	for rest != "" {
		var line string
		line, rest, _ = strings.Cut(rest, "\r\n")
		if !f.add(q, line) {
			return 0, 0, foreign
		}
	}
	if !f.host {
		return 0, 0, foreign
	}
	size = body + f.length
	if size > maxLane {
		return 0, 0, foreign
	}
	if size > l.n {
		return size, body, partial
	}
	return size, body, ordinary
}

// isMethodByte reports whether a method that is ordinary begins so.
func isMethodByte(c byte) bool { return c == 'G' || c == 'P' || c == 'H' }

// requestLine reads the first line.
func (l *lane) requestLine(q *request, line string) bool {
	method, rest, _ := strings.Cut(line, " ")
	target, version, _ := strings.Cut(rest, " ")
	if !isMethod(method) || version != "HTTP/1.1" || target == "" || target[0] != '/' {
		return false
	}
	l.isHead = method == http.MethodHead
	for i := range len(target) {
		if c := target[i]; c <= ' ' || c >= 0x7f || c == '#' {
			return false
		}
	}
	q.path, q.query, _ = strings.Cut(target, "?")
	first, _, _ := strings.Cut(q.path[1:], "/")
	if strings.Contains(q.query, "_token") {
		q.token = queryToken(q.query)
	}
	return l.srv.doors[first] == nil && !isStream(first)
}

// fields is what the header has told so far.
type fields struct {
	host, hasLength, hasToken bool
	length                    int
}

// add reads a line of the header. It reports false for one that is not ordinary.
func (f *fields) add(q *request, line string) bool {
	colon := strings.IndexByte(line, ':')
	if colon <= 0 {
		return false
	}
	for i := range len(line) {
		if c := line[i]; c < ' ' && c != '\t' || c == 0x7f || i < colon && !isToken[c] {
			return false
		}
	}
	name, value := line[:colon], strings.Trim(line[colon+1:], " \t")
	switch len(name) {
	case len("Host"):
		if strings.EqualFold(name, "Host") {
			once := !f.host
			f.host = true
			return once && value != "" && !strings.ContainsAny(value, " \t,/@?#")
		}
	case len("Content-Length"):
		if strings.EqualFold(name, "Content-Length") {
			return f.setLength(value)
		}
		return !strings.EqualFold(name, "Sec-Fetch-Site")
	case len("Authorization"):
		if strings.EqualFold(name, "Authorization") {
			return f.setToken(q, value)
		}
	case len("Connection"):
		return !strings.EqualFold(name, "Connection") || strings.EqualFold(value, "keep-alive")
	case len(encodingHeader):
		if strings.EqualFold(name, encodingHeader) {
			once := q.encoding == ""
			q.encoding = value
			return once
		}
	case len(syncHeader):
		if strings.EqualFold(name, syncHeader) {
			once := q.sync == ""
			q.sync = value
			return once
		}
	case len(formatHeader):
		if strings.EqualFold(name, formatHeader) {
			once := q.format == ""
			q.format = value
			return once
		}
	case len("Transfer-Encoding"):
		return !strings.EqualFold(name, "Transfer-Encoding")
	case len("Origin"), len("Trailer"):
		return !strings.EqualFold(name, "Origin") && !strings.EqualFold(name, "Expect") &&
			!strings.EqualFold(name, "Upgrade") && !strings.EqualFold(name, "Trailer")
	}
	return true
}

// setLength takes the length of the body over.
func (f *fields) setLength(value string) bool {
	once := !f.hasLength
	f.hasLength = true
	n, err := strconv.ParseUint(value, 10, 31)
	f.length = int(n)
	return once && err == nil
}

// setToken takes a bearer's token over.
func (f *fields) setToken(q *request, value string) bool {
	once := !f.hasToken
	f.hasToken = true
	t, ok := bearerToken(value)
	q.token = t
	return once && ok
}

// isToken are the bytes that a header's name consists of.
var isToken = func() (t [256]bool) {
	for c := range t {
		t[c] = c|0x20 >= 'a' && c|0x20 <= 'z' || c >= '0' && c <= '9' || strings.IndexByte("!#$%&'*+-.^_`|~", byte(c)) >= 0
	}
	return t
}()

// start writes the head of an answer.
func (l *lane) start(h *head) {
	l.chunked = h.length < 0
	b := append(l.out[:0], "HTTP/1.1 "...)
	b = strconv.AppendInt(b, int64(h.status), 10)
	b = append(append(b, ' '), http.StatusText(h.status)...)
	b = append(b, "\r\nContent-Type: "...)
	if h.raw {
		b = append(b, rawName...)
	} else {
		b = append(b, jsonName...)
	}
	b = append(append(b, "\r\nDate: "...), l.srv.date()...)
	if h.sync != "" {
		b = append(append(b, "\r\nUpstash-Sync-Token: "...), h.sync...)
	}
	if name, value := extraHeader(h.status); name != "" {
		b = append(append(append(append(b, "\r\n"...), name...), ": "...), value...)
	}
	if l.chunked {
		b = append(b, "\r\nTransfer-Encoding: chunked"...)
	} else {
		b = strconv.AppendInt(append(b, "\r\nContent-Length: "...), int64(h.length), 10)
	}
	l.out = append(b, "\r\n\r\n"...)
}

// Write writes a part of the body, with what waits.
func (l *lane) Write(b []byte) (int, error) {
	switch {
	case l.isHead || len(b) == 0:
		return len(b), nil
	case !l.chunked && len(b) < keepOut-startLane: // all of it, and soon done
		l.out = append(l.out, b...)
		return len(b), nil
	}
	if l.chunked {
		l.out = append(strconv.AppendInt(l.out, int64(len(b)), 16), "\r\n"...)
	}
	l.send(l.out, b)
	l.out = l.out[:0]
	if l.chunked {
		l.out = append(l.out, "\r\n"...)
	}
	return len(b), nil
}

// done writes what waits.
func (l *lane) done() {
	if l.chunked && !l.isHead {
		l.out = append(l.out, "0\r\n\r\n"...)
	}
	l.send(l.out)
}

// send writes to the connection.
func (l *lane) send(parts ...[]byte) {
	for _, b := range parts {
		if len(b) > 0 && !l.failed {
			_, err := l.conn.Write(b)
			l.failed = err != nil
		}
	}
}
