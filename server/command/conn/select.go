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
	Summary:  "Chooses the database that later commands of this connection use.",
	Stores:   selectStores,
	Stateful: true,
	Run:      runSelect,
}

func runSelect(c *command.Ctx) error {
	n, ok := resp.ParseInt(c.Arg(1))
	if !ok {
		return command.ErrNotInteger
	}
	if n < math.MinInt32 || n > math.MaxInt32 {
		return command.ErrNotInt32
	}
	if c.Srv.Cluster != nil && n != 0 {
		return command.ErrSelectCluster
	}
	if !choose(c, int(n)) {
		return command.ErrDBRange
	}
	c.Reply.OK()
	return nil
}

// choose selects a database; it reports false when there is none of that number.
func choose(c *command.Ctx, db int) bool {
	if !c.Tx.Select(db) {
		return false
	}
	c.Client.DB.Store(int32(db))
	return true
}

// selectStores asks for the database that is to be selected: any use of it is enough.
func selectStores(_ [][]byte, found []acl.StoreUse) []acl.StoreUse {
	return append(found, acl.StoreUse{Pos: 1})
}
