package store

import "redstart/server/command"

var storeDropSpec = &command.Spec{
	Name: "drop", Arity: 3,
	Flags: command.Write | command.Admin | command.NoScript | command.Exclusive,
	Group: command.ServerGroup,
	Since: since, Cost: "O(1); the memory is freed in the background.",
	Syntax:  "name",
	Summary: "Removes a store and its keys. A numbered database loses its name and its rules, and keeps its keys.",
	Run:     runStoreDrop,
}

func runStoreDrop(c *command.Ctx) error {
	s, err := named(c, 2)
	if err != nil {
		return err
	}

	c.Srv.Stores.Drop(s)
	if s.DB >= c.Srv.Keys.Numbered() {
		forget(c, s.DB)
	}
	record(c, s.Dropped())

	c.Reply.OK()
	return nil
}
