package reactor

import (
	"fmt"
	"os"
	"runtime"
	"sync"
	"sync/atomic"
	"syscall"
	"unsafe"
)

// reactor is one epoll instance and the goroutine that leads it: it takes what is ready, round by round, and gives each Socket's
// Handler its turn. A Handler may take long or wait for a lock. Then the overseer gives the lead to another goroutine, and the one
// that is stuck keeps nothing but its Handler, which is away until its turn has ended.
//
// All fields without a lock are the leader's.
type reactor struct {
	group *Group
	epfd  int
	file  *os.File        // the epoll instance, as Go's own poller sees it: the leader waits there, like any other goroutine
	raw   syscall.RawConn // of file
	bell  int             // an eventfd: writing to it makes the epoll instance ready
	look  func(uintptr) bool

	events [128]syscall.EpollEvent
	at, n  int       // the events of this round that have had no turn: events[at:n]
	called []*Socket // who was woken and has had no turn: called[heard:]
	heard  int
	unsent []*Socket // whose output waits for the end of the round
	spare  []*Socket // the other buffer of unsent
	slept  bool      // the last look found nothing

	entered bool  // the round must be left
	begun   int64 // r.turns when it began

	turns   int64 // so far
	yielded int64 // of them when the leader let others run last
	pace    pace

	turn   atomic.Uint64 // odd: a turn is being taken. Who moves it from odd to even ends the turn, the leader or the overseer
	taking []*Socket     // who takes it: written before the turn begins, read when it has ended
	single [1]*Socket

	live atomic.Int32 // Sockets
	rung atomic.Bool  // somebody is in mu.woken
	mu   struct {
		sync.Mutex
		woken  []*Socket
		asleep bool    // the leader waits, and must be rung for
		closed bool    // the leader is to leave
		gone   bool    // it has left, and the descriptors are closed
		free   []int32 // numbers that are not used
		last   int32   // the largest that was ever used
		age    int32   // of the Socket that came last
	}
	sockets [chunks]atomic.Pointer[chunk] // by number; 0 is the bell's
}

const (
	edgeTriggered = 1 << 31 // EPOLLET, which package syscall has with a sign that does not fit
	input         = syscall.EPOLLIN | syscall.EPOLLRDHUP | syscall.EPOLLHUP | syscall.EPOLLERR
	interest      = syscall.EPOLLIN | syscall.EPOLLRDHUP | edgeTriggered
	hangUp        = syscall.EPOLLRDHUP | syscall.EPOLLHUP | syscall.EPOLLERR
)

// yieldAfter is how many turns the leader takes before it lets the process's other goroutines run: it never waits while there is
// something to do.
const yieldAfter = 64

// roundTurns is how many turns a round has, if so many are ready, and more when they are at once. With more there would be less to do at
// its end for each, but those for whom that is would wait longer.
const roundTurns = 32

func newReactor(g *Group) (*reactor, error) {
	epfd, err := syscall.EpollCreate1(syscall.EPOLL_CLOEXEC)
	if err != nil {
		return nil, fmt.Errorf("creating an epoll instance: %w", err)
	}
	syscall.SetNonblock(epfd, true) // or os.NewFile takes it for a file that cannot be waited for
	r := &reactor{group: g, epfd: epfd, file: os.NewFile(uintptr(epfd), "epoll")}
	r.look = r.poll
	bell, _, errno := syscall.RawSyscall(syscall.SYS_EVENTFD2, 0, syscall.O_CLOEXEC|syscall.O_NONBLOCK, 0)
	if errno != 0 {
		r.file.Close()
		return nil, fmt.Errorf("creating an eventfd: %w", errno)
	}
	r.bell = int(bell)
	r.raw, err = r.file.SyscallConn()
	if err == nil {
		err = syscall.EpollCtl(epfd, syscall.EPOLL_CTL_ADD, r.bell, &syscall.EpollEvent{Events: syscall.EPOLLIN | edgeTriggered})
	}
	if err != nil {
		r.close()
		return nil, fmt.Errorf("preparing an epoll instance: %w", err)
	}
	return r, nil
}

