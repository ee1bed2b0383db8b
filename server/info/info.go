// Package info collects what is worth knowing about a running server, as data: sections of named values. INFO prints it as text;
// whoever wants numbers takes the values.
package info

import (
	"crypto/rand"
	"encoding/hex"
	"iter"
	"sync/atomic"

	"redstart/server/client"
	"redstart/server/clock"
	"redstart/server/config"
	"redstart/server/pubsub"
	"redstart/server/script"
	"redstart/server/stats"
	"redstart/server/store"
	"redstart/server/track"
	"redstart/storage"
)

// Sources are where a Collector looks.
type Sources struct {
	Config   *config.Config
	Clock    *clock.Clock
	Keys     *storage.Keyspace
	Stores   *store.Registry // default: there are none
	Clients  *client.Registry
	Stats    *stats.Stats
	PubSub   *pubsub.Hub
	Track    *track.Table
	Scripts  *script.Engine
	Commands iter.Seq2[string, *stats.Command] // full names and counters, subcommands too

	// BlockedKeys tells how many keys clients wait for, and for how many of them somebody waits who wants to know when they go. Optional.
	BlockedKeys func() (keys, orGone int64)
	// WatchedKeys tells how many keys clients watch for their transactions. Optional.
	WatchedKeys func() int64
	// Persistence tells about the log. Optional.
	Persistence func() Persistence
}

// Collector collects.
type Collector struct {
	Sources
	runID   string
	replID  atomic.Pointer[string]
	startup int64 // bytes of the heap at the start
	peak    atomic.Int64
	cycle   cycles
	samples samples
}

// New makes a Collector and gives the server its identity.
func New(s Sources) *Collector {
	if s.Scripts == nil {
		s.Scripts = script.New(script.Options{})
	}
	if s.Stores == nil {
		s.Stores = store.New(s.Keys, nil)
	}
	c := &Collector{Sources: s, runID: randomID(), startup: liveHeap()}
	c.ChangeReplID()
	return c
}

// ChangeReplID gives the server a new replication id.
func (c *Collector) ChangeReplID() {
	id := randomID()
	c.replID.Store(&id)
}

func randomID() string {
	var b [20]byte
	rand.Read(b[:])
	return hex.EncodeToString(b[:])
}

// Reset is CONFIG RESETSTAT's part of it.
func (c *Collector) Reset() {
	c.peak.Store(0)
	c.cycle.expireNanos.Store(0)
	c.cycle.evictNanos.Store(0)
	c.samples.reset()
}

// cycles is the time spent on work that no client asked for.
type cycles struct{ expireNanos, evictNanos atomic.Int64 }

// Swept adds the duration of a sweep for expired keys, in ns.
func (c *Collector) Swept(ns int64) { c.cycle.expireNanos.Add(ns) }

// Evicted adds the duration of a round of eviction beyond the bound, in ns.
func (c *Collector) Evicted(ns int64) { c.cycle.evictNanos.Add(ns) }
