package reactor

import (
	"io"
	"net"
	"os"
	"sync"
	"sync/atomic"
	"syscall"
	"time"
	"unsafe"
)

// Socket is a connection whose Handler reads and writes in its turns, with Recv and Send, which never wait. As a net.Conn it is for
// everybody, and waits.
type Socket struct {
	loop          *reactor
	handler       Handler
	fd            int
	id, age       int32 // the reactor's for it; 0: not yet started
	unsent        bool  // it is in the reactor's list
	over          bool  // Flush said so
	local, remote net.Addr
	turn          int64 // the reactor's when it had its last one

	started atomic.Bool
	hungUp  atomic.Bool  // the peer has closed its sending side
	called  atomic.Bool  // Wake was called, and no turn has begun since
	again   atomic.Bool  // something came while the Handler was away
	away    atomic.Bool  // the Handler is in another goroutine than the leader, or has come to its end
	waits   atomic.Int32 // how many are in Read and Write

	mu struct {
		sync.Mutex
		closed bool
		in     side
		out    side
		alarm  *time.Timer
	}
	changed sync.Cond // something in mu has
}

// side is one direction of a net.Conn.
type side struct {
	ready    bool // something has happened since it was tried
	expired  bool // the deadline has passed
	deadline *time.Timer
}

// Adopt makes a Socket of a connection, which is not to be used any more. It reports false, and leaves conn as it was, when that cannot be:
// only TCP and unix sockets can be waited for here.
func (g *Group) Adopt(conn net.Conn) (*Socket, bool) {
	switch conn.(type) {
	case *net.TCPConn, *net.UnixConn:
	default:
		return nil, false
	}
	raw, err := conn.(syscall.Conn).SyscallConn()
	if err != nil {
		return nil, false
	}
	k := &Socket{loop: g.pick(), fd: -1, local: conn.LocalAddr(), remote: conn.RemoteAddr()}
	k.changed.L = &k.mu
	// Closing conn takes it from Go's poller, which would be told of all that comes, too. The duplicate is the same socket.
	raw.Control(func(fd uintptr) {
		if n, _, errno := syscall.RawSyscall(syscall.SYS_FCNTL, fd, syscall.F_DUPFD_CLOEXEC, 0); errno == 0 {
			k.fd = int(n)
		}
	})
	if k.fd < 0 {
		return nil, false
	}
	conn.Close()
	return k, true
}

// Start lets h have turns from now on. A Wake that came before is forgotten.
func (k *Socket) Start(h Handler) error {
	k.handler = h
	return k.loop.add(k)
}

// FD is the descriptor's number.
func (k *Socket) FD() int { return k.fd }

// Wake has the Handler called soon, from any goroutine.
func (k *Socket) Wake() {
	if k.started.Load() && !k.called.Swap(true) {
		k.loop.wake(k)
	}
}

// Again has the Handler called with input, after the others have had their turn. It is the Handler's.
func (k *Socket) Again() {
	k.again.Store(true)
	k.Wake()
}

// Alarm has the Handler called after a time, unless another Alarm is set before. It is the Handler's.
func (k *Socket) Alarm(after time.Duration) {
	k.mu.Lock()
	defer k.mu.Unlock()
	switch {
	case k.mu.closed:
	case k.mu.alarm == nil:
		k.mu.alarm = time.AfterFunc(after, k.Wake)
	default:
		k.mu.alarm.Reset(after)
	}
}

// Recv reads what has come; 0: nothing has. more says that the rest must be read, too, as nothing will tell of it again. The error is
// io.EOF at the end. It is the Handler's.
func (k *Socket) Recv(b []byte) (n int, more bool, err error) {
	for {
		got, _, errno := syscall.RawSyscall6(syscall.SYS_RECVFROM, uintptr(k.fd), uintptr(unsafe.Pointer(&b[0])), uintptr(len(b)), syscall.MSG_DONTWAIT, 0, 0)
		switch {
		case errno == 0 && got > 0:
			return int(got), int(got) == len(b) || k.hungUp.Load(), nil
		case errno == 0:
			return 0, false, io.EOF
		case errno == syscall.EAGAIN:
			return 0, false, nil
		case errno != syscall.EINTR:
			return 0, false, errno
		}
	}
}

// sendMost bounds a system call, which holds a processor while it runs.
const sendMost = 64 << 10

