package server

import (
	"fmt"
	"sync"
	"sync/atomic"
	"syscall"

	"redstart/server/client"
)

// watcher is a second epoll instance beside the runtime's. It does two things for the raw loop.
//
// It notices peers that close their sending side. A FIN that comes together with the last bytes makes one edge with them, so after a
// short read nothing would ever wake the session again. Waiting here for EPOLLRDHUP alone costs one system call a connection: the
// watcher marks the session, for which a short read proves nothing from then on, and wakes it.
//
// It waits for the input of sessions that rest: one that has had nothing to do for a while gives up its goroutine, whose stack is most
// of what an idle connection costs, and gets another when something comes or somebody wakes it.
type watcher struct {
	rested atomic.Int64 // sessions that have come to rest until now
	pipe   [2]int       // writing to it ends run
	mu     struct {
		sync.Mutex
		epfd     int // -1: closed
		next     int32
		sessions map[int32]*session
	}
}

const (
	oneShot   = 1 << 30 // EPOLLONESHOT, which package syscall has with a sign that does not fit
	hangUp    = syscall.EPOLLRDHUP | oneShot
	anything  = syscall.EPOLLIN | hangUp
	restAfter = 2000 // ms without a command after which a session rests
)

func (w *watcher) start() error {
	w.mu.Lock()
	defer w.mu.Unlock()
	var err error
	if w.mu.epfd, err = syscall.EpollCreate1(syscall.EPOLL_CLOEXEC); err != nil {
		return fmt.Errorf("watching connections: %w", err)
	}
	if err = syscall.Pipe2(w.pipe[:], syscall.O_CLOEXEC); err != nil {
		return fmt.Errorf("watching connections: %w", err)
	}
	w.mu.sessions = map[int32]*session{}
	if err = syscall.EpollCtl(w.mu.epfd, syscall.EPOLL_CTL_ADD, w.pipe[0], &syscall.EpollEvent{Events: syscall.EPOLLIN}); err != nil {
		return fmt.Errorf("watching connections: %w", err)
	}
	go w.run(w.mu.epfd)
	return nil
}

func (w *watcher) stop() { syscall.Write(w.pipe[1], []byte{0}) }

// close closes the descriptors, which nobody uses afterwards.
func (w *watcher) close() {
	w.mu.Lock()
	defer w.mu.Unlock()
	syscall.Close(w.mu.epfd)
	w.mu.epfd = -1
	syscall.Close(w.pipe[0])
	syscall.Close(w.pipe[1])
}

func (w *watcher) run(epfd int) {
	defer w.close()
	events := make([]syscall.EpollEvent, 64)
	for {
		n, err := syscall.EpollWait(epfd, events, -1)
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
				s.noticed(e.Events&^syscall.EPOLLIN != 0)
			}
		}
	}
}

// noticed tells the session that something has come, or that its peer has hung up.
func (s *session) noticed(hungUp bool) {
	if hungUp {
		s.fin.Store(true)
	}
	if !s.rouse() && hungUp {
		s.wake()
	}
}

// welcome lets a new session rest until its first input comes: many connections are opened to be kept. It reports false when the
// session must go on by itself.
func (w *watcher) welcome(s *session, raw syscall.RawConn) bool {
	s.number = w.add(s)
	return w.rest(s, raw, syscall.EPOLL_CTL_ADD)
}

// attend watches the peer of a session that is about to run.
func (w *watcher) attend(s *session, raw syscall.RawConn) {
	if !s.fin.Load() && !w.control(raw, syscall.EPOLL_CTL_MOD, hangUp, s.number) {
		s.fin.Store(true) // costs a second read each time, and is right
	}
}

// add gives the session a number that no watched one has, never 0, which is the pipe's.
func (w *watcher) add(s *session) int32 {
	w.mu.Lock()
	defer w.mu.Unlock()
	for {
		if w.mu.next++; w.mu.next <= 0 {
			w.mu.next = 1
		}
		if w.mu.sessions[w.mu.next] == nil {
			w.mu.sessions[w.mu.next] = s
			return w.mu.next
		}
	}
}

// control has epoll wait for events of a connection; it reports false when that cannot be.
func (w *watcher) control(raw syscall.RawConn, op int, events uint32, id int32) bool {
	w.mu.Lock()
	defer w.mu.Unlock()
	if w.mu.epfd < 0 {
		return false
	}
	done := false
	err := raw.Control(func(fd uintptr) {
		done = syscall.EpollCtl(w.mu.epfd, op, int(fd), &syscall.EpollEvent{Events: events, Fd: id}) == nil
	})
	return err == nil && done
}

// rest lets the session's goroutine end; it reports false when there is something to do already. After true, the session is not the
// caller's any more.
func (w *watcher) rest(s *session, raw syscall.RawConn, op int) bool {
	id := s.number
	s.resting.Store(true)
	if w.control(raw, op, anything, id) && !s.poked.Load() {
		return true
	}
	return !s.resting.CompareAndSwap(true, false)
}

// forget ends the watch of a session that is to be closed.
func (w *watcher) forget(s *session) {
	w.mu.Lock()
	defer w.mu.Unlock()
	delete(w.mu.sessions, s.number)
}

// tire has sessions rest that have run no command for a while at the time now, Unix ms.
func (w *watcher) tire(now int64) {
	var tired []*session
	w.mu.Lock()
	for _, s := range w.mu.sessions {
		if now-s.c.LastActive.Load() > restAfter && !s.resting.Load() && !s.fin.Load() && !s.c.Has(client.Blocked) {
			tired = append(tired, s)
		}
	}
	w.mu.Unlock()
	for _, s := range tired {
		s.drowsy.Store(true)
		s.wake()
	}
}
