package zset

import "redstart/server/command"

var zmpopSpec = &command.Spec{
	Name: "zmpop", Arity: -4,
	Flags: command.Write,
	Keys:  command.KeyCount(1, command.RW|command.AccessValue|command.Delete),
	Group: command.SortedSet,
	Since: "7.0.0", Cost: "O(K) + O(M*log(N)) where K is the number of provided keys, N being the number of elements in the sorted set, and M being the number of elements popped.",
	Syntax:  "numkeys:integer key... where:(MIN | MAX) [COUNT count:integer]",
	Summary: "Removes and returns members from the first of several sorted sets that has any.",
	Run:     runZmpop,
}

func runZmpop(c *command.Ctx) error {
	q, err := parsePopMany(c, 1)
	if err != nil {
		return err
	}
	done, err := q.run(c)
	if err == nil && !done {
		c.Reply.NullArray()
	}
	return err
}
