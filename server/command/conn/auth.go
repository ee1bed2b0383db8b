package conn

import (
	"crypto/sha256"
	"crypto/subtle"

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
	Secrets: authSecrets,
	Run:     runAuth,
}

// authSecrets hides all words: the name may be a password in the wrong place.
func authSecrets(args [][]byte) (secret []int) {
	for i := 1; i < len(args); i++ {
		secret = append(secret, i)
	}
	return secret
}

func runAuth(c *command.Ctx) error {
	user, pass := []byte(client.DefaultUser), c.Arg(1)
	switch {
	case c.Len() > 3:
		return command.ErrSyntax
	case c.Len() == 3:
		user, pass = c.Arg(1), c.Arg(2)
	case !c.Srv.Control.NeedsPassword():
		return command.ErrAuthNoPassword
	}
	if err := authenticate(c, user, pass); err != nil {
		return err
	}
	c.Reply.OK()
	return nil
}

// authenticate makes the client user if pass is that user's password. While none is required every password is right.
func authenticate(c *command.Ctx, user, pass []byte) error {
	want := c.Srv.Config.String(config.RequirePass)
	if string(user) != client.DefaultUser || want != "" && !same(pass, []byte(want)) {
		c.Srv.Stats.ACLDenied.Add(1)
		return command.ErrWrongPass
	}
	c.Client.SetUser(client.DefaultUser)
	c.Client.Set(client.Authenticated, true)
	return nil
}

// same compares in a time that tells nothing of a and b, their lengths included.
func same(a, b []byte) bool {
	x, y := sha256.Sum256(a), sha256.Sum256(b)
	return subtle.ConstantTimeCompare(x[:], y[:]) == 1
}
