package server

import (
	"math"
	"os"
	"runtime/debug"

	"redstart/server/config"
	"redstart/server/info"
)

// The collector's pace. Values have no pointers, so a collection costs little for each key, but the room that GOGC leaves for garbage
// is memory that every key pays for: with the runtime's 100 a heap of 10 GB would take 20. So the room shrinks as the heap grows. A small
// heap gets much of it, because there a collection costs more than the memory: the fixed part of its work comes more often.
var gcSteps = []struct {
	below   int64 // bytes of keys, or of all that was alive at the last collection
	percent int   // GOGC
}{
	{8 << 20, 200},
	{64 << 20, 100},
	{1 << 30, 50},
	{8 << 30, 35},
	{math.MaxInt64, 25},
}

// gcScripts is GOGC for a heap below gcScriptsBelow bytes while scripts run: they leave garbage with each call, and a collection for every few
// megabytes of it would take as long as the calls. The garbage is given back when the server has come to rest.
const (
	gcScripts      = 800
	gcScriptsBelow = 8 << 20
	manyScripts    = 100 // between two looks
)

// gcLoading is GOGC while the log is loaded: the heap grows by keys and hardly any garbage, and each collection would look at them all.
const gcLoading = 200

func gcPercent(live int64) int {
	for _, s := range gcSteps {
		if live < s.below {
			return s.percent
		}
	}
	return gcSteps[len(gcSteps)-1].percent
}

// gcLimit is the runtime's memory limit for a bound on the keys, bytes: above it the collector works harder instead of letting garbage
// grow. It leaves a quarter and 64 MiB for everything that is not keys.
func gcLimit(maxMemory int64) int64 {
	if maxMemory <= 0 || maxMemory > math.MaxInt64/2 {
		return math.MaxInt64
	}
	return maxMemory + maxMemory/4 + 64<<20
}

// When the server has had little to do for a while it collects once and gives what is free back to the system, so that garbage from a
// time of many writes does not stay when nobody needs the processor.
const (
	quietCalls = 100     // calls between two looks from which on there is something to do
	quietBytes = 1 << 20 // a change of the keys' bytes between two looks that is little
	quietAfter = 5       // such looks
	spareBytes = 8 << 20 // what is not worth the work, beside an eighth of the keys
)

// collector is what the server has told Go's runtime. It belongs to cron.
type collector struct {
	percent int
	limit   int64
	calls   int64 // until the last look
	used    int64 // bytes of keys at the last look
	scripts int64 // that had begun at the last look
	quiet   int   // looks with little to do
}

// tuneGC keeps GOGC and the memory limit right for the heap, except where the environment sets them.
func (srv *Server) tuneGC() {
	g := &srv.collector
	used := srv.keys.Used()
	heap := info.ReadHeap()
	live := max(used, heap.Marked+heap.Stacks)
	p := gcPercent(live)
	if srv.isLoading() {
		p = max(p, gcLoading)
	}
	scripts := srv.scripts.Runs()
	if scripts-g.scripts >= manyScripts && live < gcScriptsBelow {
		p = gcScripts
	}
	g.scripts = scripts
	if p != g.percent && os.Getenv("GOGC") == "" {
		g.percent = p
		debug.SetGCPercent(p)
	}
	if l := gcLimit(srv.cfg.Int(config.MaxMemory)); l != g.limit && os.Getenv("GOMEMLIMIT") == "" {
		g.limit = l
		debug.SetMemoryLimit(l)
	}
	// Connections leave garbage too: each that came counts as many calls.
	calls := srv.stats.Totals().Commands + quietCalls*srv.stats.Connections.Load()
	if g.rests(calls, used) && wasteful(heap, used) {
		go debug.FreeOSMemory()
	}
}

// rests notes the number of calls until now and the bytes of keys, and reports whether the server has just come to rest.
func (g *collector) rests(total, used int64) bool {
	calls, bytes := total-g.calls, max(used-g.used, g.used-used)
	g.calls, g.used = total, used
	if calls >= quietCalls || bytes > quietBytes {
		g.quiet = 0
		return false
	}
	g.quiet++
	return g.quiet == quietAfter
}

// wasteful reports whether the runtime holds much more than used bytes of keys need.
func wasteful(h info.Heap, used int64) bool { return h.Mapped-h.Stacks-used > used/8+spareBytes }
