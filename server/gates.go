package server

import (
	"redstart/server/client"
	"redstart/server/command"
)

// gate is a condition of the server that some commands must look at before they run. All conditions stand in one word, so that the
// ordinary request asks once.
type gate uint32

const (
	gateLoading gate = 1 << iota // the data set is being loaded
	gateRefuse                   // the log cannot be written: no writes
	gateMemory                   // maxmemory or max-keys is set
	gatePauseWrites
	gatePauseAll
	gateMonitor // somebody watches
	gateBusy    // a script runs too long, and has lent the exclusive gate
	gateCluster // keys have slots
)

// gatesOf is the conditions that a command with the flags f must look at.
func gatesOf(f command.Flags) uint32 {
	g := gatePauseAll
	if f&command.Loading == 0 {
		g |= gateLoading
	}
	if f&command.AllowBusy == 0 {
		g |= gateBusy
	}
	if f&command.Write != 0 {
		g |= gateRefuse | gatePauseWrites
	}
	if f&command.MayChange != 0 {
		g |= gatePauseWrites
	}
	if f&(command.Write|command.DenyOOM) != 0 {
		g |= gateMemory
	}
	if f&(command.SkipMonitor|command.Admin) == 0 {
		g |= gateMonitor
	}
	return uint32(g)
}

// gatesOfAll is gatesOf for whatever flags the command's calls may have.
func gatesOfAll(e *command.Entry) uint32 {
	f := e.Flags
	if e.CallFlags != nil {
		f |= command.Write | command.DenyOOM
	}
	return gatesOf(f)
}

// setGate opens or closes a condition.
func (srv *Server) setGate(g gate, on bool) {
	if on {
		srv.gates.Or(uint32(g))
	} else {
		srv.gates.And(^uint32(g))
	}
}

// pass takes a request through the gates that are down, in Redis' order. It returns the error to answer with, or wait when the
// client has to wait and the request is to be run again.
func (s *session) pass(cmd *command.Entry, bits uint32) (wait bool, err error) {
	g, f := gate(bits), s.flagsOf(cmd)
	if cmd.CallFlags != nil {
		g &= gate(gatesOf(f)) | gateCluster
	}
	if f&command.NoAuth == 0 && s.isStranger() {
		return false, command.ErrNoAuth
	}
	if s.c.Has(client.StoreGone) && s.isStranded(cmd) {
		return false, command.ErrStoreDropped
	}
	if s.c.Has(client.Restricted) && !(s.multi != nil && cmd.Flags&command.NoMulti != 0) {
		if err := s.permit(cmd, s.ctx.Args, s.selected(), s.place()); err != nil {
			return false, err
		}
	}
	if g&gateCluster != 0 {
		if err := s.oneSlot(cmd); err != nil {
			return false, err
		}
	}
	// A key that left while the log is being loaded would be made anew, without what it held, by the log's next command about it.
	if g&gateMemory != 0 && g&(gatePauseWrites|gateLoading|gateBusy) == 0 && !s.makeRoom() && f&command.DenyOOM != 0 {
		return false, command.ErrOOM
	}
	if g&gateRefuse != 0 {
		return false, s.srv.refusal()
	}
	if s.c.Has(client.Limited) && !cmd.WhileLimited {
		return false, command.ErrLimited(cmd.FullName)
	}
	if g&gateLoading != 0 {
		return false, command.ErrLoading
	}
	if g&gateBusy != 0 {
		return false, s.srv.busy()
	}
	if g&(gatePauseAll|gatePauseWrites) != 0 && s.pause(f) {
		return true, nil
	}
	s.shown = g&gateMonitor != 0
	s.bounded = g&gateMemory != 0 && (f&command.DenyOOM != 0 || cmd.OtherDB != nil) && s.srv.bound.Load().reject
	return false, nil
}
