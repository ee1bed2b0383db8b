// Package pubsub knows who listens to which channel, and delivers messages: to each subscriber's outbox, encoded once for each
// protocol, without waiting for anybody.
package pubsub

import (
	"cmp"
	"slices"
	"sync"
	"sync/atomic"

	"redstart/server/client"
	"redstart/server/glob"
)

// Kind is what one subscribes to.
type Kind int

// The kinds.
const (
	Channel = Kind(client.Channels)
	Pattern = Kind(client.Patterns)
	Shard   = Kind(client.ShardChannels)
)

// Hub is all subscriptions of a server. The zero value is ready. Its locks are leaves, but for those of outboxes: messages may be
// published with shards of the keyspace locked.
type Hub struct {
	Courier client.Courier // of what is published

	clients  atomic.Int32 // that are subscribed to something
	encoders sync.Pool    // of *encoder

	// Sees tells whether a client who may not do everything may know what happens in a database. It is called with the hub locked. It must
	// be set before the hub is used; nil: all may.
	Sees func(c *client.Client, db int) bool

	mu      sync.RWMutex
	shared  space
	stores  map[int]*space // by scope; those that somebody is in
	members map[*client.Client]*member
	serial  uint64 // of the last subscription
}

// space is where names of channels mean the same for all. The shared one is everybody's; who has a token of a store is alone with the others
// who have one.
type space struct {
	topics   [client.SubKinds]map[string]*topic
	patterns []*topic // those of topics[Pattern]
}

// topic is a channel or a pattern that somebody is subscribed to. Its lock makes all subscribers get its messages in the same order.
type topic struct {
	name  []byte
	in    *space
	at    int // in its patterns
	mu    sync.Mutex
	seats []*seat // changed with the hub locked
}

// seat is one subscription.
type seat struct {
	c      *client.Client
	topic  *topic
	at     int    // in topic.seats
	serial uint64 // in the order of subscribing
}

// member is a client with subscriptions.
type member struct {
	in    *space
	scope int
	seats [client.SubKinds]map[string]*seat
}

// Subscribe subscribes c and returns how many subscriptions the reply to it tells of. Subscribing again changes nothing.
func (h *Hub) Subscribe(c *client.Client, k Kind, name []byte) int {
	h.mu.Lock()
	defer h.mu.Unlock()
	m := h.member(c)
	if m.seats[k][string(name)] == nil {
		h.sit(c, m, k, string(name))
		h.settle(c, m)
	}
	return count(c, k)
}

// sit gives c a seat at a topic.
func (h *Hub) sit(c *client.Client, m *member, k Kind, name string) {
	in := m.in
	t := in.topics[k][name]
	if t == nil {
		t = &topic{name: []byte(name), in: in}
		if in.topics[k] == nil {
			in.topics[k] = map[string]*topic{}
		}
		in.topics[k][name] = t
		if k == Pattern {
			t.at = len(in.patterns)
			in.patterns = append(in.patterns, t)
		}
	}
	h.serial++
	s := &seat{c: c, topic: t, at: len(t.seats), serial: h.serial}
	t.seats = append(t.seats, s)
	if m.seats[k] == nil {
		m.seats[k] = map[string]*seat{}
	}
	m.seats[k][name] = s
	c.Subs[k].Add(1)
}

// Unsubscribe ends a subscription, if there is one, and returns how many are left that the reply to it tells of.
func (h *Hub) Unsubscribe(c *client.Client, k Kind, name []byte) int {
	h.mu.Lock()
	defer h.mu.Unlock()
	if m := h.members[c]; m != nil && m.seats[k][string(name)] != nil {
		h.rise(c, m, k, string(name))
		h.settle(c, m)
	}
	return count(c, k)
}

// rise ends a subscription.
func (h *Hub) rise(c *client.Client, m *member, k Kind, name string) {
	s := m.seats[k][name]
	delete(m.seats[k], name)
	c.Subs[k].Add(-1)
	t, in := s.topic, m.in
	last := len(t.seats) - 1
	t.seats[s.at], t.seats[last].at = t.seats[last], s.at
	t.seats[last] = nil
	if t.seats = t.seats[:last]; last > 0 {
		return
	}
	delete(in.topics[k], name)
	if k == Pattern {
		last := len(in.patterns) - 1
		in.patterns[t.at], in.patterns[last].at = in.patterns[last], t.at
		in.patterns[last] = nil
		in.patterns = in.patterns[:last]
	}
}

// space finds the space of a scope; nil: nobody is in it. The caller holds mu.
func (h *Hub) space(scope int) *space {
	if scope == 0 {
		return &h.shared
	}
	return h.stores[scope]
}

