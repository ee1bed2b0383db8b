package command

import "redstart/server/client"

// Numbered reports whether a request may call a database by this number. Those of stores may not, as they change hands; in a log that is
// loaded they are whose they were.
func (c *Ctx) Numbered(n int) bool {
	keys := c.Tx.Keyspace()
	return keys.Exists(n) && (n < keys.Numbered() || c.Tx.Replay)
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
