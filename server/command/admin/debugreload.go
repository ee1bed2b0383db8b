package admin

import "redstart/server/command"

// debugReload loads the data set again from what it has just been written down as. There is no snapshot, so its options say nothing.
func debugReload(c *command.Ctx) error {
	a := c.Options(2)
	for a.More() {
		if !a.Is("NOSAVE") && !a.Is("NOFLUSH") && !a.Is("MERGE") {
			a.Fail(command.ErrDebugReload)
		}
	}
	if err := a.Err(); err != nil {
		return err
	}

	if err := c.Srv.Log.Reload(); err != nil {
		return err
	}

	c.Reply.OK()
	return nil
}

// debugLoadAOF loads the data set again from the log.
func debugLoadAOF(c *command.Ctx) error {
	if err := c.Srv.Log.LoadLog(); err != nil {
		return err
	}
	c.Reply.OK()
	return nil
}
