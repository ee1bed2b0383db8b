package stream

import (
	"redstart/server/command"
	"redstart/storage/value/stream"
)

var xgroupCreateSpec = &command.Spec{
	Name: "create", Arity: -5,
	Flags: command.Write | command.DenyOOM,
	Keys:  command.Key(2, command.RW|command.Insert),
	Group: command.Stream,
	Since: "5.0.0", Cost: "O(1)",
	Syntax:  `key group id-selector:(id | new-id:'$') [MKSTREAM] [ENTRIESREAD entriesread"entries-read":integer]`,
	Summary: "Makes a group of consumers.",
	History: []command.Change{
		{Since: "7.0.0", What: "Added the `entries_read` named argument."},
	},
	Run: runXgroupCreate,
}

func runXgroupCreate(c *command.Ctx) error {
	o, err := parseGroupOptions(c, true)
	if err != nil {
		return err
	}
	key := c.Arg(2)
	r, s, err := edit(c, key)
	if err != nil {
		return err
	}
	if s == nil && !o.mkStream {
		return command.ErrStreamNoKey
	}
	id, err := parseGroupID(c.Arg(4), s)
	if err != nil {
		return err
	}

	if s == nil {
		s = stream.New()
	}
	if s.AddGroup(c.Arg(3), id, o.read) == nil {
		return command.ErrStreamBusyGroup
	}
	store(c, key, r, s, "xgroup-create")

	c.Reply.OK()
	return nil
}
