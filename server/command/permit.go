package command

import (
	"redstart/server/acl"
	"redstart/server/client"
)

// Permission is what a user's rules must allow for a request: a Request with memory of its own that is used again.
type Permission struct {
	acl.Request
	found []FoundKey
}

// Of fills the Request in for a command with args. The words are views of args. Where the keys cannot be found none are asked for: the
// command will refuse its words.
func (p *Permission) Of(cmd *Entry, args [][]byte) *acl.Request {
	p.Request = acl.Request{Command: cmd.ID, Args: args, First: 1, Keys: p.Keys[:0]}
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

// MayReadAll reports whether the client's user may run the request and read all keys with it, as it must where nobody can tell which
// keys a request reads.
func (c *Ctx) MayReadAll() bool {
	if c.Client == nil || !c.Client.Has(client.Restricted) {
		return true
	}
	var p Permission
	return c.Client.Identity().Rules().CheckEveryKey(c.Srv.ACL.Catalog(), p.Of(c.Cmd, c.Args), acl.Read)
}
