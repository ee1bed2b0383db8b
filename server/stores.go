package server

import (
	"redstart/resp"
	"redstart/server/client"
)

// database is the number of the database that a word names; otherwise, if it names none, what it was.
func (srv *Server) database(word []byte, otherwise int) int {
	if n, ok := resp.ParseInt(word); ok && n >= 0 && n < int64(srv.keys.Numbered()) {
		return int(n)
	}
	return otherwise
}

// sees reports whether a client's user may know what happens in a database.
func (srv *Server) sees(c *client.Client, db int) bool {
	return c.Identity().Sees(srv.acl.Catalog(), db)
}

// storeNames tells the users' rules which databases are stores.
type storeNames struct{ srv *Server }

// NameOf is acl.Stores'.
func (s storeNames) NameOf(db int) (name string, numbered bool) {
	return "", db < s.srv.keys.Numbered()
}

// Find is acl.Stores'.
func (s storeNames) Find([]byte) (db int, ok bool) { return 0, false }
