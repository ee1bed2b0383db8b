package info

import (
	"math"
	"runtime/debug"
	"runtime/metrics"
)

// Heap is what Go's runtime says of its memory, in bytes.
type Heap struct {
	Live    int64 // objects, those that the collector has not found dead yet included
	Active  int64 // Live and the free places between objects
	Mapped  int64 // all that the runtime holds and has not given back to the system
	Marked  int64 // objects that were alive at the end of the last collection
	Goal    int64 // the heap size at which the next collection is to end
	Limit   int64 // memory limit; math.MaxInt64: none
	Percent int64 // GOGC; -1: off
	Cycles  int64 // collections since the start
	Stacks  int64
	Routine int64 // goroutines
}

// heapMetrics are the names that ReadHeap asks the runtime for.
var heapMetrics = [...]string{
	"/memory/classes/heap/objects:bytes",
	"/memory/classes/heap/unused:bytes",
	"/memory/classes/total:bytes",
	"/memory/classes/heap/released:bytes",
	"/gc/heap/live:bytes",
	"/gc/heap/goal:bytes",
	"/gc/gomemlimit:bytes",
	"/gc/gogc:percent",
	"/gc/cycles/total:gc-cycles",
	"/memory/classes/heap/stacks:bytes",
	"/sched/goroutines:goroutines",
}

// ReadHeap asks the runtime.
func ReadHeap() Heap {
	var samples [len(heapMetrics)]metrics.Sample
	for i, name := range heapMetrics {
		samples[i].Name = name
	}
	metrics.Read(samples[:])
	n := func(i int) int64 {
		if samples[i].Value.Kind() != metrics.KindUint64 {
			return 0
		}
		return int64(min(samples[i].Value.Uint64(), math.MaxInt64))
	}
	h := Heap{Live: n(0), Mapped: n(2) - n(3), Marked: n(4), Goal: n(5), Limit: n(6), Percent: n(7), Cycles: n(8), Stacks: n(9), Routine: n(10)}
	h.Active = h.Live + n(1)
	return h
}

func liveHeap() int64 { return ReadHeap().Live }

func (c *Collector) runtime(s *Section) {
	h := ReadHeap()
	limit := h.Limit
	if limit == math.MaxInt64 {
		limit = 0
	}
	s.nums(
		numField{"redstart_gc_percent", h.Percent},
		numField{"redstart_memory_limit", limit},
		numField{"redstart_gc_cycles", h.Cycles},
		numField{"redstart_heap_live", h.Marked},
		numField{"redstart_heap_objects", h.Live},
		numField{"redstart_heap_goal", h.Goal},
		numField{"redstart_heap_mapped", h.Mapped},
		numField{"redstart_stacks", h.Stacks},
		numField{"redstart_goroutines", h.Routine},
	)
}

func buildID() string {
	if b, ok := debug.ReadBuildInfo(); ok {
		for _, kv := range b.Settings {
			if kv.Key == "vcs.revision" && len(kv.Value) >= 16 {
				return kv.Value[:16]
			}
		}
	}
	return "0000000000000000"
}
