package admin

import "redstart/server/command"

var slowlogSpec = &command.Spec{
	Name: "slowlog", Arity: -2,
	Group: command.ServerGroup,
	Since: "2.2.12", Cost: "Depends on subcommand.",
	Summary: "Commands about the record of slow commands.",
	Subs: []*command.Spec{
		slowlogGetSpec,
		slowlogHelpSpec,
		slowlogLenSpec,
		slowlogResetSpec,
	},
}

var slowlogGetSpec = &command.Spec{
	Name: "get", Arity: -2,
	Flags: command.Admin | command.Loading | command.Stale,
	Group: command.ServerGroup,
	Tips:  []string{"request_policy:all_nodes", "nondeterministic_output"},
	Since: "2.2.12", Cost: "O(N) where N is the number of entries returned",
	Syntax:  "[count:integer]",
	Summary: "Reads the latest slow commands.",
	History: []command.Change{
		{Since: "4.0.0", What: "Added client IP address, port and name to the reply."},
	},
	Run: runSlowlogGet,
}

var slowlogHelpSpec = &command.Spec{
	Name: "help", Arity: 2,
	Flags: command.Loading | command.Stale,
	Group: command.ServerGroup,
	Since: "6.2.0", Cost: "O(1)",
	Summary: "Lists the subcommands.",
	Run:     runSlowlogHelp,
}

var slowlogLenSpec = &command.Spec{
	Name: "len", Arity: 2,
	Flags: command.Admin | command.Loading | command.Stale,
	Group: command.ServerGroup,
	Tips:  []string{"request_policy:all_nodes", "response_policy:agg_sum", "nondeterministic_output"},
	Since: "2.2.12", Cost: "O(1)",
	Summary: "Counts the recorded slow commands.",
	Run:     runSlowlogLen,
}

var slowlogResetSpec = &command.Spec{
	Name: "reset", Arity: 2,
	Flags: command.Admin | command.Loading | command.Stale,
	Group: command.ServerGroup,
	Tips:  []string{"request_policy:all_nodes", "response_policy:all_succeeded"},
	Since: "2.2.12", Cost: "O(N) where N is the number of entries in the slowlog",
	Summary: "Forgets the recorded slow commands.",
	Run:     runSlowlogReset,
}

func runSlowlogGet(c *command.Ctx) error {
	count := int64(10)
	switch c.Len() {
	case 2:
	case 3:
		n, err := c.Int(2)
		if err != nil || n < -1 {
			return command.ErrSlowlogCount
		}
		count = n
	default:
		return command.ErrSubSyntax("slowlog", c.Arg(1))
	}

	entries := c.Srv.Slow.Get(int(count))

	c.Reply.Array(len(entries))
	for _, e := range entries {
		c.Reply.Array(6)
		c.Reply.Int(e.ID)
		c.Reply.Int(e.At)
		c.Reply.Int(e.Micros)
		c.Reply.Array(len(e.Args))
		for _, a := range e.Args {
			c.Reply.BulkString(a)
		}
		c.Reply.BulkString(e.Client)
		c.Reply.BulkString(e.Name)
	}
	return nil
}

func runSlowlogLen(c *command.Ctx) error {
	c.Reply.Int(int64(c.Srv.Slow.Len()))
	return nil
}

func runSlowlogReset(c *command.Ctx) error {
	c.Srv.Slow.Reset()
	c.Reply.OK()
	return nil
}

func runSlowlogHelp(c *command.Ctx) error {
	c.Help(
		"GET [<count>]",
		"    Return top <count> entries from the slowlog (default: 10, -1 mean all).",
		"    Entries are made of:",
		"    id, timestamp, time in microseconds, arguments array, client IP and port,",
		"    client name",
		"LEN",
		"    Return the length of the slowlog.",
		"RESET",
		"    Reset the slowlog.",
	)
	return nil
}
