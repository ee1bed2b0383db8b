// Package sort holds the commands that sort lists, sets and sorted sets.
package sort

import "redstart/server/command"

// Commands is the family.
var Commands = []*command.Spec{sortSpec, sortRoSpec}

var sortSpec = &command.Spec{
	Name: "sort", Arity: -2,
	Flags: command.Write | command.DenyOOM,
	Keys: command.Keys(
		command.Key(1, command.RO|command.AccessValue),
		command.Noted("For the optional BY/GET keyword. It is marked 'unknown' because the key names derive from the content of the key we sort", command.UnknownKeys(command.RO|command.AccessValue)),
		command.Noted("For the optional STORE keyword. It is marked 'unknown' because the keyword can appear anywhere in the argument array", command.UnknownKeys(command.OW|command.Update)),
	),
	Group: command.Generic, ACL: []string{"set", "sortedset", "list", "dangerous", "-keyspace"},
	Since: "1.0.0", Cost: "O(N+M*log(M)) where N is the number of elements in the list or set to sort, and M the number of returned elements. When the elements are not sorted, complexity is O(N).",
	Syntax:    `key [BY by-pattern"pattern":pattern#1] [LIMIT (offset:integer count:integer)] [GET... get-pattern"pattern":pattern#1] [order:(ASC | DESC)] [sorting:ALPHA] [STORE destination:key#2]`,
	Summary:   "Sorts the elements of a list, a set or a sorted set, and shows or keeps them.",
	KeyFinder: findKeys,
	Alone:     looksUp,
	Run:       runSort,
}

func runSort(c *command.Ctx) error {
	o, err := parse(c, true)
	if err != nil {
		return err
	}
	q := query{c: c, options: o}
	out, err := q.run()
	if err != nil {
		return err
	}
	if o.store != nil {
		q.keep(out)
	} else {
		q.show(out)
	}
	return nil
}
