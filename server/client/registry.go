package client

import (
	"cmp"
	"slices"
	"sync"
	"sync/atomic"
)

// Registry is all clients of a server.
type Registry struct {
	next     atomic.Int64
	monitors atomic.Int32
	mu       struct {
		sync.Mutex
		byID map[int64]*Client
	}
}

// Add registers c and gives it its id. It reports false when there are max clients already.
func (r *Registry) Add(c *Client, max int) bool {
	c.ID = r.next.Add(1)
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.mu.byID == nil {
		r.mu.byID = map[int64]*Client{}
	}
	if len(r.mu.byID) >= max {
		return false
	}
	r.mu.byID[c.ID] = c
	return true
}

// Remove forgets c.
func (r *Registry) Remove(c *Client) {
	r.mu.Lock()
	delete(r.mu.byID, c.ID)
	r.mu.Unlock()
	r.RemoveMonitor(c)
}

// Len is the number of clients.
func (r *Registry) Len() int {
	r.mu.Lock()
	defer r.mu.Unlock()
	return len(r.mu.byID)
}

// Get finds a client by its id; nil: none. One that has been killed is not found.
func (r *Registry) Get(id int64) *Client {
	r.mu.Lock()
	defer r.mu.Unlock()
	if c := r.mu.byID[id]; c != nil && !c.Has(CloseNow) {
		return c
	}
	return nil
}

// List returns all clients that have not been killed, in the order they came.
func (r *Registry) List() []*Client {
	r.mu.Lock()
	out := make([]*Client, 0, len(r.mu.byID))
	for _, c := range r.mu.byID {
		if !c.Has(CloseNow) {
			out = append(out, c)
		}
	}
	r.mu.Unlock()
	slices.SortFunc(out, func(a, b *Client) int { return cmp.Compare(a.ID, b.ID) })
	return out
}

// AddMonitor makes c a monitor.
func (r *Registry) AddMonitor(c *Client) {
	if !c.Has(Monitor) {
		c.Set(Monitor, true)
		r.monitors.Add(1)
	}
}

// RemoveMonitor makes c an ordinary client again.
func (r *Registry) RemoveMonitor(c *Client) {
	if c.Has(Monitor) {
		c.Set(Monitor, false)
		r.monitors.Add(-1)
	}
}

// Blocked is the number of clients that wait inside a command or for the end of a pause.
func (r *Registry) Blocked() int {
	r.mu.Lock()
	defer r.mu.Unlock()
	n := 0
	for _, c := range r.mu.byID {
		if c.Has(Blocked) {
			n++
		}
	}
	return n
}

// Monitored reports whether any client is a monitor.
func (r *Registry) Monitored() bool { return r.monitors.Load() > 0 }
