package admin

import "redstart/server/command"

var dbsizeSpec = &command.Spec{
	Name: "dbsize", Arity: 1,
	Flags: command.ReadOnly | command.Fast,
	Group: command.ServerGroup, ACL: []string{"keyspace"},
	Tips:  []string{"request_policy:all_shards", "response_policy:agg_sum"},
	Since: "1.0.0", Cost: "O(1)",
	Summary: "Counts the keys of the database.",
	Run:     runDbsize,
}

func runDbsize(c *command.Ctx) error {
	c.Reply.Int(int64(c.Tx.Len()))
	return nil
}
