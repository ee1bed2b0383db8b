package conn

import (
	"bytes"

	"redstart/server/client"
	"redstart/server/command"
)

var pingSpec = &command.Spec{
	Name: "ping", Arity: -1,
	Flags: command.Fast,
	Group: command.Connection,
	Tips:  []string{"request_policy:all_shards", "response_policy:all_succeeded"},
	Since: "1.0.0", Cost: "O(1)",
	Syntax:       "[message]",
	Summary:      "Answers PONG, or its argument: a sign of life.",
	WhileLimited: true,
	Run:          runPing,
}

func runPing(c *command.Ctx) error {
	switch n := c.Len(); {
	case n > 2:
		return command.ErrArity("ping")
	case c.Client.Has(client.Limited): // where a status would not be told from a message
		c.Reply.Array(2)
		c.Reply.BulkString("pong")
		c.Reply.Bulk(bytes.Join(c.Args[1:], nil))
	case n == 1:
		c.Reply.Simple("PONG")
	default:
		c.Reply.Bulk(c.Arg(1))
	}
	return nil
}
