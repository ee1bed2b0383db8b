package server

import (
	"fmt"
	"sync"
	"syscall"
)

// finWatch notices peers that close their sending side. A FIN that comes together with the last bytes makes one edge with them, so
// after a short read nothing would ever wake the session again. A second epoll instance, for EPOLLRDHUP alone, costs one system call
// a connection: it marks the session, for which a short read proves nothing from then on, and wakes it.
type finWatch struct {
	epfd int
	pipe [2]int // writing to it ends run
	mu   struct {
		sync.Mutex
		next     int32
		sessions map[int32]*session
	}
}

const oneShot = 1 << 30 // EPOLLONESHOT, which package syscall has with a sign that does not fit

func (w *finWatch) start() error {
	var err error
	if w.epfd, err = syscall.EpollCreate1(syscall.EPOLL_CLOEXEC); err != nil {
		return fmt.Errorf("watching for closed peers: %w", err)
	}
	if err = syscall.Pipe2(w.pipe[:], syscall.O_CLOEXEC); err != nil {
		return fmt.Errorf("watching for closed peers: %w", err)
	}
	w.mu.sessions = map[int32]*session{}
	if err = syscall.EpollCtl(w.epfd, syscall.EPOLL_CTL_ADD, w.pipe[0], &syscall.EpollEvent{Events: syscall.EPOLLIN}); err != nil {
		return fmt.Errorf("watching for closed peers: %w", err)
	}
	go w.run()
	return nil
}

func (w *finWatch) stop() { syscall.Write(w.pipe[1], []byte{0}) }

func (w *finWatch) run() {
	defer syscall.Close(w.epfd)
	defer syscall.Close(w.pipe[0])
	defer syscall.Close(w.pipe[1])
	events := make([]syscall.EpollEvent, 64)
	for {
		n, err := syscall.EpollWait(w.epfd, events, -1)
		if err != nil && err != syscall.EINTR {
			return
		}
		for _, e := range events[:max(n, 0)] {
			if e.Fd == 0 {
				return
			}
			w.mu.Lock()
			s := w.mu.sessions[e.Fd]
			w.mu.Unlock()
			if s != nil {
				s.fin.Store(true)
				s.wake()
			}
		}
	}
}

// nextID returns a number that no watched session has, never 0, which is the pipe's. The caller holds mu.
func (w *finWatch) nextID() int32 {
	for {
		if w.mu.next++; w.mu.next <= 0 {
			w.mu.next = 1
		}
		if w.mu.sessions[w.mu.next] == nil {
			return w.mu.next
		}
	}
}

// watch watches the session's peer until the returned function is called.
func (w *finWatch) watch(s *session, raw syscall.RawConn) (forget func()) {
	w.mu.Lock()
	id := w.nextID()
	w.mu.sessions[id] = s
	w.mu.Unlock()
	err := raw.Control(func(fd uintptr) {
		e := syscall.EpollEvent{Events: syscall.EPOLLRDHUP | oneShot, Fd: id}
		if syscall.EpollCtl(w.epfd, syscall.EPOLL_CTL_ADD, int(fd), &e) != nil {
			s.fin.Store(true) // costs a second read each time, and is right
		}
	})
	if err != nil {
		s.fin.Store(true)
	}
	return func() {
		w.mu.Lock()
		delete(w.mu.sessions, id)
		w.mu.Unlock()
	}
}
