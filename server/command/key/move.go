package key

import (
	"math"

	"redstart/resp"
	"redstart/server/acl"
	"redstart/server/command"
)

var moveSpec = &command.Spec{
	Name: "move", Arity: 3,
	Flags: command.Write | command.Fast,
	Keys:  command.Key(1, command.RW|command.AccessValue|command.Update),
	Group: command.Generic,
	Since: "1.0.0", Cost: "O(1)",
	Syntax:  "key db:integer",
	Summary: "Moves a key to another database.",
	OtherDB: moveDB,
	Stores:  moveStores,
	Run:     runMove,
}

func runMove(c *command.Ctx) error {
	if c.Srv.Cluster != nil {
		return command.ErrMoveCluster
	}
	key := c.Arg(1)
	a := c.Options(2)
	n := a.Int32()
	if err := a.Err(); err != nil {
		return err
	}
	to, ok := c.Tx.Other(int(n))
	if !ok || !c.Numbered(int(n)) {
		return command.ErrDBRange
	}
	if to.DB() == c.Tx.DB() {
		return command.ErrSameObject
	}
	if c.Tx.Edit(key).IsNil() || !to.Edit(key).IsNil() {
		c.Reply.Int(0)
		return nil
	}

	r := c.Tx.Delete(key, "")
	to.Move(key, r, "")
	c.Tx.Notify(key, "move_from")
	to.Notify(key, "move_to")
	c.Tx.Absorb(to)

	c.Reply.Int(1)
	return nil
}

func moveDB(args [][]byte) int { return dbNumber(args[2]) }

func moveStores(_ [][]byte, found []acl.StoreUse) []acl.StoreUse {
	return append(found, acl.StoreUse{Access: acl.Write}, acl.StoreUse{Pos: 2, Access: acl.Write})
}

// dbNumber reads the number of a database, -1 when it is none.
func dbNumber(word []byte) int {
	n, ok := resp.ParseInt(word)
	if !ok || n < 0 || n > math.MaxInt32 {
		return -1
	}
	return int(n)
}