// enter makes the space of a scope if there is none. The caller holds mu.
func (h *Hub) enter(scope int) *space {
	in := h.space(scope)
	if in == nil {
		in = &space{}
		if h.stores == nil {
			h.stores = map[int]*space{}
		}
		h.stores[scope] = in
	}
	return in
}

// isEmpty reports whether nobody is subscribed to anything.
func (in *space) isEmpty() bool {
	for k := range in.topics {
		if len(in.topics[k]) > 0 {
			return false
		}
	}
	return true
}

func (h *Hub) member(c *client.Client) *member {
	m := h.members[c]
	if m == nil {
		m = &member{scope: c.Scope()}
		m.in = h.enter(m.scope)
		if h.members == nil {
			h.members = map[*client.Client]*member{}
		}
		h.members[c] = m
	}
	return m
}

// settle sets the client's states by its subscriptions, and forgets a member without any.
func (h *Hub) settle(c *client.Client, m *member) {
	n := 0
	for k := range m.seats {
		n += len(m.seats[k])
	}
	if n == 0 {
		delete(h.members, c)
		if m.scope != 0 && m.in.isEmpty() {
			delete(h.stores, m.scope)
		}
	}
	h.clients.Store(int32(len(h.members)))
	c.Set(client.PubSub, n > 0)
	c.Set(client.Limited, n > 0 && c.Proto.Load() == 2)
}

// count is what the reply to subscribing tells of: channels and patterns together, channels of shards alone.
func count(c *client.Client, k Kind) int {
	if k == Shard {
		return int(c.Subs[Shard].Load())
	}
	return int(c.Subs[Channel].Load() + c.Subs[Pattern].Load())
}

// Subscribed is how many subscriptions a reply to c about the kind k tells of.
func (h *Hub) Subscribed(c *client.Client, k Kind) int { return count(c, k) }

// Names is what c is subscribed to, in the order of subscribing.
func (h *Hub) Names(c *client.Client, k Kind) []string {
	h.mu.RLock()
	defer h.mu.RUnlock()
	m := h.members[c]
	if m == nil {
		return nil
	}
	seats := make([]*seat, 0, len(m.seats[k]))
	for _, s := range m.seats[k] {
		seats = append(seats, s)
	}
	slices.SortFunc(seats, func(a, b *seat) int { return cmp.Compare(a.serial, b.serial) })
	names := make([]string, len(seats))
	for i, s := range seats {
		names[i] = string(s.topic.name)
	}
	return names
}

// Drop ends all subscriptions of c.
func (h *Hub) Drop(c *client.Client) {
	if !c.Has(client.PubSub) {
		return
	}
	h.mu.Lock()
	defer h.mu.Unlock()
	m := h.members[c]
	if m == nil {
		return
	}
	for k := range m.seats {
		for name := range m.seats[k] {
			h.rise(c, m, Kind(k), name)
		}
	}
	h.settle(c, m)
}

// Switch makes c speak another version of the protocol. before is called while nothing is delivered.
func (h *Hub) Switch(c *client.Client, proto int, before func()) {
	h.mu.Lock()
	defer h.mu.Unlock()
	before()
	c.Proto.Store(int32(proto))
	c.Set(client.Limited, c.Has(client.PubSub) && proto == 2)
}

// Active returns the channels of a kind, of those with a scope, that somebody is subscribed to and that match pattern; nil: all.
func (h *Hub) Active(scope int, k Kind, pattern []byte) []string {
	h.mu.RLock()
	defer h.mu.RUnlock()
	in := h.space(scope)
	if in == nil {
		return nil
	}
	var names []string
	for name, t := range in.topics[k] {
		if pattern == nil || glob.Match(pattern, t.name, false) {
			names = append(names, name)
		}
	}
	return names
}

// Topics is how many channels or patterns somebody is subscribed to, in all scopes.
func (h *Hub) Topics(k Kind) int {
	h.mu.RLock()
	defer h.mu.RUnlock()
	n := len(h.shared.topics[k])
	for _, in := range h.stores {
		n += len(in.topics[k])
	}
	return n
}

// TopicsOf is how many channels or patterns of a scope somebody is subscribed to.
func (h *Hub) TopicsOf(scope int, k Kind) int {
	h.mu.RLock()
	defer h.mu.RUnlock()
	if in := h.space(scope); in != nil {
		return len(in.topics[k])
	}
	return 0
}

// Listeners is how many clients are subscribed to a channel of a scope by its name.
func (h *Hub) Listeners(scope int, k Kind, name []byte) int {
	h.mu.RLock()
	defer h.mu.RUnlock()
	in := h.space(scope)
	if in == nil {
		return 0
	}
	if t := in.topics[k][string(name)]; t != nil {
		return len(t.seats)
	}
	return 0
}

// Clients is how many clients are subscribed to something.
func (h *Hub) Clients() int { return int(h.clients.Load()) }
