package conn

import (
	"math"
	"strings"

	"redstart/server/acl"
	"redstart/server/client"
	"redstart/server/command"
	"redstart/server/config"
)

var authSpec = &command.Spec{
	Name: "auth", Arity: -2,
	Flags: command.NoScript | command.Loading | command.Stale | command.Fast | command.NoAuth | command.AllowBusy,
	Group: command.Connection,
	Since: "1.0.0", Cost: "O(N) where N is the number of passwords defined for the user",
	Syntax:  "[username@6.0.0] password",
	Summary: "Authenticates the connection with a password, or a user name and a password.",
	History: []command.Change{
		{Since: "6.0.0", What: "Added ACL style (username and password)."},
	},
	Secrets:  authSecrets,
	Stateful: true,
	Run:      runAuth,
}

// authSecrets hides all words: the name may be a password in the wrong place.
func authSecrets(args [][]byte) (secret []int) {
	for i := 1; i < len(args); i++ {
		secret = append(secret, i)
	}
	return secret
}

func runAuth(c *command.Ctx) error {
	user, pass := []byte(acl.DefaultUser), c.Arg(1)
	switch {
	case c.Len() > 3:
		return command.ErrSyntax
	case c.Len() == 3:
		user, pass = c.Arg(1), c.Arg(2)
	case c.Srv.ACL.DefaultNoPass() && !c.Srv.ACL.IsToken(pass) && !c.Srv.Control.Loading():
		return command.ErrAuthNoPassword
	}
	if err := authenticate(c, user, pass); err != nil {
		return err
	}
	c.Reply.OK()
	return nil
}

// authenticate makes the client user if pass is that user's password. The default user's may be a token: it makes the client one that is
// bound to a store, which is selected.
func authenticate(c *command.Ctx, user, pass []byte) error {
	unknown := string(user) == acl.DefaultUser && c.Srv.Control.Loading() && !c.Srv.ACL.IsToken(pass)
	if unknown && c.Srv.ACL.DefaultNoPass() {
		return command.ErrLoading // it may be a token that is not known yet, and the default user is somebody else
	}
	scope := c.Client.Scope()
	if db, ok := c.Srv.ACL.Enter(c.Client, user, pass); ok {
		if db >= 0 {
			c.Choose(db)
		}
		if c.Client.Scope() != scope {
			moveOut(c)
		}
	} else if unknown {
		return command.ErrLoading
	} else {
		context := acl.TopLevel
		if c.Client.Queued.Load() != client.NotQueuing {
			context = acl.Multi
		}
		NoteDenial(c, acl.ByAuth, string(c.Arg(0)), string(user), context)
		return command.ErrWrongPass
	}
	c.Client.Set(client.Authenticated, true)
	return nil
}

// moveOut ends what a client hears of the stores that it may not have access to any more.
func moveOut(c *command.Ctx) {
	c.Srv.Clients.RemoveMonitor(c.Client)
	c.Srv.PubSub.Drop(c.Client)
	c.Srv.Track.Stop(c.Client)
}

// NoteDenial counts something that was refused to a user, or to who wanted to be it, and notes it in the users' log.
func NoteDenial(c *command.Ctx, why acl.Reason, object, user, context string) {
	c.Srv.Stats.ACLDenied[why].Add(1)
	c.Srv.ACL.Log.Add(acl.Entry{
		Reason: why, Object: object, User: user, Context: context, Updated: c.Srv.Clock.Milli(),
		Client: strings.TrimSuffix(string(appendClient(nil, c, c.Client)), "\n"),
	}, int(min(c.Srv.Config.Int(config.ACLLogMaxLen), math.MaxInt32)))
}
