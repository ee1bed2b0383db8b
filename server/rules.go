package server

import (
	"redstart/server/command"
	"redstart/storage/aof"
)

// settle ends what a command has done in databases with rules, before its effect is logged: err is how its handler has ended. A rule that it
// has broken becomes its answer.
func (s *session) settle(err error) error {
	if broken := s.tx.Settle(); broken != nil && err == nil {
		return command.ErrBroken(broken)
	}
	return err
}

// Keys are the keys of the command that runs.
func (k *work) Keys() [][]byte {
	cmd := k.ctx.Cmd
	if cmd == nil || !cmd.HasKeys() {
		return nil
	}
	found, _ := cmd.FindKeys(k.ctx.Args, nil)
	keys := make([][]byte, len(found))
	for i, f := range found {
		keys[i] = k.ctx.Args[f.Pos]
	}
	return keys
}

// Words are the words of the command that runs.
func (k *work) Words() [][]byte { return k.ctx.Args }

// addArmed adds the default times to live that a command's keys have got to a unit of the log.
func (s *session) addArmed(g *aof.Group) {
	for _, a := range s.tx.Armed() {
		g.Add(a.DB, command.WordPExpireAt, a.Key, s.ctx.Digits(a.At))
	}
}
