//go:build !linux

package reactor

import (
	"net"
	"time"
)

// Group has no reactors here: connections are served as net.Conn.
type Group struct{}

// Start makes a Group.
func Start(Options) (*Group, error) { return &Group{}, nil }

// Stop does nothing.
func (*Group) Stop() {}

// Adopt makes no Socket.
func (*Group) Adopt(net.Conn) (*Socket, bool) { return nil, false }

// Socket is never made.
type Socket struct{ net.Conn }

// Start never happens.
func (*Socket) Start(Handler) error { return errClosed }

// Again never happens.
func (*Socket) Again() {}

// Wake never happens.
func (*Socket) Wake() {}

// Alarm never happens.
func (*Socket) Alarm(time.Duration) {}

// FD is no descriptor.
func (*Socket) FD() int { return -1 }

// Recv never happens.
func (*Socket) Recv([]byte) (int, bool, error) { return 0, false, errClosed }

// Send never happens.
func (*Socket) Send([]byte) (int, bool) { return 0, false }

// Try never happens.
func (*Socket) Try([]byte) (int, bool) { return 0, false }
