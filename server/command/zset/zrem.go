package zset

import "redstart/server/command"

var zremSpec = &command.Spec{
	Name: "zrem", Arity: -3,
	Flags: command.Write | command.Fast,
	Keys:  command.Key(1, command.RW|command.Delete),
	Group: command.SortedSet,
	Since: "1.2.0", Cost: "O(M*log(N)) with N being the number of elements in the sorted set and M the number of elements to be removed.",
	Syntax:  "key member...",
	Summary: "Removes members from a sorted set.",
	History: []command.Change{
		{Since: "2.4.0", What: "Accepts multiple elements."},
	},
	Run: runZrem,
}

func runZrem(c *command.Ctx) error {
	key := c.Arg(1)
	var e edited
	err := edit(c, key, &e)
	if err != nil {
		return err
	}
	removed := 0
	for _, member := range c.Args[2:] {
		if at, found := e.set.Find(member); found {
			e.set.Remove(at)
			removed++
		}
	}
	if removed > 0 {
		e.store(c, key, "zrem")
	}

	c.Reply.Int(int64(removed))
	return nil
}
