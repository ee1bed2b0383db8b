package server

import (
	"math"
	"os"
	"runtime/debug"

	"redstart/server/config"
)

// The collector's pace. Values have no pointers, so a collection costs little for each key, but the room that GOGC leaves for garbage
// is memory that every key pays for: with the runtime's 100 a heap of 10 GB would take 20. So the room shrinks as the heap grows. A small
// heap gets much of it, because there a collection costs more than the memory: the fixed part of its work comes more often.
var gcSteps = []struct {
	below   int64 // bytes of keys
	percent int   // GOGC
}{
	{8 << 20, 200},
	{64 << 20, 100},
	{1 << 30, 50},
	{8 << 30, 35},
	{math.MaxInt64, 25},
}

func gcPercent(keys int64) int {
	for _, s := range gcSteps {
		if keys < s.below {
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

// releaseAt is how many bytes must have been freed before the server gives them back to the system by itself.
const releaseAt = 64 << 20

// collector is what the server has told Go's runtime. It belongs to cron.
type collector struct {
	percent int
	limit   int64
	high    int64 // most bytes of keys since memory was last given back
}

// tuneGC keeps GOGC and the memory limit right for the heap, and gives memory back after much was freed. It leaves alone what the
// environment says.
func (srv *Server) tuneGC() {
	g := &srv.collector
	used := srv.keys.Used()
	if p := gcPercent(used); p != g.percent && os.Getenv("GOGC") == "" {
		g.percent = p
		debug.SetGCPercent(p)
	}
	if l := gcLimit(srv.cfg.Int(config.MaxMemory)); l != g.limit && os.Getenv("GOMEMLIMIT") == "" {
		g.limit = l
		debug.SetMemoryLimit(l)
	}
	g.high = max(g.high, used)
	if used < g.high/2 && g.high-used > releaseAt {
		g.high = used
		go debug.FreeOSMemory()
	}
}
