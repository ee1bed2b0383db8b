package reactor

import (
	"errors"
	"sync/atomic"
	"syscall"
)

// The table of Sockets grows by chunks, so that the leader reads it without a lock.
const (
	chunks    = 1024
	chunkSize = 1024
)

type chunk [chunkSize]atomic.Pointer[Socket]

// socket is the one with a number; nil: there is none any more.
func (r *reactor) socket(id int32) *Socket {
	if c := r.sockets[id/chunkSize].Load(); c != nil {
		return c[id%chunkSize].Load()
	}
	return nil
}

var errTooMany = errors.New("too many connections for one reactor")

// add gives k a number and begins to watch it.
func (r *reactor) add(k *Socket) error {
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.mu.closed {
		return errClosed
	}
	if last := len(r.mu.free) - 1; last >= 0 {
		k.id = r.mu.free[last]
		r.mu.free = r.mu.free[:last]
	} else {
		if r.mu.last+1 == chunks*chunkSize {
			return errTooMany
		}
		r.mu.last++
		k.id = r.mu.last
	}
	c := r.sockets[k.id/chunkSize].Load()
	if c == nil {
		c = new(chunk)
		r.sockets[k.id/chunkSize].Store(c)
	}
	r.live.Add(1)
	r.mu.age++
	k.age = r.mu.age
	c[k.id%chunkSize].Store(k)
	k.started.Store(true)
	err := r.control(syscall.EPOLL_CTL_ADD, k, interest)
	if err != nil {
		k.away.Store(true) // who was woken meanwhile has no turn
	}
	return err
}

// control has the epoll instance wait for events of k. Those that have happened already are told at once.
func (r *reactor) control(op int, k *Socket, events uint32) error {
	return syscall.EpollCtl(r.epfd, op, k.fd, &syscall.EpollEvent{Events: events, Fd: k.id, Pad: k.age})
}

// remove takes k's number back.
func (r *reactor) remove(k *Socket) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if k.id == 0 {
		return
	}
	r.sockets[k.id/chunkSize].Load()[k.id%chunkSize].Store(nil)
	r.mu.free = append(r.mu.free, k.id)
	k.id = 0
	r.live.Add(-1)
}