// close closes the descriptors, which nobody uses afterwards.
func (r *reactor) close() {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.mu.gone = true
	r.file.Close()
	syscall.Close(r.bell)
}

// lead takes rounds until the reactor is closed, or the lead taken away.
func (r *reactor) lead() {
	// Who takes the lead over does not let those wait who have had their turn: more of the round may take long.
	if !r.flushAll() || !r.leave() {
		return
	}
	for {
		turns := r.turns
		for r.at < r.n {
			e := &r.events[r.at]
			r.at++
			if k := r.socket(e.Fd); k != nil && k.age == e.Pad && !r.happened(k, e.Events) {
				return
			}
		}
		if !r.callAll() || !r.flushAll() {
			return
		}
		if r.entered && r.turns > turns && r.turns-r.begun < roundTurns && r.wait() {
			continue // the round goes on
		}
		if !r.leave() {
			return
		}
		if r.turns-r.yielded >= yieldAfter {
			r.yielded = r.turns
			runtime.Gosched()
		}
		if r.raw.Read(r.look) != nil || r.isClosed() {
			r.close()
			return
		}
		r.entered, r.begun = r.group.o.Round.Enter(), r.turns
	}
}

// leave ends the round. It reports false when the lead was taken away.
func (r *reactor) leave() bool {
	if !r.entered {
		return true
	}
	r.entered = false
	if !r.group.o.Round.Leave() {
		return true
	}
	turn := r.begin(nil)
	r.group.o.Round.Deliver()
	return r.turn.CompareAndSwap(turn, turn+1)
}

