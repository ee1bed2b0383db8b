package server

import (
	"errors"
	"os"
	"syscall"
	"unsafe"

	"redstart/server/client"
)

// The raw loop: on Linux a session on TCP or a unix socket runs inside one RawConn.Read, whose callback is called when the socket
// is readable. It reads with a plain recv(2), whose way into the kernel is shorter than that of read(2). One that fills less than the
// buffer has drained the socket, so the callback returns false at once, which parks the goroutine on the runtime's poller without a second
// one that would only find EAGAIN. Readiness is edge-triggered and latched while the callback runs, so bytes that come meanwhile call
// it again. One RawConn.Read for the whole session matters: each new one resets the latch, and then has to read to learn what it missed.
//
// The callback holds the descriptor against Close, so nobody closes another's connection: CLIENT KILL, limits and shutdown mark it
// and expire its read deadline, and the session closes itself.

// loop runs the session until its connection ends; it reports true when it rests instead.
func (s *session) loop() (rests bool) {
	raw := s.socket()
	if raw == nil || s.c.Has(client.TLS) {
		s.plain()
		return false
	}
	if s.number == 0 && s.srv.watch.welcome(s, raw) {
		return true
	}
	s.srv.watch.attend(s, raw)
	ready := s.ready
	for {
		s.disarm()
		err := raw.Read(ready)
		s.fd = -1
		switch {
		case s.tired:
			s.tired = false
			s.srv.watch.rested.Add(1)
			if s.srv.watch.rest(s, raw, syscall.EPOLL_CTL_MOD) {
				return true
			}
		case !errors.Is(err, os.ErrDeadlineExceeded):
			return false
		}
	}
}

// ready is called with a readable descriptor, or after a wake. It returns true when the connection is to be closed, or the session to
// rest.
func (s *session) ready(fd uintptr) bool {
	s.fd = int(fd)
	s.hold()
	drowsy := false
	if s.woken {
		s.woken = false
		drowsy = s.drowsy.Swap(false)
		if s.c.Has(client.CloseNow) || !s.step() {
			return true
		}
	}
	for {
		s.room()
		n, _, errno := syscall.RawSyscall6(syscall.SYS_RECVFROM, fd, uintptr(unsafe.Pointer(&s.in[s.n])), uintptr(len(s.in)-s.n), syscall.MSG_DONTWAIT, 0, 0)
		switch {
		case errno == syscall.EAGAIN:
			if !s.send() {
				return true
			}
			s.release()
			s.tired = drowsy && s.work == nil && s.c.Waiting() == nil
			return s.tired
		case errno == syscall.EINTR:
			continue
		case errno != 0 || n == 0:
			s.send()
			return true
		}
		drained := int(n) < len(s.in)-s.n
		if !s.received(int(n), !drained) {
			return true
		}
		if drained && !s.fin.Load() {
			s.release()
			return false
		}
	}
}

// write sends b, inside the readiness callback, and returns how much of it the socket took; false: the connection has failed.
func (s *session) write(b []byte) (int, bool) { return rawSend(s.fd, b) }

// rawSend writes what the socket takes at once.
func rawSend(fd int, b []byte) (int, bool) {
	for sent := 0; ; {
		n, _, errno := syscall.RawSyscall6(syscall.SYS_SENDTO, uintptr(fd), uintptr(unsafe.Pointer(&b[sent])), uintptr(min(len(b)-sent, rawWrite)), syscall.MSG_NOSIGNAL|syscall.MSG_DONTWAIT, 0, 0)
		switch errno {
		case 0:
			if sent += int(n); sent == len(b) {
				return sent, true
			}
		case syscall.EINTR:
		case syscall.EAGAIN:
			return sent, true
		default:
			return sent, false
		}
	}
}

// tryWriter is a way for others to write to the socket without waiting; nil: there is none.
func (s *session) tryWriter() client.Try {
	raw := s.socket()
	if raw == nil || s.c.Has(client.TLS) {
		return nil
	}
	t := &tryWriter{raw: raw}
	t.do = t.write
	return t.try
}

// tryWriter writes what another goroutine than the session's sends. One at a time uses it, see client.Outbox.
type tryWriter struct {
	raw syscall.RawConn
	b   []byte
	n   int
	ok  bool
	do  func(fd uintptr) bool
}

func (t *tryWriter) try(b []byte) (int, bool) {
	t.b, t.n, t.ok = b, 0, false
	err := t.raw.Write(t.do)
	t.b = nil
	return t.n, t.ok && err == nil
}

func (t *tryWriter) write(fd uintptr) bool {
	t.n, t.ok = rawSend(int(fd), t.b)
	return true
}

// rawWrite bounds a raw system call, which holds a processor while it runs.
const rawWrite = 64 << 10

// setBacklog makes the kernel queue up to n connections that nobody has accepted yet; a second listen(2) is how one changes it.
func setBacklog(ln syscall.Conn, n int) {
	if raw, err := ln.SyscallConn(); err == nil {
		raw.Control(func(fd uintptr) { syscall.Listen(int(fd), n) })
	}
}
