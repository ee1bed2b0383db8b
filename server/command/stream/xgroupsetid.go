package stream

import "redstart/server/command"

var xgroupSetidSpec = &command.Spec{
	Name: "setid", Arity: -5,
	Flags: command.Write,
	Keys:  command.Key(2, command.RW|command.Update),
	Group: command.Stream,
	Since: "5.0.0", Cost: "O(1)",
	Syntax:  `key group id-selector:(id | new-id:'$') [ENTRIESREAD entriesread"entries-read":integer]`,
	Summary: "Sets which entry a group has been given last.",
	History: []command.Change{
		{Since: "7.0.0", What: "Added the optional `entries_read` argument."},
	},
	Run: runXgroupSetid,
}

func runXgroupSetid(c *command.Ctx) error {
	o, err := parseGroupOptions(c, false)
	if err != nil {
		return err
	}
	r, s, g, err := editGroup(c)
	if err != nil {
		return err
	}
	id, err := parseMovedID(c.Arg(4), s)
	if err != nil {
		return err
	}

	g.Last, g.Read = id, o.read
	store(c, c.Arg(2), r, s, "xgroup-setid")

	c.Reply.OK()
	return nil
}
