package conn

import (
	"math"

	"redstart/resp"
	"redstart/server/acl"
	"redstart/server/command"
)

var selectSpec = &command.Spec{
	Name: "select", Arity: 2,
	Flags: command.Loading | command.Stale | command.Fast,
	Group: command.Connection,
	Since: "1.0.0", Cost: "O(1)",
	Syntax:   "index:integer",
	Summary:  "Chooses the database that later commands of this connection use, by its number or its store's name.",
	Stores:   selectStores,
	Stateful: true,
	Run:      runSelect,
}

func runSelect(c *command.Ctx) error {
	n, ok := resp.ParseInt(c.Arg(1))
	if !ok {
		return selectStore(c)
	}
	if n < math.MinInt32 || n > math.MaxInt32 {
		return command.ErrNotInt32
	}
	if c.Srv.Cluster != nil && n != 0 {
		return command.ErrSelectCluster
	}
	if !c.Numbered(int(n)) || !c.Choose(int(n)) {
		return command.ErrDBRange
	}
	c.Reply.OK()
	return nil
}

// selectStore selects by name.
func selectStore(c *command.Ctx) error {
	if c.Srv.Cluster != nil {
		return command.ErrNotInteger
	}
	name := c.Arg(1)
	s := c.Srv.Stores.Get(name)
	if s == nil {
		var err error
		if s, err = c.Session.MakeStore(name); err != nil {
			return err
		}
	}
	if !c.Choose(s.DB) { // it was dropped in between
		return command.ErrNoStore(name)
	}
	c.Reply.OK()
	return nil
}

// selectStores asks for the database that is to be selected: any use of it is enough.
func selectStores(_ [][]byte, found []acl.StoreUse) []acl.StoreUse {
	return append(found, acl.StoreUse{Pos: 1})
}
