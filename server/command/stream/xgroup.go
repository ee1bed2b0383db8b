package stream

import (
	"redstart/server/command"
	"redstart/storage/table"
	"redstart/storage/value/stream"
)

var xgroupSpec = &command.Spec{
	Name: "xgroup", Arity: -2,
	Group: command.Stream,
	Since: "5.0.0", Cost: "Depends on subcommand.",
	Summary: "Manages groups of consumers.",
	Subs: []*command.Spec{
		xgroupCreateSpec,
		xgroupCreateconsumerSpec,
		xgroupDelconsumerSpec,
		xgroupDestroySpec,
		xgroupHelpSpec,
		xgroupSetidSpec,
	},
}

// groupOptions are those of XGROUP CREATE and XGROUP SETID.
type groupOptions struct {
	mkStream bool
	read     int64
}

// parseGroupOptions reads the words behind the ID.
func parseGroupOptions(c *command.Ctx, create bool) (groupOptions, error) {
	o := groupOptions{read: stream.Unread}
	a := c.Options(5)
	for a.More() {
		switch {
		case create && a.Is("MKSTREAM"):
			o.mkStream = true
		case a.Left() > 1 && a.Is("ENTRIESREAD"):
			if o.read = a.Int(); o.read < stream.Unread {
				a.Fail(command.ErrStreamEntriesRead)
			}
		default:
			a.Fail(command.ErrSubSyntax("xgroup", c.Arg(1)))
		}
	}
	return o, a.Err()
}

// parseGroupID reads where a new group stands: an ID, or $ for the end of s, which may be nil.
func parseGroupID(word []byte, s *stream.Stream) (stream.ID, error) {
	if !isWord(word, '$') {
		return parseID(word, 0)
	}
	if s == nil {
		return stream.ID{}, nil
	}
	return s.Last(), nil
}

// parseMovedID is parseGroupID for a group that there is: it takes - and + too, the ends of all IDs.
func parseMovedID(word []byte, s *stream.Stream) (stream.ID, error) {
	switch {
	case isWord(word, '-'):
		return stream.ID{}, nil
	case isWord(word, '+'):
		return stream.MaxID(), nil
	}
	return parseGroupID(word, s)
}

// editStream finds the stream of a command that needs one.
func editStream(c *command.Ctx) (table.Record, *stream.Stream, error) {
	r, s, err := edit(c, c.Arg(2))
	if err == nil && s == nil {
		err = command.ErrStreamNoKey
	}
	return r, s, err
}

// editGroup finds the group of a command that needs one.
func editGroup(c *command.Ctx) (table.Record, *stream.Stream, *stream.Group, error) {
	r, s, err := editStream(c)
	if err != nil {
		return r, s, nil, err
	}
	g := s.Group(c.Arg(3))
	if g == nil {
		err = command.ErrNoGroupOf(c.Arg(2), c.Arg(3))
	}
	return r, s, g, err
}
