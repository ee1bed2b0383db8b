package server

// fullToken and readToken are the commands that whoever has a token may run, besides those that concern all stores. Of the commands that
// Redis calls dangerous these are about one database, or tell a client of its own only.
var (
	fullToken = []string{
		"+@all", "-@admin", "-@dangerous", "+keys", "+sort", "+sort_ro", "+flushdb", "+info", "+role", "+monitor",
		"+store|list", "+store|info", "+store|usage", "+store|clear",
	}
	readToken = []string{
		"+@all", "-@admin", "-@dangerous", "-@write", "+keys", "+sort_ro", "+info", "+role", "-publish", "-spublish",
		"+store|list", "+store|info", "+store|usage",
	}
)

// endTokens ends the connections of those whose token has been taken back, or its store dropped. They may run nothing by then; they may be
// listening.
func (srv *Server) endTokens() {
	if !srv.acl.TokensChanged() {
		return
	}
	for _, c := range srv.clients.List() {
		if u := c.Identity(); u != nil && !u.Live() {
			c.Kill()
		}
	}
}
