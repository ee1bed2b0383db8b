package admin

import (
	"redstart/server/client"
	"redstart/server/command"
)

var shutdownSpec = &command.Spec{
	Name: "shutdown", Arity: -1,
	Flags: command.Admin | command.NoScript | command.Loading | command.Stale | command.NoMulti | command.AllowBusy | command.NoGate,
	Group: command.ServerGroup,
	Since: "1.0.0", Cost: "O(N) when saving, where N is the total number of keys in all databases when saving data, otherwise O(1)",
	Syntax:  "[save-selector:(NOSAVE | SAVE)] [NOW@7.0.0] [FORCE@7.0.0] [ABORT@7.0.0]",
	Summary: "Saves what must be saved and ends the server.",
	History: []command.Change{
		{Since: "7.0.0", What: "Added the `NOW`, `FORCE` and `ABORT` modifiers."},
	},
	Run: runShutdown,
}

// runShutdown answers only when the server goes on.
func runShutdown(c *command.Ctx) error {
	how, nosave, abort, err := shutdownOptions(c)
	if err != nil {
		return err
	}

	if !nosave && c.Srv.Scripts.TakesLong() {
		return command.Error(c.Srv.Scripts.Busy().Error())
	}
	if abort {
		return command.ErrNoShutdown // it never takes so long that another could come in between
	}
	if c.Srv.Control.Shutdown(how) != nil {
		return command.ErrShutdown
	}

	c.Client.Set(client.CloseAfterReply, true)
	return nil
}

func shutdownOptions(c *command.Ctx) (how command.Shutdown, nosave, abort bool, err error) {
	a := c.Options(1)
	other := false
	for a.More() {
		switch {
		case a.Is("NOSAVE"):
			nosave = true
		case a.Is("SAVE"):
			how.Save = true
		case a.Is("FORCE"):
			how.Force = true
		case a.Is("NOW"):
			other = true
		case a.Is("ABORT"):
			abort = true
		default:
			a.Fail(command.ErrSyntax)
		}
	}
	if nosave && how.Save || abort && (nosave || how.Save || how.Force || other) {
		a.Fail(command.ErrSyntax)
	}
	return how, nosave, abort, a.Err()
}
