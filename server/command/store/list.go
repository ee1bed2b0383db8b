package store

import (
	"slices"

	"redstart/server/command"
	"redstart/server/glob"
)

var storeListSpec = &command.Spec{
	Name: "list", Arity: -2,
	Flags: command.Admin | command.NoScript,
	Group: command.ServerGroup,
	Since: since, Cost: "O(N) where N is the number of stores.",
	Syntax:  "[pattern]",
	Summary: "Lists the names of the stores that the user may use, sorted.",
	Reach:   command.OwnStore,
	Run:     runStoreList,
}

func runStoreList(c *command.Ctx) error {
	if c.Len() > 3 {
		return command.ErrSyntax
	}

	var names []string
	for _, s := range c.Srv.Stores.All() {
		if !c.Sees(s.DB) {
			continue
		}
		if c.Len() == 2 || glob.Match(c.Arg(2), []byte(s.Name), false) {
			names = append(names, s.Name)
		}
	}
	slices.Sort(names)

	c.Reply.Array(len(names))
	for _, name := range names {
		c.Reply.BulkString(name)
	}
	return nil
}
