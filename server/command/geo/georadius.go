package geo

import "redstart/server/command"

var georadiusSpec = &command.Spec{
	Name: "georadius", Arity: -6,
	Flags: command.Write | command.DenyOOM,
	Keys: command.Keys(
		command.Key(1, command.RO|command.AccessValue),
		command.KeysAfter("STORE", 6, 0, 0, command.OW|command.Update),
		command.KeysAfter("STOREDIST", 6, 0, 0, command.OW|command.Update),
	),
	Group: command.Geo,
	Since: "3.2.0", Cost: "O(N+log(M)) where N is the number of elements inside the bounding box of the circular area delimited by center and radius and M is the number of items inside the index.",
	Syntax:  `key longitude:double latitude:double radius:double unit:(M | KM | FT | MI) [WITHCOORD] [WITHDIST] [WITHHASH] [count-block:(COUNT count:integer [ANY@6.2.0])] [order:(ASC | DESC)] [store:(STORE storekey"key":key#1 | STOREDIST storedistkey"key":key#2)]`,
	Summary: "Finds the places around a point; it can keep them.",
	History: []command.Change{
		{Since: "6.2.0", What: "Added the `ANY` option for `COUNT`."},
		{Since: "7.0.0", What: "Added support for uppercase unit names."},
	},
	Replaced: "`GEOSEARCH` and `GEOSEARCHSTORE` with the `BYRADIUS` argument", Until: "6.2.0",
	KeyFinder: func(args [][]byte, list []command.FoundKey) ([]command.FoundKey, bool) {
		return findKeys(args, 6, list), true
	},
	Run: func(c *command.Ctx) error { return aroundPlace(c, mayStore) },
}

// aroundPlace runs GEORADIUS and GEORADIUS_RO.
func aroundPlace(c *command.Ctx, s style) error {
	q := query{style: s}
	if err := q.open(c, c.Arg(1)); err != nil {
		return err
	}
	if err := q.centerAt(c.Arg(2), c.Arg(3)); err != nil {
		return err
	}
	if err := parseCircle(&q.shape, c.Arg(4), c.Arg(5)); err != nil {
		return err
	}
	if err := q.parse(c, 6); err != nil {
		return err
	}
	return q.answer(c, "georadiusstore")
}

// findKeys finds all keys that may be stored to, from word i on: of several the last one counts.
func findKeys(args [][]byte, i int, list []command.FoundKey) []command.FoundKey {
	list = append(list, command.FoundKey{Pos: 1, Access: command.RO | command.AccessValue})
	for _, word := range []string{"STORE", "STOREDIST"} {
		for at := i + 1; at < len(args); at++ {
			if command.Fold(args[at-1], word) {
				list = append(list, command.FoundKey{Pos: at, Access: command.OW | command.Update})
			}
		}
	}
	return list
}
