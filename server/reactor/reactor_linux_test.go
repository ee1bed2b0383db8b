package reactor

import (
	"bytes"
	"io"
	"net"
	"runtime"
	"sync"
	"sync/atomic"
	"testing"
	"time"
)

// echo sends back what it reads. Its fields are set before it starts.
type echo struct {
	k       *Socket
	ready   func(called bool) (over bool) // called first in each turn; may be nil
	late    bool                          // output waits for the end of the round
	unsent  []byte
	inTurn  atomic.Bool
	ended   chan struct{}
	flushes atomic.Int32
}

func (e *echo) Ready(called, input bool) bool {
	if !e.inTurn.CompareAndSwap(false, true) {
		panic("two turns at a time")
	}
	defer e.inTurn.Store(false)
	if e.ready != nil && e.ready(called) {
		return true
	}
	var b [64]byte
	for more := input; more; {
		var n int
		var err error
		if n, more, err = e.k.Recv(b[:]); err != nil {
			e.send()
			return true
		}
		e.unsent = append(e.unsent, b[:n]...)
	}
	return !e.late && e.send()
}

func (e *echo) send() (over bool) {
	if len(e.unsent) == 0 {
		return false
	}
	n, ok := e.k.Send(e.unsent)
	if n < len(e.unsent) {
		panic("the socket is full")
	}
	e.unsent = e.unsent[:0]
	return !ok
}

func (e *echo) Unsent() bool { return len(e.unsent) > 0 }

func (e *echo) Flush() bool {
	e.flushes.Add(1)
	return e.send()
}

func (e *echo) End() {
	e.k.Close()
	close(e.ended)
}

var start = time.Now()

func now() int64 { return int64(time.Since(start)) }

// noRound is told of rounds and keeps nothing.
type noRound struct{}

func (noRound) Enter() bool { return false }
func (noRound) Leave() bool { return false }
func (noRound) Deliver()    {}

// group starts a Group of two reactors.
func group(t *testing.T) *Group {
	t.Helper()
	return groupOf(t, 2, noRound{})
}

func groupOf(t *testing.T, n int, r Round) *Group {
	t.Helper()
	g, err := startSome(Options{Now: now, Round: r}, n)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(g.Stop)
	return g
}

// pair returns two ends of a connection, the first one adopted by g.
func pair(t *testing.T, g *Group) (*Socket, *net.TCPConn) {
	t.Helper()
	ln, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer ln.Close()
	far, err := net.Dial("tcp", ln.Addr().String())
	if err != nil {
		t.Fatal(err)
	}
	near, err := ln.Accept()
	if err != nil {
		t.Fatal(err)
	}
	k, ok := g.Adopt(near)
	if !ok {
		t.Fatal("not adopted")
	}
	if k.RemoteAddr().String() != far.LocalAddr().String() || k.LocalAddr().String() != far.RemoteAddr().String() {
		t.Errorf("%v to %v", k.LocalAddr(), k.RemoteAddr())
	}
	t.Cleanup(func() { far.Close() })
	far.SetDeadline(time.Now().Add(20 * time.Second))
	return k, far.(*net.TCPConn)
}

// serve starts e on one end of a new connection and returns the other.
func serve(t *testing.T, g *Group, e *echo) *net.TCPConn {
	t.Helper()
	k, far := pair(t, g)
	e.k, e.ended = k, make(chan struct{})
	if err := k.Start(e); err != nil {
		t.Fatal(err)
	}
	return far
}

// serveStuck serves connections whose turns take until leave is closed.
func serveStuck(t *testing.T, g *Group, n int) (all []*net.TCPConn, leave chan struct{}) {
	t.Helper()
	leave = make(chan struct{})
	for range n {
		all = append(all, serve(t, g, &echo{ready: func(bool) bool { <-leave; return false }}))
	}
	return all, leave
}

// ask sends a word and wants it back.
func ask(t *testing.T, c net.Conn, word string) {
	t.Helper()
	if _, err := io.WriteString(c, word); err != nil {
		t.Fatal(err)
	}
	want(t, c, word)
}

func want(t *testing.T, c net.Conn, word string) {
	t.Helper()
	b := make([]byte, len(word))
	if _, err := io.ReadFull(c, b); err != nil || string(b) != word {
		t.Fatalf("%q, %v, want %q", b, err, word)
	}
}

func wait(t *testing.T, c <-chan struct{}, what string) {
	t.Helper()
	select {
	case <-c:
	case <-time.After(20 * time.Second):
		t.Fatal("never happened: " + what)
	}
}

// until waits for a condition.
func until(t *testing.T, what string, f func() bool) {
	t.Helper()
	for deadline := time.Now().Add(20 * time.Second); !f(); runtime.Gosched() {
		if time.Now().After(deadline) {
			t.Fatal("never happened: " + what)
		}
	}
}

