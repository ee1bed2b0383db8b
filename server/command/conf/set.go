package conf

import (
	"errors"

	"redstart/server/command"
	"redstart/server/config"
)

var configSetSpec = &command.Spec{
	Name: "set", Arity: -4,
	Flags: command.Admin | command.NoScript | command.Loading | command.Stale | command.NoGate, // hooks may need the gate alone
	Group: command.ServerGroup,
	Tips:  []string{"request_policy:all_nodes", "response_policy:all_succeeded"},
	Since: "2.0.0", Cost: "O(N) when N is the number of configuration parameters provided",
	Syntax:  "data:(parameter value)...",
	Summary: "Changes directives, all or none.",
	History: []command.Change{
		{Since: "7.0.0", What: "Added the ability to set multiple parameters in one call."},
	},
	Secrets: sensitive,
	Run:     runConfigSet,
}

func runConfigSet(c *command.Ctx) error {
	words := c.Args[2:]
	if len(words)%2 != 0 {
		return command.ErrSyntax
	}
	pairs := make([]config.Pair, 0, len(words)/2)
	for i := 0; i < len(words); i += 2 {
		pairs = append(pairs, config.Pair{Name: string(words[i]), Value: string(words[i+1])})
	}

	err := c.Srv.Config.Set(pairs, c.Client.Local())
	if errors.Is(err, command.ErrLoading) { // clients know it by its code
		return command.ErrLoading
	}
	if err != nil {
		return command.ErrRefused(err)
	}

	c.Reply.OK()
	return nil
}

// sensitive tells which values are secrets.
func sensitive(args [][]byte) (secret []int) {
	for i := 2; i+1 < len(args); i += 2 {
		if d := config.Lookup(string(args[i])); d != nil && d.Has(config.Sensitive) {
			secret = append(secret, i+1)
		}
	}
	return secret
}
