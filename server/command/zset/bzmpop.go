package zset

import "redstart/server/command"

var bzmpopSpec = &command.Spec{
	Name: "bzmpop", Arity: -5,
	Flags: command.Write | command.Blocking,
	Keys:  command.KeyCount(2, command.RW|command.AccessValue|command.Delete),
	Group: command.SortedSet,
	Since: "7.0.0", Cost: "O(K) + O(M*log(N)) where K is the number of provided keys, N being the number of elements in the sorted set, and M being the number of elements popped.",
	Syntax:  "timeout:double numkeys:integer key... where:(MIN | MAX) [COUNT count:integer]",
	Summary: "Removes and returns members from the first of several sorted sets that has any, or waits for one.",
	Run:     runBzmpop,
}

func runBzmpop(c *command.Ctx) error {
	q, err := parsePopMany(c, 2)
	if err != nil {
		return err
	}
	deadline, err := c.WaitUntil(c.Arg(1))
	if err != nil {
		return err
	}
	done, err := q.run(c)
	if err == nil && !done {
		wait(c, q.keys, deadline)
	}
	return err
}