func TestTurns(t *testing.T) {
	t.Parallel()
	for _, late := range []bool{false, true} {
		g := group(t)
		var all sync.WaitGroup
		for range 40 {
			e := &echo{late: late}
			far := serve(t, g, e)
			all.Go(func() {
				for n := 1; n < 300; n += 7 { // longer than what a Recv takes
					ask(t, far, string(bytes.Repeat([]byte{'x'}, n)))
				}
				far.Close()
				wait(t, e.ended, "the end")
				if late != (e.flushes.Load() > 0) {
					t.Errorf("%d flushes", e.flushes.Load())
				}
			})
		}
		all.Wait()
	}
}

// The end of the peer's side may come with its last bytes, or after them.
func TestHalfClosed(t *testing.T) {
	t.Parallel()
	g := group(t)
	for range 200 {
		e := &echo{}
		far := serve(t, g, e)
		io.WriteString(far, "last words")
		far.CloseWrite()
		want(t, far, "last words")
		wait(t, e.ended, "the end")
	}
}

// While a turn takes long, the others of the reactor have theirs, and what happens to the one that is away happens when it comes back.
func TestLongTurn(t *testing.T) {
	t.Parallel()
	for _, late := range []bool{false, true} {
		g := group(t)
		var stuck atomic.Bool
		leave, calls := make(chan struct{}), atomic.Int32{}
		slow := &echo{late: late}
		slow.ready = func(called bool) bool {
			if called {
				calls.Add(1)
			}
			if stuck.CompareAndSwap(true, false) {
				<-leave
			}
			return false
		}
		far := serve(t, g, slow)
		ask(t, far, "quick")
		var others []*net.TCPConn
		for range 6 { // some are of the same reactor
			others = append(others, serve(t, g, &echo{late: late}))
		}
		stuck.Store(true)
		io.WriteString(far, "slow")
		for range 10 {
			for _, c := range others {
				ask(t, c, "others")
			}
		}
		io.WriteString(far, " and more")
		slow.k.Wake()
		for _, c := range others {
			ask(t, c, "others")
		}
		before := calls.Load()
		close(leave)
		want(t, far, "slow and more")
		until(t, "the call", func() bool { return calls.Load() > before })
		ask(t, far, "quick again")
		far.Close()
		wait(t, slow.ended, "the end")
	}
}

// A turn may end the connection while it is away.
func TestLongLastTurn(t *testing.T) {
	t.Parallel()
	g := group(t)
	leave := make(chan struct{})
	slow := &echo{ready: func(bool) bool { <-leave; return true }}
	far := serve(t, g, slow)
	io.WriteString(far, "x")
	for range 6 {
		ask(t, serve(t, g, &echo{}), "others")
	}
	close(leave)
	wait(t, slow.ended, "the end")
	if _, err := far.Read(make([]byte, 1)); err == nil {
		t.Error("the connection is open")
	}
}

// slowRound's Leave waits while its channel is not nil; its Deliver waits for another.
type slowRound struct {
	leaves   atomic.Pointer[chan struct{}]
	delivers atomic.Pointer[chan struct{}]
	entered  atomic.Int32
}

func (s *slowRound) Enter() bool {
	s.entered.Add(1)
	return true
}

func (s *slowRound) Leave() bool {
	if s.entered.Add(-1) < 0 {
		panic("left twice")
	}
	if c := s.leaves.Swap(nil); c != nil {
		<-*c
	}
	return s.delivers.Load() != nil
}

func (s *slowRound) Deliver() {
	if c := s.delivers.Swap(nil); c != nil {
		<-*c
	}
}

// A turn that begins while the overseer has stopped looking is overseen all the same.
func TestLongTurnAfterLongRound(t *testing.T) {
	t.Parallel()
	round := &slowRound{}
	g := groupOf(t, 1, round)
	stuck, leave := make(chan struct{}), make(chan struct{})
	turns := 0
	sticks := make(chan struct{})
	far := serve(t, g, &echo{ready: func(bool) bool {
		switch turns++; turns {
		case 1:
			round.leaves.Store(&leave) // of this round
		case 2:
			close(sticks)
			<-stuck
		}
		return false
	}})
	other := serve(t, g, &echo{})
	ask(t, far, "quick")
	until(t, "the overseer rests while the round is left", func() bool { return g.idle.Load() && round.leaves.Load() == nil })
	io.WriteString(far, "slow")
	close(leave)
	wait(t, sticks, "the long turn")
	ask(t, other, "meanwhile")
	close(stuck)
	want(t, far, "slow")
}

