package server

import (
	"math"
	"time"

	"redstart/server/command"
	"redstart/server/config"
	"redstart/server/latency"
	"redstart/storage"
)

// bound is how maxmemory and max-keys bound the keyspace, in the form that the request path wants.
type bound struct {
	room   storage.Room // Max 0: no bound on memory
	reject bool         // max-keys is set with the policy reject
}

// applyBounds takes over maxmemory, max-keys and what belongs to them. While a log is being loaded the bound on keys waits for its end:
// the order of use would be that of loading.
func (srv *Server) applyBounds() error {
	policy, _ := storage.ParsePolicy(srv.cfg.String(config.MaxMemoryPolicy))
	b := &bound{
		room: storage.Room{
			Max:     max(srv.cfg.Int(config.MaxMemory), 0),
			Policy:  policy,
			Samples: int(srv.cfg.Int(config.MaxMemorySamples)),
			Budget:  evictionTime(srv.cfg.Int(config.MaxMemoryEvictionTenacity)),
		},
	}
	keys := srv.cfg.Int(config.MaxKeys)
	reject := srv.cfg.Int(config.MaxKeysPolicy) == config.MaxKeysReject
	b.reject = keys > 0 && reject
	srv.Alone(func() {
		srv.keys.SetLFU(policy.LFU(), int(srv.cfg.Int(config.LFULogFactor)), int(srv.cfg.Int(config.LFUDecayTime)))
		if !srv.isLoading() {
			srv.keys.SetMaxKeys(int(keys), !reject)
		}
		srv.bound.Store(b)
		srv.setGate(gateMemory, b.room.Max > 0 || b.reject)
	})
	srv.evict()
	return nil
}

// evictionTime is how long one command may evict: 500 µs by default, 15 % more for each step of tenacity beyond 10, without end at 100.
func evictionTime(tenacity int64) time.Duration {
	switch {
	case tenacity <= 10:
		return time.Duration(max(tenacity, 1)) * 50 * time.Microsecond
	case tenacity < 100:
		return time.Duration(float64(500*time.Microsecond) * math.Pow(1.15, float64(tenacity-10)))
	}
	return 0
}

// makeRoom evicts until the bound on memory holds; false: it cannot, and commands that use memory are to be refused.
func (s *session) makeRoom() bool { return s.srv.makeRoom(latency.EvictionDel) }

func (srv *Server) makeRoom(event string) bool {
	b := srv.bound.Load()
	if b.room.Max == 0 || srv.keys.Used() <= b.room.Max {
		return true
	}
	began := srv.clock.Nanos()
	ok := srv.keys.MakeRoom(b.room)
	took := srv.clock.Nanos() - began
	srv.info.Evicted(took)
	srv.latency.Add(event, srv.clock.Milli()/1000, took)
	return ok
}

// evictGate is the slot of the gate for what the server does by itself.
const evictGate = 2

// evict makes room when no command does.
func (srv *Server) evict() {
	if srv.bound.Load().room.Max == 0 || srv.isLoading() {
		return
	}
	srv.keys.Gate.Enter(evictGate)
	defer srv.keys.Gate.Leave(evictGate)
	if !srv.isBusy() {
		srv.makeRoom(latency.EvictionCycle)
	}
}

func (srv *Server) isLoading() bool { return gate(srv.gates.Load())&gateLoading != 0 }

// reserve asks for room under max-keys for the keys that the command may add. Their shards are locked.
func (s *session) reserve(cmd *command.Entry) error {
	s.found, _ = cmd.FindKeys(s.ctx.Args, s.found[:0])
	s.keys = s.keys[:0]
	for _, k := range s.found {
		s.keys = append(s.keys, s.ctx.Args[k.Pos])
	}
	other := s.ctx.Other()
	ok := s.tx.Reserve(s.keys, other)
	clear(s.keys)
	if !ok {
		return command.ErrMaxKeys
	}
	return nil
}
