package stream

import "redstart/server/command"

var xtrimSpec = &command.Spec{
	Name: "xtrim", Arity: -4,
	Flags: command.Write,
	Keys:  command.Key(1, command.RW|command.Delete),
	Group: command.Stream,
	Tips:  []string{"nondeterministic_output"},
	Since: "5.0.0", Cost: "O(N), with N being the number of evicted entries. Constant times are very small however, since entries are organized in macro nodes containing multiple entries that can be released with a single deallocation.",
	Syntax:  "key trim:(strategy:(MAXLEN | MINID@6.2.0) [operator:(equal:'=' | approximately:'~')] threshold [LIMIT count:integer@6.2.0])",
	Summary: "Removes entries from the begin of a stream.",
	History: []command.Change{
		{Since: "6.2.0", What: "Added the `MINID` trimming strategy and the `LIMIT` option."},
	},
	Run: runXtrim,
}

func runXtrim(c *command.Ctx) error {
	t, err := parseTrimming(c, false)
	if err != nil {
		return err
	}
	key := c.Arg(1)
	r, s, err := edit(c, key)
	if err != nil {
		return err
	}
	if s == nil {
		c.Reply.Int(0)
		return nil
	}

	n := s.Trim(t.Trim)
	if n > 0 {
		store(c, key, r, s, "xtrim")
		if t.Approx {
			c.Tx.KeepScratch(t.logExact(c, s, c.Tx.Scratch()))
		}
	}

	c.Reply.Int(n)
	return nil
}
