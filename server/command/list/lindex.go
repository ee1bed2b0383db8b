package list

import (
	"redstart/server/command"
	"redstart/storage/table"
	"redstart/storage/value/list"
)

var lindexSpec = &command.Spec{
	Name: "lindex", Arity: 3,
	Flags: command.ReadOnly,
	Keys:  command.Key(1, command.RO|command.AccessValue),
	Group: command.List,
	Since: "1.0.0", Cost: "O(N) where N is the number of elements to traverse to get to the element at index. This makes asking for the first or the last element of the list O(1).",
	Syntax:  "key index:integer",
	Summary: "Reads one element of a list, by its index.",
	Run:     runLindex,
}

func runLindex(c *command.Ctx) error {
	r, err := c.Tx.Value(c.Arg(1), table.KindList)
	if err != nil {
		return err
	}
	if r.IsNil() {
		c.Reply.Null()
		return nil
	}
	index, err := c.Int(2)
	if err != nil {
		return err
	}

	v := list.Of(r)
	i, ok := place(index, v.Len())
	if !ok {
		c.Reply.Null()
		return nil
	}
	reply(c, v.At(i))
	return nil
}

// place is the position that an index means in a list of n elements: from the end when it is negative. There may be none.
func place(index int64, n int) (i int, ok bool) {
	if index < 0 {
		index += int64(n)
	}
	return int(index), 0 <= index && index < int64(n)
}
