package key

import (
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
	n, err := c.Database(c.Arg(2))
	if err != nil {
		return err
	}
	to, _ := c.Tx.Other(n)
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
	c.LogDatabase(2, n)

	c.Reply.Int(1)
	return nil
}

func moveDB([][]byte) int { return 2 }

func moveStores(_ [][]byte, found []acl.StoreUse) []acl.StoreUse {
	return append(found, acl.StoreUse{Access: acl.Write}, acl.StoreUse{Pos: 2, Access: acl.Write})
}
