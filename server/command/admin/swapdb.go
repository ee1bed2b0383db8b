package admin

import (
	"redstart/resp"
	"redstart/server/acl"
	"redstart/server/command"
)

var swapdbSpec = &command.Spec{
	Name: "swapdb", Arity: 3,
	Flags: command.Write | command.Fast | command.Exclusive,
	Group: command.ServerGroup, ACL: []string{"keyspace", "dangerous"},
	Since: "4.0.0", Cost: "O(N) where N is the count of clients watching or blocking on keys from both databases.",
	Syntax:  "index1:integer index2:integer",
	Summary: "Exchanges two databases.",
	Stores:  swapdbStores,
	Run:     runSwapdb,
}

func runSwapdb(c *command.Ctx) error {
	if c.Srv.Cluster != nil {
		return command.ErrSwapdbCluster
	}
	a, ok := resp.ParseInt(c.Arg(1))
	if !ok || a != int64(int32(a)) {
		return command.ErrFirstDB
	}
	b, ok := resp.ParseInt(c.Arg(2))
	if !ok || b != int64(int32(b)) {
		return command.ErrSecondDB
	}
	if !c.Numbered(int(a)) || !c.Numbered(int(b)) {
		return command.ErrDBRange
	}

	for _, n := range [...]int64{a, b} {
		if r, ruled := c.Srv.Keys.Rules(int(n)); ruled && a != b && !c.Tx.Replay {
			return command.ErrSwapRules(r.Name)
		}
	}
	c.Srv.Keys.Swap(int(a), int(b))
	c.Tx.Bump()

	c.Reply.OK()
	return nil
}

func swapdbStores(_ [][]byte, found []acl.StoreUse) []acl.StoreUse {
	return append(found, acl.StoreUse{Pos: 1, Access: acl.Write}, acl.StoreUse{Pos: 2, Access: acl.Write})
}