// poll looks for what is ready. It reports false when the leader is to wait: then it is called again when there is something.
//
// It must look at least once in each RawConn.Read, which forgets that the epoll instance became ready before.
func (r *reactor) poll(uintptr) bool {
	if r.slept {
		r.slept = false
		r.mu.Lock()
		r.mu.asleep = false
		r.mu.Unlock()
	}
	if r.wait() || r.rung.Load() {
		return true
	}
	if r.pace.linger > 0 {
		runtime.Gosched() // lingering would keep them from running
		linger(r.pace.linger)
		if r.wait() || r.rung.Load() {
			return true
		}
		r.pace.linger = 0
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	if len(r.mu.woken) > 0 || r.mu.closed {
		return true
	}
	r.mu.asleep, r.slept = true, true
	return false
}

// wait reports whether there is something to do, and does not wait for it.
func (r *reactor) wait() bool {
	n, _, errno := syscall.RawSyscall6(syscall.SYS_EPOLL_PWAIT, uintptr(r.epfd), uintptr(unsafe.Pointer(&r.events[0])), uintptr(len(r.events)), 0, 0, 0)
	r.at, r.n = 0, int(n)
	if errno != 0 {
		r.n = 0
	}
	return r.n > 0
}

// happened takes an event. It reports false when the lead was taken away.
func (r *reactor) happened(k *Socket, events uint32) bool {
	if events&hangUp != 0 {
		k.hungUp.Store(true)
	}
	if k.waits.Load() != 0 {
		k.notice()
	}
	if events&input == 0 {
		return true
	}
	return r.take(k, false, true)
}

// callAll gives those a turn who were woken. It reports false when the lead was taken away.
func (r *reactor) callAll() bool {
	for fresh := true; ; fresh = false {
		for r.heard < len(r.called) {
			k := r.called[r.heard]
			r.called[r.heard] = nil
			r.heard++
			k.called.Store(false)
			if !r.take(k, true, k.again.Swap(false)) {
				return false
			}
		}
		if !fresh || !r.rung.Load() { // who is woken by these has a turn in the next round
			return true
		}
		r.mu.Lock()
		r.rung.Store(false)
		r.called, r.mu.woken, r.heard = r.mu.woken, r.called[:0], 0
		r.mu.Unlock()
	}
}

// take gives k's Handler its turn, unless it is away. It reports false when the lead was taken away meanwhile.
func (r *reactor) take(k *Socket, called, input bool) bool {
	if k.away.Load() {
		k.again.Store(true)
		if !k.away.Load() { // it has just come back
			k.Wake()
		}
		return true
	}
	r.single[0] = k
	turn := r.begin(r.single[:])
	over := k.handler.Ready(called, input)
	if !r.turn.CompareAndSwap(turn, turn+1) {
		r.comeBack(k, over)
		return false
	}
	r.turns++
	if r.pace.turn(k, r.turns) {
		r.pace.window(r.group.o.Now())
	}
	r.done(k, over)
	return true
}

// begin begins a turn.
func (r *reactor) begin(who []*Socket) uint64 {
	r.taking = who
	turn := r.turn.Load() + 1
	r.turn.Store(turn)
	r.group.oversee()
	return turn
}

// done is after a turn that was not taken away.
func (r *reactor) done(k *Socket, over bool) {
	switch {
	case over:
		k.away.Store(true)
		go k.handler.End()
	case k.handler.Unsent() && !k.unsent:
		k.unsent = true
		r.unsent = append(r.unsent, k)
	}
}

// flushAll has everybody send what waits for the end of the round. It reports false when the lead was taken away.
func (r *reactor) flushAll() bool {
	if len(r.unsent) == 0 {
		return true
	}
	all := r.unsent[:0]
	for _, k := range r.unsent {
		k.unsent = false
		if !k.away.Load() && k.handler.Unsent() { // or it has had another turn, and come to its end or sent all then
			all = append(all, k)
		}
	}
	r.unsent, r.spare = r.spare[:0], nil
	turn := r.begin(all)
	for _, k := range all {
		k.over = k.handler.Flush()
	}
	if !r.turn.CompareAndSwap(turn, turn+1) {
		for _, k := range all {
			r.comeBack(k, k.over)
		}
		return false
	}
	for _, k := range all {
		r.done(k, k.over)
	}
	clear(all[:cap(all)])
	r.spare = all
	return true
}

// depose takes the lead away from a goroutine that has been taking the same turn for too long, and gives it to another.
func (r *reactor) depose(turn uint64) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if !r.turn.CompareAndSwap(turn, turn+1) {
		return
	}
	for _, k := range r.taking {
		k.away.Store(true)
	}
	go r.lead()
}

// comeBack ends the turn of a Handler that was away: the lead is not the caller's any more.
func (r *reactor) comeBack(k *Socket, over bool) {
	if !over && k.handler.Unsent() {
		over = k.handler.Flush()
	}
	if over || r.isClosed() { // this also waits for depose's end
		go k.handler.End()
		return
	}
	k.away.Store(false)
	if k.again.Load() {
		k.Wake()
	}
}

// wake has k called by the leader.
func (r *reactor) wake(k *Socket) {
	r.mu.Lock()
	r.mu.woken = append(r.mu.woken, k)
	r.rung.Store(true)
	r.ring()
	r.mu.Unlock()
}

var one = [8]byte{0: 1}

// ring wakes the leader if it waits. The caller holds mu.
func (r *reactor) ring() {
	if !r.mu.asleep || r.mu.gone {
		return
	}
	r.mu.asleep = false
	syscall.RawSyscall(syscall.SYS_WRITE, uintptr(r.bell), uintptr(unsafe.Pointer(&one)), uintptr(len(one)))
}

// end makes the leader leave.
func (r *reactor) end() {
	r.mu.Lock()
	r.mu.closed = true
	r.ring()
	r.mu.Unlock()
}

func (r *reactor) isClosed() bool {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.mu.closed
}
