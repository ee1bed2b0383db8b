package conf

import "redstart/server/command"

var configRewriteSpec = &command.Spec{
	Name: "rewrite", Arity: 2,
	Flags: command.Admin | command.NoScript | command.Loading | command.Stale | command.NoGate, // waits for a SET, whose hooks may need the gate alone
	Group: command.ServerGroup,
	Tips:  []string{"request_policy:all_nodes", "response_policy:all_succeeded"},
	Since: "2.8.0", Cost: "O(1)",
	Summary: "Writes the configuration in force to the configuration file.",
	Run:     runConfigRewrite,
}

func runConfigRewrite(c *command.Ctx) error {
	if err := c.Srv.Config.Rewrite(); err != nil {
		return command.ErrRefused(err)
	}

	c.Reply.OK()
	return nil
}
