package conn

import "redstart/server/command"

var clientSetnameSpec = &command.Spec{
	Name: "setname", Arity: 3,
	Flags: command.NoScript | command.Loading | command.Stale,
	Group: command.Connection,
	Tips:  []string{"request_policy:all_nodes", "response_policy:all_succeeded"},
	Since: "2.6.9", Cost: "O(1)",
	Syntax:   "connection-name",
	Summary:  "Names this connection.",
	Stateful: true,
	Run:      runClientSetname,
}

func runClientSetname(c *command.Ctx) error {
	if !printable(c.Arg(2)) {
		return command.ErrClientName
	}
	c.Client.SetName(string(c.Arg(2)))
	c.Reply.OK()
	return nil
}

// printable reports whether b has no blanks, control characters or bytes beyond ASCII, which would break the lines of CLIENT LIST.
func printable(b []byte) bool {
	for _, ch := range b {
		if ch < '!' || ch > '~' {
			return false
		}
	}
	return true
}
