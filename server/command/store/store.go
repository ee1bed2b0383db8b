// Package store holds the commands about stores: databases with names and rules.
package store

import (
	"redstart/server/command"
	"redstart/server/store"
)

// Commands is the family.
var Commands = []*command.Spec{storeSpec}

var storeSpec = &command.Spec{
	Name: "store", Arity: -2,
	Group: command.ServerGroup,
	Since: since, Cost: "Depends on subcommand.",
	Summary: "Commands about stores: databases with names and rules.",
	Subs: []*command.Spec{
		storeAlterSpec,
		storeClearSpec,
		storeCreateSpec,
		storeDropSpec,
		storeHelpSpec,
		storeInfoSpec,
		storeListSpec,
		storeUsageSpec,
	},
}

// since is the version of Redstart that brought stores: Redis has none.
const since = "0.1.0"

// named is the store that a word names.
func named(c *command.Ctx, word int) (*store.Store, error) {
	s := c.Srv.Stores.Get(c.Arg(word))
	if s == nil {
		return nil, command.ErrNoStore(c.Arg(word))
	}
	return s, nil
}

// texts are the words from the third on.
func texts(c *command.Ctx) []string {
	words := make([]string, 0, c.Len()-2)
	for _, w := range c.Args[2:] {
		words = append(words, string(w))
	}
	return words
}

// record logs the words of a record in place of the request: it names the database, and no token.
func record(c *command.Ctx, words []string) {
	logged := make([][]byte, len(words))
	for i, w := range words {
		logged[i] = []byte(w)
	}
	c.Rewrite(logged...)
	c.Tx.Bump()
}

// forget tells clients that keep copies of a database's keys to forget them all, as a flush does.
func forget(c *command.Ctx, db int) {
	if !c.Srv.Track.On() {
		return
	}
	c.Srv.Track.Flushed(db)
	if !c.NoWait {
		c.Session.Overhear()
	}
}

// tokens tells which words are tokens.
func tokens(args [][]byte) (secret []int) {
	for i := 3; i+1 < len(args); i++ {
		if command.Fold(args[i], "TOKEN") || command.Fold(args[i], "UNTOKEN") {
			secret = append(secret, i+1)
		}
	}
	return secret
}
