package server

import "redstart/resp"

// database is the number of the database that a word names; otherwise, if it names none, what it was.
func (srv *Server) database(word []byte, otherwise int) int {
	if n, ok := resp.ParseInt(word); ok && n >= 0 && n < int64(srv.keys.Databases()) {
		return int(n)
	}
	return otherwise
}
