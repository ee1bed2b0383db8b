package conn

import "redstart/server/command"

var clientSetinfoSpec = &command.Spec{
	Name: "setinfo", Arity: 4,
	Flags: command.NoScript | command.Loading | command.Stale,
	Group: command.Connection,
	Tips:  []string{"request_policy:all_nodes", "response_policy:all_succeeded"},
	Since: "7.2.0", Cost: "O(1)",
	Syntax:   "attr:(LIB-NAME libname | LIB-VER libver)",
	Summary:  "Records the name or the version of the client library.",
	Stateful: true,
	Run:      runClientSetinfo,
}

func runClientSetinfo(c *command.Ctx) error {
	attr, value := c.Arg(2), c.Arg(3)
	name := command.Fold(attr, "LIB-NAME")
	switch {
	case !name && !command.Fold(attr, "LIB-VER"):
		return command.ErrClientInfoOption(attr)
	case !printable(value):
		return command.ErrClientInfoValue(attr)
	case name:
		c.Client.SetLibName(string(value))
	default:
		c.Client.SetLibVer(string(value))
	}
	c.Reply.OK()
	return nil
}
