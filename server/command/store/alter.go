package store

import "redstart/server/command"

var storeAlterSpec = &command.Spec{
	Name: "alter", Arity: -4,
	Flags: command.Write | command.Admin | command.NoScript | command.Exclusive,
	Group: command.ServerGroup,
	Since: since, Cost: "O(N) where N is the number of options.",
	Syntax:  "name " + optionSyntax + " [NOTOKENS] [UNTOKEN... untoken] [TOKEN... token:(token [RO])]",
	Summary: "Changes the rules and the tokens of a store.",
	Secrets: tokens,
	Run:     runStoreAlter,
}

func runStoreAlter(c *command.Ctx) error {
	s, err := named(c, 2)
	if err != nil {
		return err
	}
	if s, err = s.Altered(texts(c)[1:]); err != nil {
		return err
	}

	if err := c.Srv.Stores.Alter(s); err != nil {
		return err
	}
	record(c, s.Changed())

	c.Reply.OK()
	return nil
}
