//go:build !linux

package server

import (
	"sync/atomic"
	"syscall"

	"redstart/server/client"
)

// loop runs the session until its connection ends; it never rests.
func (s *session) loop() (rests bool) {
	s.plain()
	return false
}

// write is the raw loop's; here all output goes through the Outbox.
func (s *session) write([]byte) (int, bool) { return 0, false }

// tryWriter is the raw loop's, too.
func (s *session) tryWriter() client.Try { return nil }

// setBacklog leaves the length of the queue as Go sets it.
func setBacklog(syscall.Conn, int) {}

// watcher is needed by the raw loop alone.
type watcher struct{ rested atomic.Int64 }

func (*watcher) start() error    { return nil }
func (*watcher) stop()           {}
func (*watcher) forget(*session) {}
func (*watcher) tire(int64)      {}
