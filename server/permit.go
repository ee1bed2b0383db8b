package server

import (
	"strconv"

	"redstart/server/acl"
	"redstart/server/client"
	"redstart/server/command"
	"redstart/server/command/conn"
)

// denial is what of a request a user may not do. The zero value is nothing.
type denial struct {
	why      acl.Reason
	object   string // the command's name, the key, the channel or the store, for the operator
	store    string // the store, as far as the client may know its name
	readOnly bool   // the store may be read
	gone     bool   // the user is no more: its token has been taken back
}

func (d *denial) none() bool { return d.why == acl.None && !d.gone }

// denial says what of a request, made while the database db is selected, the client's user may not do.
func (s *session) denial(cmd *command.Entry, args [][]byte, db int) (d denial) {
	if !s.c.Has(client.Restricted) {
		return d
	}
	u := s.c.Identity()
	if !u.Live() {
		d.gone = cmd.Flags&command.NoAuth == 0
		return d
	}
	var pos int
	q := s.asks.Of(cmd, args, db)
	d.why, pos = u.Rules().Check(s.srv.acl.Catalog(), q)
	switch d.why {
	case acl.None:
	case acl.ByCommand:
		d.object = cmd.FullName
	case acl.ByStore:
		d.readOnly = u.Rules().Overlooks(s.srv.acl.Catalog(), q)
		if d.object = string(args[pos]); pos == 0 {
			d.object = s.srv.stores.NameOf(db)
		}
		if d.store = d.object; pos == 0 && !d.readOnly {
			d.store = s.nameOfHidden(db)
		}
	default:
		d.object = string(args[pos])
	}
	s.asks.Forget()
	return d
}

// permit is the error for a request that the client's user may not make, which is counted and noted; nil: it may. db is the database that
// will be selected when it runs, context says where it comes from.
func (s *session) permit(cmd *command.Entry, args [][]byte, db int, context string) error {
	d := s.denial(cmd, args, db)
	if d.none() {
		return nil
	}
	if d.gone {
		return command.ErrNoAuth
	}
	s.noteDenial(&d, context)
	switch d.why {
	case acl.ByKey:
		return command.ErrNoKeyAccess
	case acl.ByChannel:
		return command.ErrNoChannel
	case acl.ByStore:
		if d.readOnly {
			return command.ErrStoreReadOnly(d.store)
		}
		return command.ErrNoStoreAccess(d.store)
	}
	return command.ErrNoCommandAccess(s.c.User(), cmd.FullName)
}

// permitQueued is permit for a command of a transaction, when it is run.
func (s *session) permitQueued(c *call) error {
	d := s.denial(c.cmd, c.args, s.tx.DB())
	if d.none() {
		return nil
	}
	if d.gone {
		return command.ErrNoAuth
	}
	s.noteDenial(&d, acl.Multi)
	reason := "no permission to execute the command or subcommand"
	switch d.why {
	case acl.ByKey:
		reason = "no permission to touch the specified keys"
	case acl.ByChannel:
		reason = "no permission to access one of the channels used as arguments"
	case acl.ByStore:
		reason = "no permission to access one of the stores"
	}
	return command.ErrRulesChanged(reason)
}

// permitScript is permit for a call by a script.
func (s *session) permitScript(cmd *command.Entry, args [][]byte) error {
	if err := s.permit(cmd, args, s.tx.DB(), acl.Lua); err != nil {
		return command.ErrInScript(err)
	}
	return nil
}

// noteDenial counts what was refused and notes it in the users' log.
func (s *session) noteDenial(d *denial, context string) {
	conn.NoteDenial(&s.ctx, d.why, d.object, s.c.User(), context)
}

// nameOfHidden is what a client is told of the selected database that it may not use: its number, if clients call it by that.
func (s *session) nameOfHidden(db int) string {
	if db < s.srv.keys.Numbered() {
		return strconv.Itoa(db)
	}
	return ""
}

// selected is the database in which a request that has just come will run: a SELECT may be queued before it.
func (s *session) selected() int {
	if s.multi != nil {
		return s.multi.db
	}
	return s.tx.DB()
}
