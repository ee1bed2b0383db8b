package server

import "sync"

// startBuffer is the size of the buffers that a session takes when its connection becomes readable. It holds a pipeline of 16
// ordinary commands; a longer one is read in several rounds or, when a single request needs it, in a larger buffer.
const startBuffer = 16 << 10

// buffers are a session's input and output while it works. An idle connection holds none.
type buffers struct {
	in, out []byte
}

var bufferPool = sync.Pool{New: func() any {
	return &buffers{in: make([]byte, startBuffer), out: make([]byte, 0, startBuffer)}
}}

// hold gives the session buffers if it has none.
func (s *session) hold() {
	if s.buf == nil {
		s.buf = bufferPool.Get().(*buffers)
		s.in, s.w.B = s.buf.in, s.buf.out[:0]
	}
}

// release gives the buffers back when nothing is in them. Buffers that grew are left to the collector, which keeps the pool's
// sizes even.
func (s *session) release() {
	if s.buf == nil || s.n > 0 || len(s.w.B) > 0 {
		return
	}
	if len(s.in) == startBuffer {
		s.buf.in = s.in
	}
	if cap(s.w.B) <= 4*startBuffer {
		s.buf.out = s.w.B[:0]
	}
	bufferPool.Put(s.buf)
	s.buf, s.in, s.w.B = nil, nil, nil
}

// room makes space for at least one more byte of input. The buffer grows with what was received, never ahead of it by more than
// its own size, whatever length a request announces.
func (s *session) room() {
	if s.n < len(s.in) {
		return
	}
	size := 2 * len(s.in)
	if need := s.parser.Need(); need > s.n && need < size {
		size = need
	}
	in := make([]byte, size)
	copy(in, s.in[:s.n])
	s.in = in
}

// compact moves what has not been run to the front.
func (s *session) compact() {
	if s.pos == s.n {
		s.n = 0
		if len(s.in) > startBuffer {
			s.in = s.buf.in
		}
	} else if s.pos > 0 {
		s.n = copy(s.in, s.in[s.pos:s.n])
	}
	s.pos = 0
}
