package command

import (
	"redstart/server/acl"
	"redstart/server/client"
)

// Permission is what a user's rules must allow for a request: a Request with memory of its own that is used again.
type Permission struct {
	acl.Request
	found  []FoundKey
	stores []acl.StoreUse
}

// Of fills the Request in for a command with args, while the database selected is. The words are views of args. Where the keys cannot be found none are asked for: the
// command will refuse its words.
func (p *Permission) Of(cmd *Entry, args [][]byte, selected int) *acl.Request {
	p.Request = acl.Request{Command: cmd.ID, Args: args, First: 1, Keys: p.Keys[:0], Selected: selected}
	p.Request.Stores = cmd.storesOf(args, p.stores[:0])
	p.stores = p.Request.Stores
	if cmd.Parent != nil {
		p.First = 2
	}
	p.findKeys(cmd, args)
	if ch := cmd.Channels; ch.First > 0 && ch.First < len(args) {
		end := ch.First + 1
		if ch.Rest {
			end = len(args)
		}
		p.ChanPos, p.Patterns, p.Request.Channels = ch.First, ch.Patterns, args[ch.First:end]
	}
	return &p.Request
}

// Forget lets go of the words.
func (p *Permission) Forget() { p.Args, p.Request.Channels = nil, nil }

// storesOf appends the databases that a request uses: those that its Spec tells of or, if it has to do with keys, the selected one.
func (e *Entry) storesOf(args [][]byte, found []acl.StoreUse) []acl.StoreUse {
	switch {
	case e.Stores != nil:
		return e.Stores(args, found)
	case e.Flags&Write != 0:
		return append(found, acl.StoreUse{Access: acl.Write})
	case e.Flags&(ReadOnly|MayChange) != 0 || e.HasKeys():
		return append(found, acl.StoreUse{Access: acl.Read})
	}
	return found
}

// IsWide reports whether the command concerns everybody.
func (e *Entry) IsWide() bool {
	return e.Reach == WholeServer || e.Reach == ByFlags && e.Flags&Admin != 0
}

func (p *Permission) findKeys(cmd *Entry, args [][]byte) {
	if !cmd.HasKeys() {
		return
	}
	var ok bool
	if p.found, ok = cmd.FindKeys(args, p.found[:0]); !ok {
		return
	}
	for _, k := range p.found {
		a := k.Access
		if cmd.KeyAccess != nil {
			a = cmd.KeyAccess(args)
		}
		if a&NotKey != 0 {
			continue
		}
		var use acl.Access
		if a&AccessValue != 0 {
			use |= acl.Read
		}
		if a&(Update|Insert|Delete) != 0 {
			use |= acl.Write
		}
		p.Keys = append(p.Keys, acl.KeyUse{Pos: k.Pos, Access: use})
	}
}

// Sees reports whether the client's user may know what there is in a database.
func (c *Ctx) Sees(db int) bool {
	return c.Client == nil || !c.Client.Has(client.Restricted) || c.Client.Identity().Sees(c.Srv.ACL.Catalog(), db)
}

// MayReadAll reports whether the client's user may run the request and read all keys with it, as it must where nobody can tell which
// keys a request reads.
func (c *Ctx) MayReadAll() bool {
	if c.Client == nil || !c.Client.Has(client.Restricted) {
		return true
	}
	var p Permission
	return c.Client.Identity().Rules().CheckEveryKey(c.Srv.ACL.Catalog(), p.Of(c.Cmd, c.Args, c.Tx.DB()), acl.Read)
}
