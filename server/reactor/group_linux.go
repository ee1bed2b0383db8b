package reactor

import (
	"math/rand/v2"
	"runtime"
	"sync/atomic"
	"syscall"
	"time"
)

// Group is the reactors of a server.
type Group struct {
	o    Options
	all  []*reactor
	ends chan struct{}

	idle   atomic.Bool   // the overseer waits
	rouse  chan struct{} // wakes it
	ticked []uint64      // the turn of each reactor when the overseer looked last
}

// Start makes a Group with a reactor for each processor.
func Start(o Options) (*Group, error) { return startSome(o, runtime.GOMAXPROCS(0)) }

func startSome(o Options, n int) (*Group, error) {
	g := &Group{o: o, ends: make(chan struct{}), rouse: make(chan struct{}, 1)}
	for range n {
		r, err := newReactor(g)
		if err != nil {
			for _, r := range g.all {
				r.close()
			}
			return nil, err
		}
		g.all = append(g.all, r)
	}
	g.ticked = make([]uint64, len(g.all))
	for _, r := range g.all {
		go r.lead()
	}
	go g.watch()
	return g, nil
}

// Stop ends all reactors. Sockets get no turns any more.
func (g *Group) Stop() {
	for _, r := range g.all {
		r.end()
	}
	close(g.ends)
}

// pick chooses a reactor for one more Socket: one with the fewest, by chance, as clients open connections of different uses in turn.
func (g *Group) pick() *reactor {
	first := rand.IntN(len(g.all))
	best := g.all[first]
	for i := range g.all {
		if r := g.all[(first+i)%len(g.all)]; r.live.Load() < best.live.Load() {
			best = r
		}
	}
	return best
}

// How often the overseer looks: a turn that it sees twice has taken too long for the others to wait. When it has just taken a lead away, it
// looks sooner, as the next turn may wait for the same.
const (
	tick     = 2 * time.Millisecond
	soonTick = 100 * time.Microsecond
)

// nextLook is when the overseer looks again, which has waited for so long, and has taken a lead away or not.
func nextLook(waited time.Duration, deposed bool) time.Duration {
	if deposed {
		return soonTick
	}
	return min(2*waited, tick)
}

// watch is the overseer: it takes the lead away from those whose turn takes too long. While nothing happens it waits.
func (g *Group) watch() {
	t := time.NewTimer(tick)
	defer t.Stop()
	for next, quiet := tick, 0; ; {
		if next < tick { // Go rounds its timers up to a millisecond when it waits for sockets
			ts := syscall.NsecToTimespec(int64(next))
			syscall.Nanosleep(&ts, nil)
		} else {
			t.Reset(next)
			select {
			case <-g.ends:
				return
			case <-t.C:
			}
		}
		happens, deposed := g.lookAround()
		next = nextLook(next, deposed)
		if quiet++; happens {
			quiet = 0
		}
		if quiet < 2 || next < tick {
			continue
		}
		quiet = 0
		g.idle.Store(true)
		if happens, _ = g.lookAround(); happens { // a turn began before that
			g.oversee()
		}
		select {
		case <-g.ends:
			return
		case <-g.rouse:
		}
	}
}

// lookAround deposes those who are stuck. It reports whether anything happens, and whether somebody was deposed.
func (g *Group) lookAround() (happens, deposed bool) {
	for i, r := range g.all {
		turn := r.turn.Load()
		if taking := turn&1 == 1; taking && turn == g.ticked[i] {
			r.depose(turn)
			deposed = true
		}
		happens = happens || turn&1 == 1 || turn != g.ticked[i]
		g.ticked[i] = turn
	}
	return happens, deposed
}

// oversee wakes the overseer if it waits.
func (g *Group) oversee() {
	if g.idle.Load() && g.idle.CompareAndSwap(true, false) {
		g.rouse <- struct{}{}
	}
}
