package geo

import "redstart/server/command"

var georadiusbymemberSpec = &command.Spec{
	Name: "georadiusbymember", Arity: -5,
	Flags: command.Write | command.DenyOOM,
	Keys: command.Keys(
		command.Key(1, command.RO|command.AccessValue),
		command.KeysAfter("STORE", 5, 0, 0, command.OW|command.Update),
		command.KeysAfter("STOREDIST", 5, 0, 0, command.OW|command.Update),
	),
	Group: command.Geo,
	Since: "3.2.0", Cost: "O(N+log(M)) where N is the number of elements inside the bounding box of the circular area delimited by center and radius and M is the number of items inside the index.",
	Syntax:  `key member radius:double unit:(M | KM | FT | MI) [WITHCOORD] [WITHDIST] [WITHHASH] [count-block:(COUNT count:integer [ANY])] [order:(ASC | DESC)] [store:(STORE storekey"key":key#1 | STOREDIST storedistkey"key":key#2)]`,
	Summary: "Finds the places around a place; it can keep them.",
	History: []command.Change{
		{Since: "6.2.0", What: "Added the `ANY` option for `COUNT`."},
		{Since: "7.0.0", What: "Added support for uppercase unit names."},
	},
	Replaced: "`GEOSEARCH` and `GEOSEARCHSTORE` with the `BYRADIUS` and `FROMMEMBER` arguments", Until: "6.2.0",
	KeyFinder: func(args [][]byte, list []command.FoundKey) ([]command.FoundKey, bool) {
		return findKeys(args, 5, list), true
	},
	Run: func(c *command.Ctx) error { return aroundMember(c, mayStore) },
}

// aroundMember runs GEORADIUSBYMEMBER and GEORADIUSBYMEMBER_RO. Without a source nothing is known of the center, nor is the radius
// looked at.
func aroundMember(c *command.Ctx, s style) error {
	q := query{style: s}
	if err := q.open(c, c.Arg(1)); err != nil {
		return err
	}
	if !q.none {
		if err := q.centerOn(c.Arg(2)); err != nil {
			return err
		}
		if err := parseCircle(&q.shape, c.Arg(3), c.Arg(4)); err != nil {
			return err
		}
	}
	if err := q.parse(c, 5); err != nil {
		return err
	}
	return q.answer(c, "georadiusstore")
}
