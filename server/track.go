package server

import (
	"redstart/server/command"
	"redstart/server/config"
	"redstart/server/track"
)

// noteRead notes the keys that a client has read which tracks. They are locked.
func (s *session) noteRead(cmd *command.Entry) {
	if cmd.Flags&command.ReadOnly == 0 || cmd.Group == command.Scripting || !cmd.HasKeys() || !track.Notes(s.c) {
		return
	}
	s.found, _ = cmd.FindKeys(s.ctx.Args, s.found[:0])
	for _, k := range s.found {
		s.srv.track.Note(s.c, s.tx.DB(), s.ctx.Args[k.Pos])
	}
}

// ofClient reports whether a command is one of CLIENT's, after which CLIENT CACHING holds on.
func ofClient(cmd *command.Entry) bool {
	return cmd != nil && cmd.Parent != nil && cmd.Parent.FullName == "client"
}

// applyTrackLimit takes over how many keys are noted that clients have read.
func (srv *Server) applyTrackLimit() error {
	srv.track.SetLimit(int(srv.cfg.Int(config.TrackingTableMaxKeys)))
	return nil
}
