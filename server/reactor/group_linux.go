package reactor

import (
	"runtime"
	"sync/atomic"
	"time"
)

// Group is the reactors of a server.
type Group struct {
	o    Options
	all  []*reactor
	next atomic.Uint32
	ends chan struct{}

	idle   atomic.Bool   // the overseer waits
	rouse  chan struct{} // wakes it
	ticked []uint64      // the turn of each reactor when the overseer looked last
}

// Start makes a Group with a reactor for each processor.
func Start(o Options) (*Group, error) {
	g := &Group{o: o, ends: make(chan struct{}), rouse: make(chan struct{}, 1)}
	for range runtime.GOMAXPROCS(0) {
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
		if o.Round != nil {
			o.Round.Enter()
		}
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

// pick chooses a reactor for one more Socket.
func (g *Group) pick() *reactor { return g.all[int(g.next.Add(1))%len(g.all)] }

// tick is how often the overseer looks. A turn that it sees twice has taken too long for the others to wait.
const tick = 2 * time.Millisecond

// watch is the overseer: it takes the lead away from those whose turn takes too long. While nothing happens it waits.
func (g *Group) watch() {
	t := time.NewTicker(tick)
	defer t.Stop()
	for quiet := 0; ; {
		select {
		case <-g.ends:
			return
		case <-t.C:
		}
		if quiet++; g.lookAround() {
			quiet = 0
		}
		if quiet < 2 {
			continue
		}
		quiet = 0
		t.Stop()
		g.idle.Store(true)
		if g.lookAround() { // somebody woke before that
			g.oversee()
		}
		select {
		case <-g.ends:
			return
		case <-g.rouse:
		}
		t.Reset(tick)
	}
}

// lookAround deposes those who are stuck. It reports whether anything happens.
func (g *Group) lookAround() bool {
	happens := false
	for i, r := range g.all {
		turn := r.turn.Load()
		if taking := turn&1 == 1; taking && turn == g.ticked[i] {
			r.depose(turn)
		}
		happens = happens || turn&1 == 1 || turn != g.ticked[i]
		g.ticked[i] = turn
	}
	return happens
}

// oversee wakes the overseer if it waits.
func (g *Group) oversee() {
	if g.idle.Load() && g.idle.CompareAndSwap(true, false) {
		g.rouse <- struct{}{}
	}
}
