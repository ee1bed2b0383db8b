package conn

import "redstart/server/command"

var pingSpec = &command.Spec{
	Name: "ping", Arity: -1,
	Flags: command.Fast,
	Group: command.Connection,
	Tips:  []string{"request_policy:all_shards", "response_policy:all_succeeded"},
	Since: "1.0.0", Cost: "O(1)",
	Syntax:  "[message]",
	Summary: "Answers PONG, or its argument: a sign of life.",
	Run:     runPing,
}

func runPing(c *command.Ctx) error {
	switch c.Len() {
	case 1:
		c.Reply.Simple("PONG")
	case 2:
		c.Reply.Bulk(c.Arg(1))
	default:
		return command.ErrArity("ping")
	}
	return nil
}
