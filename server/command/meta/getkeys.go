package meta

import "redstart/server/command"

var commandGetkeysSpec = &command.Spec{
	Name: "getkeys", Arity: -3,
	Flags: command.Loading | command.Stale,
	Group: command.ServerGroup, ACL: []string{"connection"},
	Since: "2.8.13", Cost: "O(N) where N is the number of arguments to the command",
	Syntax:  "command [arg...]",
	Summary: "Finds the keys in a command line.",
	Run:     runCommandGetkeys,
}

func runCommandGetkeys(c *command.Ctx) error {
	found, err := findKeys(c)
	if err != nil {
		return err
	}

	c.Reply.Array(len(found))
	for _, k := range found {
		c.Reply.Bulk(c.Args[2+k.Pos])
	}
	return nil
}

// findKeys finds the keys of the command line that follows the subcommand; positions count from its first word.
func findKeys(c *command.Ctx) ([]command.FoundKey, error) {
	args := c.Args[2:]
	e := c.Srv.Table.Lookup(args[0])
	if e != nil && len(args) > 1 && len(e.Children()) > 0 {
		e = e.Sub(args[1])
	}
	switch {
	case e == nil:
		return nil, command.ErrNoSuchCmd
	case !e.HasKeys():
		return nil, command.ErrCmdNoKeys
	case e.Arity > 0 && len(args) != e.Arity || len(args) < -e.Arity:
		return nil, command.ErrCmdArity
	}
	found, ok := e.KeysOf(args)
	switch {
	case e.Flags&command.NoMandatoryKeys == 0 && (!ok || len(found) == 0):
		return nil, command.ErrCmdArgs
	case !ok:
		return nil, nil
	}
	return found, nil
}
