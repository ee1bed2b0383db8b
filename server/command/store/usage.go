package store

import "redstart/server/command"

var storeUsageSpec = &command.Spec{
	Name: "usage", Arity: -2,
	Flags: command.NoScript,
	Group: command.ServerGroup, ACL: []string{"admin", "dangerous"},
	Since: since, Cost: "O(1)",
	Syntax:  "[name]",
	Summary: "Shows how much a store holds and how it is used; without a name, of the selected database.",
	Run:     runStoreUsage,
}

func runStoreUsage(c *command.Ctx) error {
	if c.Len() > 3 {
		return command.ErrSyntax
	}
	db := c.Tx.DB()
	if c.Len() == 3 {
		s, err := named(c, 2)
		if err != nil {
			return err
		}
		db = s.DB
	}

	u := c.Srv.Keys.Usage(db)

	counts := [...]struct {
		name string
		n    int64
	}{
		{"keys", int64(u.Keys)}, {"bytes", u.Bytes}, {"hits", u.Hits}, {"misses", u.Misses},
	}
	c.Reply.Map(len(counts))
	for _, n := range counts {
		c.Reply.BulkString(n.name)
		c.Reply.Int(n.n)
	}
	return nil
}
