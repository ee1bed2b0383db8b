package command

import "redstart/server/client"

// Choose makes the client use database n from now on; it reports false when there is none.
func (c *Ctx) Choose(n int) bool {
	if !c.Tx.Select(n) {
		return false
	}
	c.Client.DB.Store(int32(n))
	c.Client.Set(client.StoreGone, false)
	return true
}
