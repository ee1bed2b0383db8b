package server

import (
	"testing"
	"time"

	"redstart/storage/table"
)

// A walk over all keys does not keep those waiting who need the gate alone, and so not everybody behind them either.
func TestWalkStandsAside(t *testing.T) {
	t.Parallel()
	srv := configured(t)
	s := quietSession(t, srv)
	s.do(t, "SET k v")
	s.hold()
	s.enter()
	defer s.leave()
	alone := make(chan struct{})
	go srv.Alone(func() { close(alone) })
	limit := time.After(patience)
	for done := false; !done; {
		s.tx.Begin(false)
		s.tx.Keys(nil, func(table.Record) {})
		s.tx.Unlock()
		select {
		case <-alone:
			done = true
		case <-limit:
			t.Fatal("nobody got the gate alone while keys were walked over")
		default:
		}
	}
}
