package stream

import (
	"redstart/server/command"
	"redstart/storage/value/stream"
)

var xsetidSpec = &command.Spec{
	Name: "xsetid", Arity: -3,
	Flags: command.Write | command.DenyOOM | command.Fast,
	Keys:  command.Key(1, command.RW|command.Update),
	Group: command.Stream,
	Since: "5.0.0", Cost: "O(1)",
	Syntax:  "key last-id [ENTRIESADDED entries-added:integer@7.0.0] [MAXDELETEDID max-deleted-id@7.0.0]",
	Summary: "Sets the last ID of a stream, and its counters; for replication and restoring.",
	History: []command.Change{
		{Since: "7.0.0", What: "Added the `entries_added` and `max_deleted_entry_id` arguments."},
	},
	Run: runXsetid,
}

// position is what XSETID sets.
type position struct {
	last, deleted stream.ID
	added         int64 // -1: it stays
}

func runXsetid(c *command.Ctx) error {
	p, err := parsePosition(c)
	if err != nil {
		return err
	}
	key := c.Arg(1)
	r, s, err := edit(c, key)
	if err != nil {
		return err
	}
	if s == nil {
		return command.ErrNoKey
	}
	if err := p.check(s); err != nil {
		return err
	}

	s.SetLast(p.last)
	if p.added >= 0 {
		s.SetAdded(uint64(p.added))
	}
	if !p.deleted.IsZero() {
		s.SetMaxDeleted(p.deleted)
	}
	store(c, key, r, s, "xsetid")

	c.Reply.OK()
	return nil
}

func parsePosition(c *command.Ctx) (position, error) {
	p := position{added: -1}
	var err error
	if p.last, err = parseID(c.Arg(2), 0); err != nil {
		return p, err
	}
	a := c.Options(3)
	for a.More() {
		switch {
		case a.Left() > 1 && a.Is("ENTRIESADDED"):
			if p.added = a.Int(); p.added < 0 {
				a.Fail(command.ErrStreamAdded)
			}
		case a.Left() > 1 && a.Is("MAXDELETEDID"):
			if p.deleted, err = parseID(a.Bytes(), 0); err != nil {
				a.Fail(err)
			} else if p.last.Less(p.deleted) {
				a.Fail(command.ErrStreamSetMaxDel)
			}
		default:
			a.Fail(command.ErrSyntax)
		}
	}
	return p, a.Err()
}

// check reports why s cannot be there.
func (p *position) check(s *stream.Stream) error {
	switch last, ok := s.End(); {
	case p.last.Less(s.MaxDeleted()):
		return command.ErrStreamSetDeleted
	case ok && p.last.Less(last):
		return command.ErrStreamSetSmall
	case ok && p.added >= 0 && int64(s.Len()) > p.added:
		return command.ErrStreamSetAdded
	}
	return nil
}
