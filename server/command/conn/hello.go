package conn

import (
	"redstart/resp"
	"redstart/server/client"
	"redstart/server/command"
	"redstart/server/version"
)

var helloSpec = &command.Spec{
	Name: "hello", Arity: -1,
	Flags: command.NoScript | command.Loading | command.Stale | command.Fast | command.NoAuth | command.AllowBusy,
	Group: command.Connection,
	Since: "6.0.0", Cost: "O(1)",
	Syntax:  "[arguments:(protover:integer [AUTH (username password)] [SETNAME clientname])]",
	Summary: "Chooses the protocol version, and optionally authenticates and names the connection.",
	History: []command.Change{
		{Since: "6.2.0", What: "`protover` made optional; when called without arguments the command reports the current connection's context."},
	},
	Secrets:  helloSecrets,
	Stateful: true,
	Run:      runHello,
}

// helloSecrets hides the user and the password.
func helloSecrets(args [][]byte) []int {
	for i := 2; i+2 < len(args); i++ {
		if command.Fold(args[i], "AUTH") {
			return []int{i + 1, i + 2}
		}
	}
	return nil
}

func runHello(c *command.Ctx) error {
	var proto int64
	var user, pass, name []byte
	named := false
	if c.Len() > 1 {
		var ok bool
		if proto, ok = resp.ParseInt(c.Arg(1)); !ok {
			return command.ErrProtocolVersion
		}
		if proto < 2 || proto > 3 {
			return command.ErrNoProto
		}
	}
	a := c.Options(2)
	for a.More() {
		switch option := a.Peek(); {
		case a.Left() > 2 && a.Is("AUTH"):
			user, pass = a.Bytes(), a.Bytes()
		case a.Left() > 1 && a.Is("SETNAME"):
			name, named = a.Bytes(), true
			if !printable(name) {
				return command.ErrClientName
			}
		default:
			return command.ErrHelloOption(option)
		}
	}
	if user != nil {
		if err := authenticate(c, user, pass); err != nil {
			return err
		}
	}
	if !c.Client.Has(client.Authenticated) && c.Srv.Control.NeedsPassword() {
		return command.ErrHelloNoAuth
	}

	if named {
		c.Client.SetName(string(name))
	}
	if proto != 0 {
		setProto(c, int(proto))
	}
	c.Reply.Map(7)
	c.Reply.BulkString("server")
	c.Reply.BulkString("redis")
	c.Reply.BulkString("version")
	c.Reply.BulkString(version.Redis)
	c.Reply.BulkString("proto")
	c.Reply.Int(int64(c.Client.Proto.Load()))
	c.Reply.BulkString("id")
	c.Reply.Int(c.Client.ID)
	c.Reply.BulkString("mode")
	c.Reply.BulkString(mode(c))
	c.Reply.BulkString("role")
	c.Reply.BulkString("master")
	c.Reply.BulkString("modules")
	c.Reply.Array(0)
	return nil
}

// mode is what kind of server this is.
func mode(c *command.Ctx) string {
	if c.Srv.Cluster != nil {
		return "cluster"
	}
	return "standalone"
}

// setProto makes the client speak RESP2 or RESP3.
func setProto(c *command.Ctx, version int) {
	c.Srv.PubSub.Switch(c.Client, version, c.Session.Overhear)
	c.Reply.RESP3 = version == 3
}
