package geo

import "redstart/server/command"

var georadiusbymemberRoSpec = &command.Spec{
	Name: "georadiusbymember_ro", Arity: -5,
	Flags: command.ReadOnly,
	Keys:  command.Key(1, command.RO|command.AccessValue),
	Group: command.Geo,
	Since: "3.2.10", Cost: "O(N+log(M)) where N is the number of elements inside the bounding box of the circular area delimited by center and radius and M is the number of items inside the index.",
	Syntax:  "key member radius:double unit:(M | KM | FT | MI) [WITHCOORD] [WITHDIST] [WITHHASH] [count-block:(COUNT count:integer [ANY])] [order:(ASC | DESC)]",
	Summary: "Finds the places around a place.",
	History: []command.Change{
		{Since: "6.2.0", What: "Added the `ANY` option for `COUNT`."},
		{Since: "7.0.0", What: "Added support for uppercase unit names."},
	},
	Replaced: "`GEOSEARCH` with the `BYRADIUS` and `FROMMEMBER` arguments", Until: "6.2.0",
	Run: func(c *command.Ctx) error { return aroundMember(c, 0) },
}
