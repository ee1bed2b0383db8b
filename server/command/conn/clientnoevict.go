package conn

import (
	"redstart/server/client"
	"redstart/server/command"
)

var clientNoEvictSpec = &command.Spec{
	Name: "no-evict", Arity: 3,
	Flags: command.Admin | command.NoScript | command.Loading | command.Stale,
	Group: command.Connection,
	Since: "7.0.0", Cost: "O(1)",
	Syntax:   "enabled:(ON | OFF)",
	Summary:  "Exempts this connection from being closed for the memory that clients take.",
	Reach:    command.OwnStore,
	Stateful: true,
	Run:      runClientNoEvict,
}

func runClientNoEvict(c *command.Ctx) error {
	on, err := onOff(c.Arg(2))
	if err != nil {
		return err
	}
	c.Client.Set(client.NoEvict, on)
	c.Reply.OK()
	return nil
}

func onOff(word []byte) (bool, error) {
	switch {
	case command.Fold(word, "ON"):
		return true, nil
	case command.Fold(word, "OFF"):
		return false, nil
	}
	return false, command.ErrSyntax
}
