package repl

import (
	"redstart/resp"
	"redstart/server/client"
	"redstart/server/command"
)

var waitSpec = &command.Spec{
	Name: "wait", Arity: 3,
	Flags: command.Blocking,
	Group: command.Generic, ACL: []string{"connection", "-keyspace"},
	Tips:  []string{"request_policy:all_shards", "response_policy:agg_min"},
	Since: "3.0.0", Cost: "O(1)",
	Syntax:  "numreplicas:integer timeout:integer",
	Summary: "Waits until replicas have acknowledged this connection's writes.",
	Run:     runWait,
}

// runWait waits for replicas that do not exist, as Redis does without any: for the whole timeout.
func runWait(c *command.Ctx) error {
	replicas, err := c.Int(1)
	if err != nil {
		return err
	}
	ms, err := c.Timeout(c.Arg(2))
	if err != nil {
		return err
	}
	if replicas <= 0 {
		c.Reply.Int(0)
		return nil
	}
	c.Await(&client.Wait{Deadline: c.Deadline(ms), Timeout: func(w *resp.Writer) { w.Int(0) }})
	return nil
}