// Delivering may take long, too.
func TestLongDelivery(t *testing.T) {
	t.Parallel()
	round := &slowRound{}
	g := groupOf(t, 1, round)
	leave := make(chan struct{})
	round.delivers.Store(&leave)
	far := serve(t, g, &echo{})
	for range 2 * roundTurns {
		ask(t, far, "word")
	}
	if round.delivers.Load() != nil {
		t.Error("nothing was delivered")
	}
	close(leave)
	ask(t, far, "word")
}

// Output that waits for the end of the round does not wait for those who take long in it.
func TestUnsentBesideLongTurns(t *testing.T) {
	t.Parallel()
	g := groupOf(t, 1, noRound{})
	all, leave := serveStuck(t, g, 100)
	late := &echo{late: true}
	other := serve(t, g, late)
	for _, far := range all[:50] {
		io.WriteString(far, "slow")
	}
	io.WriteString(other, "meanwhile")
	for _, far := range all[50:] {
		io.WriteString(far, "slow")
	}
	want(t, other, "meanwhile")
	close(leave)
	for _, far := range all {
		want(t, far, "slow")
	}
}

// Many who wait for the same do not hold up the others.
func TestManyLongTurns(t *testing.T) {
	t.Parallel()
	g := groupOf(t, 1, noRound{})
	all, leave := serveStuck(t, g, 500)
	other := serve(t, g, &echo{})
	for _, far := range all {
		io.WriteString(far, "slow")
	}
	ask(t, other, "meanwhile")
	close(leave)
	for _, far := range all {
		want(t, far, "slow")
	}
}

// After a lead was taken away the overseer looks soon, as the next turn may wait for the same; then less and less often.
func TestNextLook(t *testing.T) {
	t.Parallel()
	waited := nextLook(tick, true)
	for _, want := range []time.Duration{100, 200, 400, 800, 1600, 2000, 2000} {
		if waited != want*time.Microsecond {
			t.Errorf("waits %v, want %v us", waited, int(want))
		}
		waited = nextLook(waited, false)
	}
}

func TestWake(t *testing.T) {
	t.Parallel()
	g := group(t)
	called := make(chan struct{}, 1)
	e := &echo{ready: func(woken bool) bool {
		if woken {
			called <- struct{}{}
		}
		return false
	}}
	far := serve(t, g, e)
	for range 1000 {
		e.k.Wake()
		wait(t, called, "a call")
	}
	e.k.Alarm(time.Millisecond)
	wait(t, called, "the alarm")
	e.k.Alarm(time.Hour)
	e.k.Alarm(0)
	wait(t, called, "the alarm that was set again")
	ask(t, far, "still here")
}

// Wakes from everywhere, input and ends at the same time: every word comes back, and every connection ends.
func TestStorm(t *testing.T) {
	t.Parallel()
	g := group(t)
	over := make(chan struct{})
	var mu sync.Mutex
	var all []*Socket
	var storm, talks sync.WaitGroup
	for range 2 {
		storm.Go(func() {
			for {
				select {
				case <-over:
					return
				default:
				}
				mu.Lock()
				for _, k := range all {
					k.Wake()
				}
				mu.Unlock()
				runtime.Gosched()
			}
		})
	}
	for i := range 8 {
		talks.Go(func() {
			for range 30 {
				e := &echo{late: i%2 == 0}
				far := serve(t, g, e)
				mu.Lock()
				all = append(all, e.k)
				mu.Unlock()
				for range 20 {
					ask(t, far, "a word")
				}
				far.Close()
				wait(t, e.ended, "the end")
			}
		})
	}
	talks.Wait()
	close(over)
	storm.Wait()
}

func TestStop(t *testing.T) {
	t.Parallel()
	g, err := Start(Options{Now: now, Round: noRound{}})
	if err != nil {
		t.Fatal(err)
	}
	leave, in := make(chan struct{}), make(chan struct{})
	slow := &echo{ready: func(bool) bool { close(in); <-leave; return false }}
	far := serve(t, g, slow)
	io.WriteString(far, "x")
	wait(t, in, "a turn")
	for range 6 {
		ask(t, serve(t, g, &echo{}), "others") // so the lead was taken away
	}
	g.Stop()
	close(leave)
	wait(t, slow.ended, "the end")
	k, _ := pair(t, g)
	for _, r := range g.all {
		until(t, "the leader leaves", r.isGone)
	}
	if err := k.Start(&echo{}); err == nil {
		t.Error("a reactor that has ended took a socket")
	}
	k.Close()
}

func (r *reactor) isGone() bool {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.mu.gone
}

// A Group that has nothing to do does nothing.
func TestQuiet(t *testing.T) {
	t.Parallel()
	g := group(t)
	ask(t, serve(t, g, &echo{}), "x")
	until(t, "the overseer rests", g.idle.Load)
	ask(t, serve(t, g, &echo{}), "y")
}
