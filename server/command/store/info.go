package store

import (
	"redstart/server/acl"
	"redstart/server/command"
	"redstart/server/store"
)

var storeInfoSpec = &command.Spec{
	Name: "info", Arity: 3,
	Flags: command.Admin | command.NoScript,
	Group: command.ServerGroup,
	Since: since, Cost: "O(1)",
	Syntax:  "name",
	Summary: "Shows a store's rules and its tokens, as their hashes.",
	Reach:   command.OwnStore,
	Stores:  infoStores,
	Run:     runStoreInfo,
}

// runStoreInfo replies with a map. Bounds that are 0 do not exist; times are in ms.
func runStoreInfo(c *command.Ctx) error {
	s, err := named(c, 2)
	if err != nil {
		return err
	}

	w, r := c.Reply, &s.Rules
	number := func(name string, n int64) {
		w.BulkString(name)
		w.Int(n)
	}
	text := func(name, s string) {
		w.BulkString(name)
		w.BulkString(s)
	}
	w.Map(14)
	text("name", s.Name)
	number("db", int64(s.DB))
	text("preset", s.Preset)
	number("max-key-bytes", int64(r.MaxKeyBytes))
	number("max-value-bytes", int64(r.MaxValueBytes))
	number("max-keys", int64(r.MaxKeys))
	text("max-keys-policy", store.Policy(r.KeysEvict))
	number("max-bytes", r.MaxBytes)
	text("max-bytes-policy", store.Policy(r.BytesEvict))
	number("default-ttl", r.DefaultTTL)
	number("min-ttl", r.MinTTL)
	number("max-ttl", r.MaxTTL)
	text("utf8-keys", store.YesOrNo(r.UTF8Keys))
	w.BulkString("tokens")
	tokens := s.Tokens
	if c.Client.Bound() { // they are others', but for one
		tokens = nil
	}
	w.Array(len(tokens))
	for _, t := range tokens {
		w.BulkString(t.String())
	}
	return nil
}

func infoStores(_ [][]byte, found []acl.StoreUse) []acl.StoreUse {
	return append(found, acl.StoreUse{Pos: 2, Access: acl.Read})
}
