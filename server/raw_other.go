//go:build !linux

package server

import "syscall"

// loop runs the session until its connection ends.
func (s *session) loop() { s.plain() }

// write is the raw loop's; here all output goes through the Outbox.
func (s *session) write([]byte) (int, bool) { return 0, false }

// setBacklog leaves the length of the queue as Go sets it.
func setBacklog(syscall.Conn, int) {}

// finWatch is needed by the raw loop alone.
type finWatch struct{}

func (*finWatch) start() error { return nil }
func (*finWatch) stop()        {}
