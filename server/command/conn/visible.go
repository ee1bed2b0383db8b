package conn

import (
	"slices"

	"redstart/server/client"
	"redstart/server/command"
)

// isVisible reports whether the caller may know of k: one whose user is bound to stores knows of those that act as the same user, or have
// a token of the same store.
func isVisible(c *command.Ctx, k *client.Client) bool {
	return !c.Client.Bound() || k.Identity() == c.Client.Identity() || k.Scope() != 0 && k.Scope() == c.Client.Scope()
}

// visible are the clients that the caller may know of.
func visible(c *command.Ctx) []*client.Client {
	all := c.Srv.Clients.List()
	if !c.Client.Bound() {
		return all
	}
	return slices.DeleteFunc(all, func(k *client.Client) bool { return !isVisible(c, k) })
}

// find finds a client by its id; nil: there is none that the caller may know of.
func find(c *command.Ctx, id int64) *client.Client {
	if k := c.Srv.Clients.Get(id); k != nil && isVisible(c, k) {
		return k
	}
	return nil
}
