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
	case c.Srv.ACL.DefaultNoPass():
		return command.ErrAuthNoPassword
	}
	if err := authenticate(c, user, pass); err != nil {
		return err
	}
	c.Reply.OK()
	return nil
}

// authenticate makes the client user if pass is that user's password.
func authenticate(c *command.Ctx, user, pass []byte) error {
	if !c.Srv.ACL.Authenticate(c.Client, user, pass) {
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

// NoteDenial counts something that was refused to a user, or to who wanted to be it, and notes it in the users' log.
func NoteDenial(c *command.Ctx, why acl.Reason, object, user, context string) {
	c.Srv.Stats.ACLDenied[why].Add(1)
	c.Srv.ACL.Log.Add(acl.Entry{
		Reason: why, Object: object, User: user, Context: context, Updated: c.Srv.Clock.Milli(),
		Client: strings.TrimSuffix(string(appendClient(nil, c, c.Client)), "\n"),
	}, int(min(c.Srv.Config.Int(config.ACLLogMaxLen), math.MaxInt32)))
}
