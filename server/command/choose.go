package command

import (
	"strconv"

	"redstart/resp"
	"redstart/server/client"
)

// Numbered reports whether a request may call a database by this number. Those of stores may not, as they change hands; in a log that is
// loaded they are whose they were.
func (c *Ctx) Numbered(n int) bool {
	keys := c.Tx.Keyspace()
	return keys.Exists(n) && (n < keys.Numbered() || c.Tx.Replay)
}

// Database is the database that a word calls by its number or by its store's name.
func (c *Ctx) Database(word []byte) (int, error) {
	n, ok := resp.ParseInt(word)
	switch {
	case ok && n != int64(int32(n)):
		return 0, ErrNotInt32
	case ok && !c.Numbered(int(n)):
		return 0, ErrDBRange
	case ok:
		return int(n), nil
	case c.Srv.Stores == nil || c.Srv.Stores.Len() == 0:
		return 0, ErrNotInteger
	}
	if s := c.Srv.Stores.Get(word); s != nil {
		return s.DB, nil
	}
	return 0, ErrNoStore(word)
}

// Other is the second database of the request, see Spec.OtherDB; -1: there is none.
func (c *Ctx) Other() int {
	if c.Cmd.OtherDB == nil {
		return -1
	}
	at := c.Cmd.OtherDB(c.Args)
	if at == 0 {
		return -1
	}
	n, err := c.Database(c.Args[at])
	if err != nil {
		return -1
	}
	return n
}

// LogDatabase makes the log call a database by its number where word i of the request has the name of a store.
func (c *Ctx) LogDatabase(i, n int) {
	if _, ok := resp.ParseInt(c.Args[i]); !ok {
		c.RewriteWord(i, strconv.AppendInt(nil, int64(n), 10))
	}
}

// Choose makes the client use database n from now on; it reports false when there is none.
func (c *Ctx) Choose(n int) bool {
	if !c.Tx.Select(n) {
		return false
	}
	c.Client.DB.Store(int32(n))
	c.Client.Set(client.StoreGone, false)
	return true
}
