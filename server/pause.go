package server

import (
	"redstart/server/client"
	"redstart/server/command"
)

// makeRoom evicts until the memory bound holds; false: it cannot.
func (s *session) makeRoom() bool { return true }

// pause makes the client wait if CLIENT PAUSE says so.
func (s *session) pause(cmd *command.Entry) bool {
	return false
}

func (s *session) feedMonitors() {}

func (srv *Server) refusal() error { return command.Error("MISCONF") }

func (srv *Server) slowCall(s *session, cmd *command.Entry, took int64) {}

func (srv *Server) closeLog() error { return srv.aof.Close() }

func (srv *Server) Alone(f func()) {
	srv.keys.Gate.Lock()
	defer srv.keys.Gate.Unlock()
	f()
}

var _ client.Flags
