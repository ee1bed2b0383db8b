package stream

import (
	"redstart/resp"
	"redstart/server/command"
	"redstart/storage/value/stream"
)

var xinfoSpec = &command.Spec{
	Name: "xinfo", Arity: -2,
	Group: command.Stream,
	Since: "5.0.0", Cost: "Depends on subcommand.",
	Summary: "Describes streams, groups and consumers.",
	Subs: []*command.Spec{
		xinfoConsumersSpec,
		xinfoGroupsSpec,
		xinfoHelpSpec,
		xinfoStreamSpec,
	},
}

// lookStream finds the stream of a command that needs one.
func lookStream(c *command.Ctx) (*stream.Stream, error) {
	s, err := look(c, c.Arg(2))
	if err == nil && s == nil {
		err = command.ErrNoKey
	}
	return s, err
}

// replyRead writes how many entries a group has read.
func replyRead(w *resp.Writer, g *stream.Group) {
	w.BulkString("entries-read")
	if g.Read == stream.Unread {
		w.Null()
		return
	}
	w.Int(g.Read)
}

// replyLag writes how many entries a group has yet to read.
func replyLag(w *resp.Writer, s *stream.Stream, g *stream.Group) {
	w.BulkString("lag")
	lag, ok := s.Lag(g)
	if !ok {
		w.Null()
		return
	}
	w.Int(lag)
}
