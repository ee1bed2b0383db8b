package storage

import (
	"slices"
	"sync"
)

// census is all stores in use, in no order: whoever looks at everything does not look at databases that are empty.
type census struct {
	mu     sync.Mutex
	stores []*store // elements change under the exclusive gate alone, new ones come at the end under the shared one too
}

// add enters a store that has been allocated. The caller holds the gate.
func (c *census) add(st *store) {
	c.mu.Lock()
	st.pos = len(c.stores)
	c.stores = append(c.stores, st)
	c.mu.Unlock()
}

// remove takes a store out. The caller holds the gate alone.
func (c *census) remove(st *store) {
	n := len(c.stores) - 1
	last := c.stores[n]
	c.stores[st.pos], last.pos = last, st.pos
	c.stores[n] = nil
	c.stores = c.stores[:n]
	if n < cap(c.stores)/4 {
		c.stores = slices.Clone(c.stores)
	}
}

// all is the stores that are in use now, to be read while the caller holds the gate.
func (c *census) all() []*store {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.stores[:len(c.stores):len(c.stores)]
}
