package server

import (
	"redstart/server/cluster"
	"redstart/server/command"
	"redstart/server/config"
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
