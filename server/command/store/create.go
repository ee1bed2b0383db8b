package store

import (
	"redstart/server/command"
	"redstart/server/store"
)

// optionSyntax is the options of a store that CREATE and ALTER have in common.
const optionSyntax = "[PRESET preset-name:(fal1:'fal1' | fal2:'fal2' | invoke:'invoke' | spin:'spin' | none:'none')] " +
	"[MAX-KEY-BYTES max-key-bytes:integer] [MAX-VALUE-BYTES max-value-bytes:integer] " +
	"[MAX-KEYS max-keys:(count:integer policy:(REJECT | EVICT))] [MAX-BYTES max-bytes:(bytes:integer policy:(REJECT | EVICT))] " +
	"[DEFAULT-TTL default-ttl] [MIN-TTL min-ttl] [MAX-TTL max-ttl] [UTF8-KEYS utf8-keys:(yes:'yes' | no:'no')]"

var storeCreateSpec = &command.Spec{
	Name: "create", Arity: -3,
	Flags: command.Write | command.DenyOOM | command.Admin | command.NoScript | command.Exclusive,
	Group: command.ServerGroup,
	Since: since, Cost: "O(N) where N is the number of options.",
	Syntax:  "name [DB index:integer] " + optionSyntax + " [TOKEN... token:(token [RO])]",
	Summary: "Makes a store: a database with a name and rules.",
	Secrets: tokens,
	Run:     runStoreCreate,
}

func runStoreCreate(c *command.Ctx) error {
	if c.Srv.Cluster != nil {
		return command.ErrStoresInCluster
	}
	s, err := store.Parse(texts(c))
	if err != nil {
		return err
	}

	if s, err = c.Srv.Stores.Create(s, c.Tx.Replay); err != nil {
		return err
	}
	record(c, s.Created())

	c.Reply.OK()
	return nil
}
