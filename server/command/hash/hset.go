package hash

import "redstart/server/command"

var hsetSpec = &command.Spec{
	Name: "hset", Arity: -4,
	Flags: command.Write | command.DenyOOM | command.Fast,
	Keys:  command.Key(1, command.RW|command.Update),
	Group: command.Hash,
	Since: "2.0.0", Cost: "O(1) for each field/value pair added, so O(N) to add N field/value pairs when the command is called with multiple field/value pairs.",
	Syntax:  "key data:(field value)...",
	Summary: "Sets fields of a hash, which is made if need be.",
	History: []command.Change{
		{Since: "4.0.0", What: "Accepts multiple `field` and `value` arguments."},
	},
	Run: runHset,
}

func runHset(c *command.Ctx) error {
	added, err := set(c)
	if err != nil {
		return err
	}
	c.Reply.Int(int64(added))
	return nil
}

// set sets the fields of HSET and HMSET and returns how many of them are new.
func set(c *command.Ctx) (added int, err error) {
	if c.Len()%2 != 0 {
		return 0, command.ErrArity(c.Cmd.FullName)
	}
	key, pairs := c.Arg(1), c.Args[2:]
	var h edited
	err = edit(c, key, &h)
	if err != nil {
		return 0, err
	}
	h.Reserve(len(pairs) / 2)
	for i := 0; i < len(pairs); i += 2 {
		if h.Set(pairs[i], pairs[i+1]) {
			added++
		}
	}
	h.store(c, key, "hset")
	return added, nil
}
