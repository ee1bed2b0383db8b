package server

import (
	"redstart/server/acl"
	"redstart/server/client"
	"redstart/server/store"
)

// sees reports whether a client's user may know what happens in a database.
func (srv *Server) sees(c *client.Client, db int) bool {
	return c.Identity().Sees(srv.acl.Catalog(), db)
}

// storeNames tells the users' rules which databases are stores.
type storeNames struct{ srv *Server }

// NameOf is acl.Stores'.
func (s storeNames) NameOf(db int) (name string, numbered bool) {
	if st := s.srv.stores.Of(db); st != nil {
		name = st.Name
	}
	return name, db < s.srv.keys.Numbered()
}

// Find is acl.Stores'.
func (s storeNames) Find(name []byte) (db int, ok bool) {
	if st := s.srv.stores.Get(name); st != nil {
		return st.DB, true
	}
	return 0, false
}

// storeTokens tells the users what tokens open.
type storeTokens struct{ *store.Registry }

// ByToken is acl.Tokens'.
func (s storeTokens) ByToken(h acl.Hash) (g acl.TokenGrant, ok bool) {
	st, readOnly := s.Registry.ByToken(h)
	if st == nil {
		return g, false
	}
	return acl.TokenGrant{Store: st.Name, DB: st.DB, ReadOnly: readOnly}, true
}
