package storage

import (
	"slices"
	"sync"
	"sync/atomic"
)

// census is all stores in use, in no order: whoever looks at everything does not look at databases that are empty.
type census struct {
	mu sync.Mutex
	// stores and dues go with one another. What is in them changes under the exclusive gate, new ones come at the end under the shared
	// one too.
	stores []*store
	dues   []*dueBlock
}

// dueBlock is for each of some stores, which are beside one another in the census, a time (Unix ms) before which nothing in it expires; 0:
// nothing does. So the sweep passes over what has nothing due without looking at it.
type dueBlock [512]atomic.Int64

// add enters a store that has been allocated. The caller holds the gate.
func (c *census) add(st *store) {
	c.mu.Lock()
	defer c.mu.Unlock()
	st.pos = len(c.stores)
	if st.pos/len(dueBlock{}) == len(c.dues) {
		c.dues = append(c.dues, new(dueBlock))
	}
	c.stores = append(c.stores, st)
	st.due = dueOf(c.dues, st.pos)
}

// dueOf is the time of the store at pos.
func dueOf(dues []*dueBlock, pos int) *atomic.Int64 {
	return &dues[pos/len(dueBlock{})][pos%len(dueBlock{})]
}

// remove takes a store out. The caller holds the gate alone.
func (c *census) remove(st *store) {
	n := len(c.stores) - 1
	last := c.stores[n]
	c.stores[st.pos], last.pos = last, st.pos
	free := last.due
	st.due.Store(last.due.Load())
	last.due = st.due
	free.Store(0)
	c.stores[n] = nil
	c.stores = c.stores[:n]
	if n < cap(c.stores)/4 {
		c.stores = slices.Clone(c.stores)
		c.dues = slices.Clone(c.dues[:(n+len(dueBlock{})-1)/len(dueBlock{})])
	}
}

// all is the stores that are in use now, to be read while the caller holds the gate.
func (c *census) all() []*store {
	stores, _ := c.both()
	return stores
}

// both is all with the times.
func (c *census) both() ([]*store, []*dueBlock) {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.stores[:len(c.stores):len(c.stores)], c.dues[:len(c.dues):len(c.dues)]
}

// dueAt notes that something in the store expires at a time.
func (st *store) dueAt(at int64) {
	for {
		was := st.due.Load()
		if was != 0 && was <= at || st.due.CompareAndSwap(was, at) {
			return
		}
	}
}
