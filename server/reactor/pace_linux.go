package reactor

// pace tells whether a reactor serves many who each ask for little, and quickly one after the other. Such a leader runs out of work
// again and again for a few microseconds. If it waited each time, the kernel would put the processor to sleep and wake it for almost
// every request, at the cost of both sides; so it lingers first, and finds several requests when it looks again.
type pace struct {
	linger  int64 // ns that the leader lingers when it has run out of work; 0: it waits
	crowded int64 // of the turns in this window those of Sockets that shared the reactor with many
	others  int64 // the sum over the turns of how many others came between two of one Socket
	since   int64 // when the window began, ns
}

const (
	paceWindow  = 32      // turns
	company     = 12      // turns of others between two of one's own: with fewer, those who ask wait for their answers
	quickTurn   = 20_000  // ns from one turn to the next, at most
	lingerTurns = 10      // how many turns are to gather, at most
	lingerPart  = 2.0 / 5 // of those who keep company: the others still have something to do meanwhile
	lingerMost  = 90_000  // ns
)

// turn counts a turn of k, the nth of all. It reports true at the end of a window.
func (p *pace) turn(k *Socket, n int64) bool {
	others := n - k.turn - 1
	if others >= company {
		p.crowded++
	}
	p.others += min(others, lingerTurns/lingerPart)
	k.turn = n
	return n%paceWindow == 0
}

// window ends a window at the time now, ns.
func (p *pace) window(now int64) {
	p.linger = 0
	if each := (now - p.since) / paceWindow; each < quickTurn && p.crowded > paceWindow*3/4 {
		gather := float64(p.others) / paceWindow * lingerPart
		p.linger = min(int64(gather*float64(each)), lingerMost)
	}
	p.crowded, p.others, p.since = 0, 0, now
}
