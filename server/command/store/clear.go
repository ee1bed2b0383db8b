package store

import (
	"redstart/server/acl"
	"redstart/server/command"
)

var storeClearSpec = &command.Spec{
	Name: "clear", Arity: 3,
	Flags: command.Write | command.Admin | command.NoScript | command.Exclusive,
	Group: command.ServerGroup,
	Since: since, Cost: "O(1); the memory is freed in the background.",
	Syntax:  "name",
	Summary: "Removes all keys of a store, and replies with their number.",
	Reach:   command.OwnStore,
	Stores:  clearStores,
	Run:     runStoreClear,
}

func runStoreClear(c *command.Ctx) error {
	s, err := named(c, 2)
	if err != nil {
		return err
	}

	n := c.Srv.Stores.Clear(s)
	forget(c, s.DB)
	record(c, s.Cleared()) // even when there was nothing: the log may hold keys that have expired here

	c.Reply.Int(int64(n))
	return nil
}

func clearStores(_ [][]byte, found []acl.StoreUse) []acl.StoreUse {
	return append(found, acl.StoreUse{Pos: 2, Access: acl.Write})
}
