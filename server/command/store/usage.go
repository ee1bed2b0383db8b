package store

import (
	"redstart/server/acl"
	"redstart/server/command"
	"redstart/server/info"
)

var storeUsageSpec = &command.Spec{
	Name: "usage", Arity: -2,
	Flags: command.NoScript,
	Group: command.ServerGroup, ACL: []string{"admin", "dangerous"},
	Since: since, Cost: "O(1)",
	Syntax:  "[name]",
	Summary: "Shows how much a store holds and how it is used; without a name, of the selected database.",
	Stores:  usageStores,
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

	fields := info.UsageFields(&u)
	c.Reply.Map(len(fields))
	for _, f := range fields {
		c.Reply.BulkString(f.Name)
		c.Reply.Int(f.Value.(int64))
	}
	return nil
}

func usageStores(args [][]byte, found []acl.StoreUse) []acl.StoreUse {
	if len(args) > 2 {
		return append(found, acl.StoreUse{Pos: 2, Access: acl.Read})
	}
	return append(found, acl.StoreUse{Access: acl.Read})
}
