// Package acl holds the commands about users and what they may do.
package acl

import (
	"redstart/server/acl"
	"redstart/server/client"
	"redstart/server/command"
	"redstart/server/pubsub"
)

// Commands is the family.
var Commands = []*command.Spec{aclSpec}

var aclSpec = &command.Spec{
	Name: "acl", Arity: -2,
	Group: command.ServerGroup,
	Since: "6.0.0", Cost: "Depends on subcommand.",
	Summary: "Commands about users and what they may do.",
	Subs: []*command.Spec{
		aclCatSpec,
		aclDeluserSpec,
		aclDryrunSpec,
		aclGenpassSpec,
		aclGetuserSpec,
		aclHelpSpec,
		aclListSpec,
		aclLoadSpec,
		aclLogSpec,
		aclSaveSpec,
		aclSetuserSpec,
		aclUsersSpec,
		aclWhoamiSpec,
	},
}

// allRules hides all words: passwords are among them.
func allRules(args [][]byte) (secret []int) {
	for i := 2; i < len(args); i++ {
		secret = append(secret, i)
	}
	return secret
}

// dismiss ends the connections of a user; the caller's own, when it has had its reply.
func dismiss(c *command.Ctx, u *acl.User) {
	for _, k := range c.Srv.Clients.List() {
		if k.Identity() == u {
			end(c, k)
		}
	}
}

// silence ends those connections of a user that listen to what the user may not listen to any more.
func silence(c *command.Ctx, u *acl.User) {
	rules := u.Rules()
	for _, k := range c.Srv.Clients.List() {
		if k.Identity() == u && k.Has(client.PubSub) && overhears(c, k, rules) {
			end(c, k)
		}
	}
}

// overhears reports whether a connection listens to something that the rules do not allow.
func overhears(c *command.Ctx, k *client.Client, rules *acl.Rules) bool {
	for kind := pubsub.Kind(0); kind < client.SubKinds; kind++ {
		for _, name := range c.Srv.PubSub.Names(k, kind) {
			if !rules.Hears([]byte(name), kind == pubsub.Pattern) {
				return true
			}
		}
	}
	return false
}

func end(c *command.Ctx, k *client.Client) {
	if k == c.Client {
		k.Set(client.CloseAfterReply, true)
	} else {
		k.Kill()
	}
}