// Send writes what the socket takes at once, and returns how much; false: the connection has failed. It is the Handler's.
func (k *Socket) Send(b []byte) (int, bool) {
	for sent := 0; ; {
		n, _, errno := syscall.RawSyscall6(syscall.SYS_SENDTO, uintptr(k.fd), uintptr(unsafe.Pointer(&b[sent])), uintptr(min(len(b)-sent, sendMost)), syscall.MSG_NOSIGNAL|syscall.MSG_DONTWAIT, 0, 0)
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

// Try is Send for everybody.
func (k *Socket) Try(b []byte) (int, bool) {
	k.mu.Lock()
	defer k.mu.Unlock()
	if k.mu.closed {
		return 0, false
	}
	return k.Send(b)
}

// Read implements net.Conn, for a Handler that has come to its end.
func (k *Socket) Read(b []byte) (n int, err error) {
	if len(b) == 0 {
		return 0, nil
	}
	err = k.wait(&k.mu.in, func() (bool, error) {
		n, _, err = k.Recv(b)
		return n > 0 || err != nil, err
	})
	return n, err
}

// Write implements net.Conn.
func (k *Socket) Write(b []byte) (n int, err error) {
	if len(b) == 0 {
		return 0, nil
	}
	err = k.wait(&k.mu.out, func() (bool, error) {
		sent, ok := k.Send(b[n:])
		if n += sent; !ok {
			return true, syscall.EPIPE
		}
		return n == len(b), nil
	})
	return n, err
}

// wait calls try until it is done, each time something has happened.
func (k *Socket) wait(s *side, try func() (done bool, err error)) error {
	k.mu.Lock()
	defer k.mu.Unlock()
	k.waits.Add(1)
	asked := false
	defer func() {
		if k.waits.Add(-1) == 0 && asked && !k.mu.closed {
			k.loop.control(syscall.EPOLL_CTL_MOD, k, interest)
		}
	}()
	for {
		switch {
		case k.mu.closed:
			return net.ErrClosed
		case s.expired:
			return os.ErrDeadlineExceeded
		}
		s.ready = false
		if done, err := try(); done {
			return err
		}
		if !asked {
			asked = true
			if err := k.loop.control(syscall.EPOLL_CTL_MOD, k, interest|syscall.EPOLLOUT); err != nil {
				return err
			}
		}
		for !s.ready && !s.expired && !k.mu.closed {
			k.changed.Wait()
		}
	}
}

// notice tells those who wait that something has happened.
func (k *Socket) notice() {
	k.mu.Lock()
	k.mu.in.ready, k.mu.out.ready = true, true
	k.mu.Unlock()
	k.changed.Broadcast()
}

// Close implements net.Conn.
func (k *Socket) Close() error {
	k.mu.Lock()
	if k.mu.closed {
		k.mu.Unlock()
		return net.ErrClosed
	}
	k.mu.closed = true
	for _, t := range []*time.Timer{k.mu.alarm, k.mu.in.deadline, k.mu.out.deadline} {
		if t != nil {
			t.Stop()
		}
	}
	err := syscall.Close(k.fd)
	k.mu.Unlock()
	k.changed.Broadcast()
	k.loop.remove(k)
	return err
}

// CloseWrite tells the peer that nothing more is sent.
func (k *Socket) CloseWrite() error {
	k.mu.Lock()
	defer k.mu.Unlock()
	if k.mu.closed {
		return net.ErrClosed
	}
	return syscall.Shutdown(k.fd, syscall.SHUT_WR)
}

// LocalAddr implements net.Conn.
func (k *Socket) LocalAddr() net.Addr { return k.local }

// RemoteAddr implements net.Conn.
func (k *Socket) RemoteAddr() net.Addr { return k.remote }

// SetDeadline implements net.Conn.
func (k *Socket) SetDeadline(t time.Time) error {
	k.SetReadDeadline(t)
	return k.SetWriteDeadline(t)
}

// SetReadDeadline implements net.Conn.
func (k *Socket) SetReadDeadline(t time.Time) error { return k.expire(&k.mu.in, t) }

// SetWriteDeadline implements net.Conn.
func (k *Socket) SetWriteDeadline(t time.Time) error { return k.expire(&k.mu.out, t) }

// expire sets the deadline of one side.
func (k *Socket) expire(s *side, t time.Time) error {
	k.mu.Lock()
	defer k.mu.Unlock()
	if k.mu.closed {
		return net.ErrClosed
	}
	if s.deadline != nil {
		s.deadline.Stop()
		s.deadline = nil
	}
	s.expired = false
	if t.IsZero() {
		return nil
	}
	left := time.Until(t)
	if left <= 0 {
		s.expired = true
		k.changed.Broadcast()
		return nil
	}
	var timer *time.Timer
	timer = time.AfterFunc(left, func() {
		k.mu.Lock()
		defer k.mu.Unlock()
		if s.deadline == timer {
			s.expired = true
			k.changed.Broadcast()
		}
	})
	s.deadline = timer
	return nil
}
