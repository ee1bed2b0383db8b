package conf

import "redstart/server/command"

var configResetstatSpec = &command.Spec{
	Name: "resetstat", Arity: 2,
	Flags: command.Admin | command.NoScript | command.Loading | command.Stale | command.Exclusive,
	Group: command.ServerGroup,
	Tips:  []string{"request_policy:all_nodes", "response_policy:all_succeeded"},
	Since: "2.0.0", Cost: "O(1)",
	Summary: "Sets the statistics back to zero.",
	Run:     runConfigResetstat,
}

func runConfigResetstat(c *command.Ctx) error {
	c.Srv.Table.Each(func(e *command.Entry) { e.Stats.Reset() })
	c.Srv.Stats.Reset()
	c.Srv.Keys.ResetStats()
	c.Srv.Info.Reset()

	c.Reply.OK()
	return nil
}
