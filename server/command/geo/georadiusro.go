package geo

import "redstart/server/command"

var georadiusRoSpec = &command.Spec{
	Name: "georadius_ro", Arity: -6,
	Flags: command.ReadOnly,
	Keys:  command.Key(1, command.RO|command.AccessValue),
	Group: command.Geo,
	Since: "3.2.10", Cost: "O(N+log(M)) where N is the number of elements inside the bounding box of the circular area delimited by center and radius and M is the number of items inside the index.",
	Syntax:  "key longitude:double latitude:double radius:double unit:(M | KM | FT | MI) [WITHCOORD] [WITHDIST] [WITHHASH] [count-block:(COUNT count:integer [ANY@6.2.0])] [order:(ASC | DESC)]",
	Summary: "Finds the places around a point.",
	History: []command.Change{
		{Since: "6.2.0", What: "Added the `ANY` option for `COUNT`."},
		{Since: "7.0.0", What: "Added support for uppercase unit names."},
	},
	Replaced: "`GEOSEARCH` with the `BYRADIUS` argument", Until: "6.2.0",
	Run: func(c *command.Ctx) error { return aroundPlace(c, 0) },
}
