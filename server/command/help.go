package command

import "strings"

// Help answers a container's HELP: a headline, the lines, which name each subcommand and describe it indented by four spaces, and
// HELP itself.
func (c *Ctx) Help(lines ...string) {
	name := c.Cmd.FullName
	if c.Cmd.Parent != nil {
		name = c.Cmd.Parent.FullName
	}
	c.Reply.Array(len(lines) + 3)
	c.Reply.Simple(strings.ToUpper(name) + " <subcommand> [<arg> [value] [opt] ...]. Subcommands are:")
	for _, l := range lines {
		c.Reply.Simple(l)
	}
	c.Reply.Simple("HELP")
	c.Reply.Simple("    Print this help.")
}
