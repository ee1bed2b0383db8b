package conn

import (
	"redstart/resp"
	"redstart/server/acl"
	"redstart/server/client"
	"redstart/server/command"
)

var clientKillSpec = &command.Spec{
	Name: "kill", Arity: -3,
	Flags: command.Admin | command.NoScript | command.Loading | command.Stale,
	Group: command.Connection,
	Since: "2.4.0", Cost: "O(N) where N is the number of client connections",
	Syntax:  `filter:(old-format"ip:port"!2.8.12 | new-format:([ID client-id:integer@2.8.12] | [TYPE client-type:(NORMAL | MASTER@3.2.0 | SLAVE | REPLICA@5.0.0 | PUBSUB)@2.8.12] | [USER username] | [ADDR addr"ip:port"] | [LADDR laddr"ip:port"@6.2.0] | [SKIPME (YES | NO)] | [MAXAGE maxage:integer@7.4.0])...)`,
	Summary: "Closes connections: one by its address, or all that match.",
	History: []command.Change{
		{Since: "2.8.12", What: "Added new filter format."},
		{Since: "2.8.12", What: "`ID` option."},
		{Since: "3.2.0", What: "Added `master` type in for `TYPE` option."},
		{Since: "5.0.0", What: "Replaced `slave` `TYPE` with `replica`. `slave` still supported for backward compatibility."},
		{Since: "6.2.0", What: "`LADDR` option."},
		{Since: "7.4.0", What: "`MAXAGE` option."},
	},
	Reach: command.OwnStore,
	Run:   runClientKill,
}

// killFilter chooses the connections that CLIENT KILL closes. A zero field chooses all.
type killFilter struct {
	id, maxAge  int64 // maxAge in seconds
	addr, laddr []byte
	kind        kind
	typed       bool // kind counts
	user        *acl.User
	skipMe      bool
}

func (f *killFilter) chooses(c *command.Ctx, k *client.Client) bool {
	switch {
	case f.typed && kindOf(k) != f.kind,
		f.id != 0 && k.ID != f.id,
		f.user != nil && k.Identity() != f.user,
		f.addr != nil && k.Addr() != string(f.addr),
		f.laddr != nil && k.LAddr() != string(f.laddr),
		f.maxAge != 0 && c.Tx.Now()/1000-k.Created/1000 < f.maxAge,
		f.skipMe && k == c.Client:
		return false
	}
	return true
}

func runClientKill(c *command.Ctx) error {
	var f killFilter
	if c.Len() == 3 {
		f.addr = c.Arg(2)
	} else if err := f.read(c); err != nil {
		return err
	}
	killed := 0
	for _, k := range visible(c) {
		if !f.chooses(c, k) {
			continue
		}
		killed++
		if k == c.Client {
			k.Set(client.CloseAfterReply, true)
		} else {
			k.Kill()
		}
	}
	switch {
	case c.Len() > 3:
		c.Reply.Int(int64(killed))
	case killed == 0:
		return command.ErrNoClient
	default:
		c.Reply.OK()
	}
	return nil
}

// read reads the new form of the command: pairs of words.
func (f *killFilter) read(c *command.Ctx) error {
	f.skipMe = true
	a := c.Options(2)
	for a.More() {
		if a.Left() < 2 {
			return command.ErrSyntax
		}
		switch {
		case a.Is("ID"):
			id, ok := resp.ParseInt(a.Bytes())
			if !ok || id < 1 {
				return command.ErrKillID
			}
			f.id = id
		case a.Is("TYPE"):
			t, err := clientType(a.Bytes())
			if err != nil {
				return err
			}
			f.kind, f.typed = t, true
		case a.Is("ADDR"):
			f.addr = a.Bytes()
		case a.Is("LADDR"):
			f.laddr = a.Bytes()
		case a.Is("USER"):
			user := a.Bytes()
			if f.user = c.Srv.ACL.Get(string(user)); f.user == nil || c.Client.Bound() && f.user != c.Client.Identity() {
				return command.ErrNoUser(user)
			}
		case a.Is("SKIPME"):
			switch {
			case a.Is("YES"):
				f.skipMe = true
			case a.Is("NO"):
				f.skipMe = false
			default:
				return command.ErrSyntax
			}
		case a.Is("MAXAGE"):
			age, ok := resp.ParseInt(a.Bytes())
			if !ok {
				return command.ErrMaxAge
			}
			if age < 1 {
				return command.ErrMaxAgePositive
			}
			f.maxAge = age
		default:
			return command.ErrSyntax
		}
	}
	return nil
}
