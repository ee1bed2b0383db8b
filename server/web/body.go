package web

import (
	"errors"
	"io"
	"net/http"
	"time"
)

// work is the memory that a request is answered with. It is used again.
type work struct {
	body     []byte
	parser   parser
	ends     []int
	commands [][][]byte
	text     []byte // words that are not of the body
	answer   answer
}

// keepWork is the largest buffer that is kept for another request.
const keepWork = 64 << 10

func (s *Server) hold() *work { return s.works.Get().(*work) }

// release takes a request's memory back.
func (s *Server) release(k *work) {
	out := k.answer.out
	if cap(k.body) > keepWork || cap(k.text) > keepWork || cap(out) > keepWork || cap(k.parser.words) > keepWork/24 {
		return
	}
	clear(k.parser.words)
	clear(k.commands)
	k.parser = parser{words: k.parser.words[:0]}
	k.ends, k.commands, k.text = k.ends[:0], k.commands[:0], k.text[:0]
	k.answer = answer{encoder: encoder{out: out[:0]}}
	s.works.Put(k)
}

// read reads the request's body. The buffer grows with what comes, whatever length is announced.
func (s *Server) read(w http.ResponseWriter, r *http.Request, buf []byte) ([]byte, error) {
	return s.readBody(w, r, buf[:0], s.MaxBody())
}

// readBody appends the request's body, of at most limit bytes, to buf.
func (s *Server) readBody(w http.ResponseWriter, r *http.Request, buf []byte, limit int64) ([]byte, error) {
	switch {
	case r.ContentLength == 0:
		return buf, nil
	case r.ContentLength > limit:
		w.Header().Set("Connection", "close") // what is being sent is not wanted
		return buf, errTooLarge
	}
	wait := deadline(w, r)
	for {
		if len(buf) == cap(buf) {
			more := max(512, cap(buf))
			if known := r.ContentLength - int64(len(buf)); known >= 0 {
				more = int(min(max(known+1, 512), max(int64(more), startBody)))
			}
			buf = append(make([]byte, 0, len(buf)+more), buf...)
		}
		wait(s.after(s.Times.Body))
		n, err := r.Body.Read(buf[len(buf):cap(buf)])
		buf = buf[:len(buf)+n]
		switch {
		case int64(len(buf)) > limit:
			w.Header().Set("Connection", "close")
			return buf, errTooLarge
		case errors.Is(err, io.EOF):
			wait(time.Time{}) // otherwise package http reads on, and is not to wait for long
			return buf, nil
		case err != nil:
			w.Header().Set("Connection", "close")
			return buf, errCutShort
		}
	}
}

// startBody is how much of a body is given room for at once.
const startBody = 64 << 10

// deadline returns what sets the time until which something of the body must come.
func deadline(w http.ResponseWriter, r *http.Request) func(time.Time) {
	if c := connOf(r); r.ProtoMajor == 1 && !c.tls {
		return func(t time.Time) { c.SetReadDeadline(t) }
	}
	rc := http.NewResponseController(w)
	return func(t time.Time) { rc.SetReadDeadline(t) }
}
