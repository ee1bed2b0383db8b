package stream

import (
	"cmp"
	"slices"
)

// Unread is Group.Read where it is not known how many entries a group has read.
const Unread = -1

// Group is a group of consumers.
type Group struct {
	Name string
	Last ID    // the last entry given to a consumer
	Read int64 // how many entries had been added up to Last, by the stream's count; Unread: not known

	pending   tree[Delivery]
	consumers []*Consumer // by name
	mem       *int
}

// Consumer is a consumer of a group.
type Consumer struct {
	Name   string
	Seen   int64 // its last attempt to get something, Unix ms
	Active int64 // the last time that it got something, Unix ms; -1: never

	pending tree[member]
}

// The heap of a group and of a consumer, without their names, and of the places where they are listed.
const (
	groupBytes    = 112 + pointerBytes
	consumerBytes = 80 + pointerBytes
)

// Groups are the stream's groups, by name. The slice is the stream's own.
func (s *Stream) Groups() []*Group { return s.groups }

// Group finds a group; nil: there is none.
func (s *Stream) Group(name []byte) *Group {
	if i, found := s.findGroup(name); found {
		return s.groups[i]
	}
	return nil
}

func (s *Stream) findGroup(name []byte) (int, bool) {
	return slices.BinarySearchFunc(s.groups, name, func(g *Group, name []byte) int { return cmp.Compare(g.Name, string(name)) })
}

// AddGroup makes a group; nil: there is one of this name.
func (s *Stream) AddGroup(name []byte, last ID, read int64) *Group {
	i, found := s.findGroup(name)
	if found {
		return nil
	}
	g := &Group{Name: string(name), Last: last, Read: read, mem: &s.mem}
	g.pending.mem = g.mem
	s.groups = slices.Insert(s.groups, i, g)
	s.mem += groupBytes + len(name)
	return g
}

// RemoveGroup removes a group and reports whether there was one.
func (s *Stream) RemoveGroup(name []byte) bool {
	i, found := s.findGroup(name)
	if !found {
		return false
	}
	g := s.groups[i]
	for _, c := range g.consumers {
		c.pending.release()
		s.mem -= consumerBytes + len(c.Name)
	}
	g.pending.release()
	s.mem -= groupBytes + len(name)
	s.groups = slices.Delete(s.groups, i, i+1)
	return true
}

// Consumers are the group's consumers, by name. The slice is the group's own.
func (g *Group) Consumers() []*Consumer { return g.consumers }

// Consumer finds a consumer; nil: there is none.
func (g *Group) Consumer(name []byte) *Consumer {
	if i, found := g.findConsumer(name); found {
		return g.consumers[i]
	}
	return nil
}

func (g *Group) findConsumer(name []byte) (int, bool) {
	return slices.BinarySearchFunc(g.consumers, name, func(c *Consumer, name []byte) int { return cmp.Compare(c.Name, string(name)) })
}

// AddConsumer makes a consumer that is seen now, Unix ms; nil: there is one of this name.
func (g *Group) AddConsumer(name []byte, now int64) *Consumer {
	i, found := g.findConsumer(name)
	if found {
		return nil
	}
	c := &Consumer{Name: string(name), Seen: now, Active: -1}
	c.pending.mem = g.mem
	g.consumers = slices.Insert(g.consumers, i, c)
	*g.mem += consumerBytes + len(name)
	return c
}

// RemoveConsumer removes a consumer with what is pending at it, and returns how many entries that were; false: there is no such
// consumer.
func (g *Group) RemoveConsumer(name []byte) (pending int, ok bool) {
	i, found := g.findConsumer(name)
	if !found {
		return 0, false
	}
	c := g.consumers[i]
	pending = c.pending.n
	for p := c.pending.least(); p.ok(); p = p.next() {
		g.pending.remove(p.key())
	}
	c.pending.release()
	*g.mem -= consumerBytes + len(name)
	g.consumers = slices.Delete(g.consumers, i, i+1)
	return pending, true
}

// Pending is the number of entries that the consumer has and has not acknowledged.
func (c *Consumer) Pending() int { return c.pending.n }

// copy returns a copy that counts its bytes in mem.
func (g *Group) copy(mem *int) *Group {
	c := &Group{Name: g.Name, Last: g.Last, Read: g.Read, mem: mem}
	c.pending.mem = mem
	*mem += groupBytes + len(g.Name)
	c.consumers = make([]*Consumer, len(g.consumers))
	for i, o := range g.consumers {
		n := &Consumer{Name: o.Name, Seen: o.Seen, Active: o.Active}
		n.pending.mem = mem
		*mem += consumerBytes + len(o.Name)
		c.consumers[i] = n
	}
	for p := g.pending.least(); p.ok(); p = p.next() {
		d := *p.value()
		i, _ := c.findConsumer([]byte(d.Consumer.Name))
		c.Deliver(p.key(), c.consumers[i], d.Time, d.Count)
	}
	return c
}
