package server

import (
	"redstart/server/cluster"
	"redstart/server/command"
	"redstart/server/config"
	"redstart/server/script"
)

// newNode is this server's place in a cluster; nil: there is none.
func (srv *Server) newNode() *cluster.Node {
	if !srv.cfg.Bool(config.ClusterEnabled) {
		return nil
	}
	srv.setGate(gateCluster, true)
	srv.table.Each(func(e *command.Entry) {
		if len(e.Keys) > 0 || e.KeyFinder != nil || isExec(e) {
			e.Gates |= uint32(gateCluster)
		}
	})
	return cluster.NewNode()
}

// databases is how many databases there are: one in a cluster.
func (srv *Server) databases() int {
	if srv.cfg.Bool(config.ClusterEnabled) {
		return 1
	}
	return int(srv.cfg.Int(config.Databases))
}

// oneSlot refuses a request whose keys are of several slots; EXEC's are those of what it runs.
func (s *session) oneSlot(cmd *command.Entry) error {
	slot, ok := s.sameSlot(cmd, s.ctx.Args, cluster.NoSlot)
	if s.multi != nil && isExec(cmd) {
		for i := range s.multi.calls {
			if c := &s.multi.calls[i]; ok {
				slot, ok = s.sameSlot(c.cmd, c.args, slot)
			}
		}
	}
	if !ok {
		return command.ErrCrossSlot
	}
	return nil
}

// sameSlot returns the slot of a command's keys, which must be slot unless that is NoSlot; false: they are of several.
func (s *session) sameSlot(cmd *command.Entry, args [][]byte, slot int) (int, bool) {
	s.found, _ = cmd.FindKeys(args, s.found[:0])
	for _, k := range s.found {
		switch is := cluster.Slot(args[k.Pos]); {
		case slot == cluster.NoSlot:
			slot = is
		case slot != is:
			return slot, false
		}
	}
	return slot, true
}

// inSlot refuses, in a cluster, a command of a script whose keys are of several slots, and one with another slot than those before it if
// the script has not said that this may be.
func (h *scripts) inSlot(cmd *command.Entry, words [][]byte) error {
	if cmd.Gates&uint32(gateCluster) == 0 {
		return nil
	}
	slot, ok := h.sameSlot(cmd, words, cluster.NoSlot)
	switch {
	case !ok:
		return command.ErrScriptCommandSlots(cmd.FullName)
	case slot == cluster.NoSlot || !h.flags.Declared() || h.flags&script.AllowCrossSlot != 0:
		return nil
	case h.slot == cluster.NoSlot:
		h.slot = slot
	case h.slot != slot:
		return command.ErrScriptSlots
	}
	return nil
}
