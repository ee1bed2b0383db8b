package web

import (
	"net/http"
	"strconv"
)

// head is what stands in front of an answer.
type head struct {
	status int
	length int    // of the body; negative: it is not known yet
	raw    bool   // the body is RESP2
	sync   string // what the client has sent as its upstash-sync-token; it gets it back
}

// sink is where an answer goes.
type sink interface {
	// start writes the head.
	start(h *head)
	// Write writes a part of the body.
	Write(b []byte) (int, error)
	// done says that the body is whole.
	done()
}

// answer is what is written to a client: all at once, or, where it becomes long, in parts.
type answer struct {
	encoder
	sink
	head  head
	begun bool // something has been written
	more  bool // an outcome stands in the array
}

// Write writes a part of a long answer.
func (a *answer) Write(b []byte) (int, error) {
	if !a.begun {
		a.begun = true
		a.head.length = -1
		a.start(&a.head)
	}
	return a.sink.Write(b)
}

// finish writes what is left.
func (a *answer) finish() {
	if !a.begun {
		a.head.length = len(a.out)
		a.start(&a.head)
	}
	a.sink.Write(a.out)
	a.done()
}

// begin begins an array of the outcomes of n commands.
func (a *answer) begin(n int) {
	a.to = a
	if a.head.raw {
		a.out = append(strconv.AppendInt(append(a.out, '*'), int64(n), 10), "\r\n"...)
	} else {
		a.out = append(a.out, '[')
	}
}

// element adds an outcome to it.
func (a *answer) element(reply Reply) {
	if a.head.raw {
		a.out = append(a.out, reply...)
	} else {
		if a.more {
			a.out = append(a.out, ',')
		}
		a.more = true
		a.outcome(reply)
	}
	a.spill()
}

// end ends the array.
func (a *answer) end() {
	if !a.head.raw {
		a.out = append(a.out, ']')
	}
	a.finish()
}

// refuse answers with an error. Nothing has been written yet.
func (a *answer) refuse(err error) {
	a.head.status = statusOf(err)
	a.out = a.out[:0]
	if a.head.raw {
		a.out = append(append(append(a.out, '-'), textOf(err)...), "\r\n"...)
	} else {
		a.failure(textOf(err))
	}
	a.finish()
}

// The types of answers.
const (
	jsonName = "application/json"
	rawName  = "application/octet-stream"
)

var (
	jsonType = []string{jsonName}
	rawType  = []string{rawName}
)

// httpSink writes by package http.
type httpSink struct{ w http.ResponseWriter }

// knownLength is the length up to which package http finds out the length of an answer by itself.
const knownLength = 2048

func (s *httpSink) start(h *head) {
	to := s.w.Header()
	to["Content-Type"] = jsonType
	if h.raw {
		to["Content-Type"] = rawType
	}
	if h.sync != "" {
		to[syncHeader] = []string{h.sync}
	}
	if h.length > knownLength {
		to["Content-Length"] = []string{strconv.Itoa(h.length)}
	}
	if name, value := extraHeader(h.status); name != "" {
		to[name] = []string{value}
	}
	s.w.WriteHeader(h.status)
}

func (s *httpSink) Write(b []byte) (int, error) { return s.w.Write(b) }

func (*httpSink) done() {}

// extraHeader is a header that the status asks for.
func extraHeader(status int) (name, value string) {
	switch status {
	case http.StatusUnauthorized:
		return "Www-Authenticate", "Bearer"
	case http.StatusMethodNotAllowed:
		return "Allow", "GET, HEAD, POST, PUT"
	}
	return "", ""
}
