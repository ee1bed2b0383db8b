package str

import "redstart/server/command"

var substrSpec = &command.Spec{
	Name: "substr", Arity: 4,
	Flags: command.ReadOnly,
	Keys:  command.Key(1, command.RO|command.AccessValue),
	Group: command.String,
	Since: "1.0.0", Cost: "O(N) where N is the length of the returned string. The complexity is ultimately determined by the returned length, but because creating a substring from an existing string is very cheap, it can be considered O(1) for small strings.",
	Syntax:   "key start:integer end:integer",
	Summary:  "Reads a part of a string, by offsets.",
	Replaced: "`GETRANGE`", Until: "2.0.0",
	Run: runGetrange,
}
