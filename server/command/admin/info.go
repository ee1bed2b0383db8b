package admin

import (
	"redstart/server/command"
	"redstart/server/info"
)

var infoSpec = &command.Spec{
	Name: "info", Arity: -1,
	Flags: command.Loading | command.Stale,
	Group: command.ServerGroup, ACL: []string{"dangerous"},
	Tips:  []string{"nondeterministic_output", "request_policy:all_shards", "response_policy:special"},
	Since: "1.0.0", Cost: "O(1)",
	Syntax:  "[section...]",
	Summary: "Reports the state and the statistics of the server.",
	History: []command.Change{
		{Since: "7.0.0", What: "Added support for taking multiple section arguments."},
	},
	Run: runInfo,
}

func runInfo(c *command.Ctx) error {
	names := make([]string, 0, c.Len()-1)
	for _, a := range c.Args[1:] {
		names = append(names, string(a))
	}

	var sections []info.Section
	if c.Client.Bound() {
		sections = c.Srv.Info.CollectOwn(ownDatabases(c), names...)
	} else {
		sections = c.Srv.Info.Collect(names...)
	}

	c.Reply.Verbatim("txt", info.Text(sections))
	return nil
}

// ownDatabases are those databases with a number that the client's user may use, and the selected one.
func ownDatabases(c *command.Ctx) (dbs []int) {
	u, catalog := c.Client.Identity(), c.Srv.ACL.Catalog()
	for n := range c.Srv.Keys.Numbered() {
		if u.Sees(catalog, n) {
			dbs = append(dbs, n)
		}
	}
	if n := c.Tx.DB(); n >= c.Srv.Keys.Numbered() && u.Sees(catalog, n) {
		dbs = append(dbs, n)
	}
	return dbs
}
