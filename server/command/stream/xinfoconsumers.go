package stream

import "redstart/server/command"

var xinfoConsumersSpec = &command.Spec{
	Name: "consumers", Arity: 4,
	Flags: command.ReadOnly,
	Keys:  command.Key(2, command.RO|command.AccessValue),
	Group: command.Stream,
	Tips:  []string{"nondeterministic_output"},
	Since: "5.0.0", Cost: "O(1)",
	Syntax:  "key group",
	Summary: "Lists the consumers of a group.",
	History: []command.Change{
		{Since: "7.2.0", What: "Added the `inactive` field, and changed the meaning of `idle`."},
	},
	Run: runXinfoConsumers,
}

func runXinfoConsumers(c *command.Ctx) error {
	s, err := lookStream(c)
	if err != nil {
		return err
	}
	g := s.Group(c.Arg(3))
	if g == nil {
		return command.ErrNoGroupOf(c.Arg(2), c.Arg(3))
	}

	w, now := c.Reply, c.Tx.Now()
	w.Array(len(g.Consumers()))
	for _, k := range g.Consumers() {
		w.Map(4)
		w.BulkString("name")
		w.BulkString(k.Name)
		w.BulkString("pending")
		w.Int(int64(k.Pending()))
		w.BulkString("idle")
		w.Int(max(now-k.Seen, 0))
		w.BulkString("inactive")
		if k.Active < 0 {
			w.Int(-1)
		} else {
			w.Int(max(now-k.Active, 0))
		}
	}
	return nil
}
