package script

import (
	"redstart/resp"
	"redstart/server/command"
	"redstart/server/script"
)

// words divides the words behind the script's name into keys and arguments.
func words(c *command.Ctx, notNumber error) (keys, args [][]byte, err error) {
	n, ok := resp.ParseInt(c.Arg(2))
	switch {
	case !ok:
		return nil, nil, notNumber
	case n > int64(c.Len()-3):
		return nil, nil, command.ErrManyKeys
	case n < 0:
		return nil, nil, command.ErrNegativeKeys
	}
	return c.Args[3 : 3+n], c.Args[3+n:], nil
}

// callFlags are the flags of a call of what find finds, if that says what it does.
func callFlags(find func(c *command.Ctx) (script.Flags, bool)) func(c *command.Ctx) command.Flags {
	return func(c *command.Ctx) command.Flags {
		flags := c.Cmd.Flags
		f, ok := find(c)
		if !ok || !f.Declared() {
			return flags
		}
		flags &^= command.MayChange
		if f&script.NoWrites == 0 {
			flags |= command.Write
			if f&script.AllowOOM == 0 {
				flags |= command.DenyOOM
			}
		}
		return flags
	}
}

func flagsOfBody(c *command.Ctx) (script.Flags, bool) { return script.FlagsOf(c.Arg(1)) }

func flagsOfSHA(c *command.Ctx) (script.Flags, bool) {
	s := c.Srv.Scripts.Peek(c.Arg(1))
	if s == nil {
		return 0, false
	}
	return s.Flags, true
}

func flagsOfFunction(c *command.Ctx) (script.Flags, bool) {
	f := c.Srv.Scripts.FindFunction(c.Arg(1))
	if f == nil {
		return 0, false
	}
	return f.Flags, true
}

// eval runs the script in the first argument.
func eval(c *command.Ctx, readOnly bool) error {
	keys, args, err := words(c, command.ErrNotInteger)
	if err != nil {
		return err
	}

	s, err := c.Srv.Scripts.Eval(c.Arg(1))
	if err != nil {
		return command.ErrScript(err)
	}
	return runScript(c, s, keys, args, readOnly)
}

// evalSHA runs the script whose digest is the first argument.
func evalSHA(c *command.Ctx, readOnly bool) error {
	s := c.Srv.Scripts.Find(c.Arg(1))
	if s == nil {
		return command.ErrNoScript
	}
	keys, args, err := words(c, command.ErrNotInteger)
	if err != nil {
		return err
	}
	return runScript(c, s, keys, args, readOnly)
}

func runScript(c *command.Ctx, s *script.Script, keys, args [][]byte, readOnly bool) error {
	request := c.Args
	return c.Session.Script(s.Flags, readOnly, func(h script.Host) error {
		return asReply(c.Srv.Scripts.Run(h, s, request, keys, args, c.Reply))
	})
}

// fcall calls the function that the first argument names.
func fcall(c *command.Ctx, readOnly bool) error {
	f := c.Srv.Scripts.FindFunction(c.Arg(1))
	if f == nil {
		return command.ErrNoFunction
	}
	keys, args, err := words(c, command.ErrBadNumKeys)
	if err != nil {
		return err
	}
	request := c.Args
	return c.Session.Script(f.Flags, readOnly, func(h script.Host) error {
		return asReply(c.Srv.Scripts.CallFunction(h, f, request, keys, args, c.Reply))
	})
}

// asReply is an error of a script as a reply: it has a code already.
func asReply(err error) error {
	if err == nil {
		return nil
	}
	e := command.Error(err.Error())
	if raised, ok := err.(script.Raised); ok && raised.Counted {
		return command.Counted{Err: e}
	}
	return e
}
