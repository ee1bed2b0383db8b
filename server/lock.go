package server

import "redstart/server/command"

// lock takes the shard locks of a command's keys, which its key specs name. A command that runs alone needs none, and one without
// keys takes what it needs shard by shard.
func (s *session) lock(cmd *command.Entry) {
	switch {
	case cmd.RunsAlone(s.ctx.Args):
		s.tx.Begin(true)
	case cmd.Keys == nil:
		s.tx.Begin(false)
	case cmd.One:
		s.tx.Lock(s.ctx.Args[cmd.Keys[0].Index])
	default:
		s.lockAll(cmd)
	}
}

func (s *session) lockAll(cmd *command.Entry) {
	s.found, _ = cmd.FindKeys(s.ctx.Args, s.found[:0])
	s.keys = s.keys[:0]
	for _, k := range s.found {
		s.keys = append(s.keys, s.ctx.Args[k.Pos])
	}
	other := s.ctx.Other()
	s.tx.LockAll(s.keys, other)
	clear(s.keys)
}
