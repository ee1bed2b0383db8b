package geo

import "redstart/server/command"

var geosearchstoreSpec = &command.Spec{
	Name: "geosearchstore", Arity: -8,
	Flags: command.Write | command.DenyOOM,
	Keys: command.Keys(
		command.Key(1, command.OW|command.Update),
		command.Key(2, command.RO|command.AccessValue),
	),
	Group: command.Geo,
	Since: "6.2.0", Cost: "O(N+log(M)) where N is the number of elements in the grid-aligned bounding box area around the shape provided as the filter and M is the number of items inside the shape",
	Syntax:  "destination:key source:key#1 from:(FROMMEMBER member | FROMLONLAT (longitude:double latitude:double)) by:(circle:(BYRADIUS radius:double unit:(M | KM | FT | MI)) | box:(BYBOX width:double height:double unit:(M | KM | FT | MI))) [order:(ASC | DESC)] [count-block:(COUNT count:integer [ANY])] [STOREDIST]",
	Summary: "Keeps the places within a circle or a rectangle in another key.",
	History: []command.Change{
		{Since: "7.0.0", What: "Added support for uppercase unit names."},
	},
	Run: runGeosearchstore,
}

func runGeosearchstore(c *command.Ctx) error {
	q := query{style: search | doStore, dest: c.Arg(1)}
	if err := q.open(c, c.Arg(2)); err != nil {
		return err
	}
	if err := q.parse(c, 3); err != nil {
		return err
	}
	return q.answer(c, "geosearchstore")
}
