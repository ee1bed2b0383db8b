package sort

import "redstart/server/command"

var sortRoSpec = &command.Spec{
	Name: "sort_ro", Arity: -2,
	Flags: command.ReadOnly,
	Keys: command.Keys(
		command.Key(1, command.RO|command.AccessValue),
		command.Noted("For the optional BY/GET keyword. It is marked 'unknown' because the key names derive from the content of the key we sort", command.UnknownKeys(command.RO|command.AccessValue)),
	),
	Group: command.Generic, ACL: []string{"set", "sortedset", "list", "dangerous", "-keyspace"},
	Since: "7.0.0", Cost: "O(N+M*log(M)) where N is the number of elements in the list or set to sort, and M the number of returned elements. When the elements are not sorted, complexity is O(N).",
	Syntax:  `key [BY by-pattern"pattern":pattern#1] [LIMIT (offset:integer count:integer)] [GET... get-pattern"pattern":pattern#1] [order:(ASC | DESC)] [sorting:ALPHA]`,
	Summary: "Shows the elements of a list, a set or a sorted set in order.",
	Alone:   looksUp,
	Run:     runSortRo,
}

func runSortRo(c *command.Ctx) error {
	o, err := parse(c, false)
	if err != nil {
		return err
	}
	q := query{c: c, options: o}
	out, err := q.run()
	if err != nil {
		return err
	}
	q.show(out)
	return nil
}
