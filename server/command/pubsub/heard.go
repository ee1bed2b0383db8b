package pubsub

import (
	"slices"

	"redstart/server/command"
)

// heard leaves, of channels or patterns, those that the client is told of: a user who is bound to stores, of what it may listen to.
func heard(c *command.Ctx, names []string, patterns bool) []string {
	if !c.Client.Bound() {
		return names
	}
	rules := c.Client.Identity().Rules()
	return slices.DeleteFunc(names, func(name string) bool { return !rules.Hears([]byte(name), patterns) })
}
