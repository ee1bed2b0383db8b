package geo

import "redstart/server/command"

var geosearchSpec = &command.Spec{
	Name: "geosearch", Arity: -7,
	Flags: command.ReadOnly,
	Keys:  command.Key(1, command.RO|command.AccessValue),
	Group: command.Geo,
	Since: "6.2.0", Cost: "O(N+log(M)) where N is the number of elements in the grid-aligned bounding box area around the shape provided as the filter and M is the number of items inside the shape",
	Syntax:  "key from:(FROMMEMBER member | FROMLONLAT (longitude:double latitude:double)) by:(circle:(BYRADIUS radius:double unit:(M | KM | FT | MI)) | box:(BYBOX width:double height:double unit:(M | KM | FT | MI))) [order:(ASC | DESC)] [count-block:(COUNT count:integer [ANY])] [WITHCOORD] [WITHDIST] [WITHHASH]",
	Summary: "Finds the places within a circle or a rectangle.",
	History: []command.Change{
		{Since: "7.0.0", What: "Added support for uppercase unit names."},
	},
	Run: runGeosearch,
}

func runGeosearch(c *command.Ctx) error {
	q := query{style: search}
	if err := q.open(c, c.Arg(1)); err != nil {
		return err
	}
	if err := q.parse(c, 2); err != nil {
		return err
	}
	return q.answer(c, "")
}
