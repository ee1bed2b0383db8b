package key

import (
	"bytes"

	"redstart/server/acl"
	"redstart/server/command"
)

var copySpec = &command.Spec{
	Name: "copy", Arity: -3,
	Flags: command.Write | command.DenyOOM,
	Keys: command.Keys(
		command.Key(1, command.RO|command.AccessValue),
		command.Key(2, command.OW|command.Update),
	),
	Group: command.Generic,
	Since: "6.2.0", Cost: "O(N) worst case for collections, where N is the number of nested items. O(1) for string values.",
	Syntax:  "source:key destination:key#1 [DB destination-db:integer] [REPLACE]",
	Summary: "Copies a key's value to another key.",
	OtherDB: copyDBAt,
	Stores:  copyStores,
	Run:     runCopy,
}

func runCopy(c *command.Ctx) error {
	db, replace, err := parseCopy(c)
	if err != nil {
		return err
	}
	from, to := c.Arg(1), c.Arg(2)
	tx := c.Tx
	if db != c.Tx.DB() {
		tx, _ = c.Tx.Other(db)
	} else if bytes.Equal(from, to) {
		return command.ErrSameObject
	}
	r := c.Tx.Get(from)
	if r.IsNil() || !tx.Edit(to).IsNil() && !replace {
		c.Reply.Int(0)
		return nil
	}

	tx.Copy(to, r, "copy_to")
	if tx != c.Tx {
		c.Tx.Absorb(tx)
		c.LogDatabase(copyDBAt(c.Args), db)
	}

	c.Reply.Int(1)
	return nil
}

func parseCopy(c *command.Ctx) (db int, replace bool, err error) {
	db = c.Tx.DB()
	a := c.Options(3)
	for a.More() {
		switch {
		case a.Is("REPLACE"):
			replace = true
		case a.Is("DB"):
			if word := a.Bytes(); a.Err() == nil {
				var err error
				db, err = c.Database(word)
				a.Fail(err)
			}
		default:
			a.Fail(command.ErrSyntax)
		}
	}
	return db, replace, a.Err()
}

// copyDBAt is the place of the word behind COPY's last DB; 0: there is none.
func copyDBAt(args [][]byte) (at int) {
	for i := 3; i+1 < len(args); i++ {
		if command.Fold(args[i], "DB") {
			i++
			at = i
		}
	}
	return at
}

// copyStores asks to read the selected database and to write the one that the copy goes to.
func copyStores(args [][]byte, found []acl.StoreUse) []acl.StoreUse {
	at := copyDBAt(args)
	if at == 0 {
		return append(found, acl.StoreUse{Access: acl.Write})
	}
	return append(found, acl.StoreUse{Access: acl.Read}, acl.StoreUse{Pos: at, Access: acl.Write})
}
