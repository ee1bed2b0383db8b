package stream

import (
	"redstart/resp"
	"redstart/server/command"
	"redstart/storage"
	"redstart/storage/table"
	"redstart/storage/value/stream"
)

var xclaimSpec = &command.Spec{
	Name: "xclaim", Arity: -6,
	Flags: command.Write | command.Fast,
	Keys:  command.Key(1, command.RW|command.Update),
	Group: command.Stream,
	Tips:  []string{"nondeterministic_output"},
	Since: "5.0.0", Cost: "O(log N) with N being the number of messages in the PEL of the consumer group.",
	Syntax:  "key group consumer min-idle-time id... [IDLE ms:integer] [TIME unix-time-milliseconds:unix-time] [RETRYCOUNT count:integer] [FORCE] [JUSTID] [LASTID lastid]",
	Summary: "Makes a consumer the one who has been given entries that are pending at others.",
	Run:     runXclaim,
}

// claim is what XCLAIM and XAUTOCLAIM do.
type claim struct {
	idle   int64 // ms at least since the last delivery
	time   int64 // of delivery from now on, Unix ms
	count  int64 // of deliveries from now on; -1: one more, without justID
	force  bool
	justID bool
	last   stream.ID // the group has been given all up to there
	ids    [][]byte

	r     table.Record
	s     *stream.Stream
	group *stream.Group
	to    *stream.Consumer
	made  bool // to has been made by this command
	did   bool // something has changed
}

func runXclaim(c *command.Ctx) error {
	k := claim{count: -1}
	if err := k.find(c); err != nil {
		return err
	}
	if err := k.parse(c); err != nil {
		return err
	}

	e := newEffects(c)
	e.key, e.group = c.Arg(1), c.Arg(2)
	advanced := k.group.Last.Less(k.last)
	if advanced {
		k.group.Last = k.last
	}
	k.claimer(c, &e)
	mark, n, logged := c.Reply.DeferArray(), 0, false
	for _, w := range k.ids {
		id, _ := parseID(w, 0)
		claimed, gone := k.one(c, id, &e)
		logged = logged || claimed || gone
		if claimed {
			n++
		}
	}
	c.Reply.EndArray(mark, n)
	if advanced && !logged {
		e.position(k.group)
	}
	k.did = k.did || advanced
	k.end(c, &e)
	return nil
}

// find finds the group.
func (k *claim) find(c *command.Ctx) error {
	var err error
	if k.r, k.s, err = editRead(c, c.Arg(1)); err != nil {
		return err
	}
	if k.s != nil {
		k.group = k.s.Group(c.Arg(2))
	}
	if k.group == nil {
		return command.ErrNoGroup(c.Arg(1), c.Arg(2))
	}
	return nil
}

// parse reads the words of XCLAIM behind the consumer.
func (k *claim) parse(c *command.Ctx) error {
	idle, ok := resp.ParseInt(c.Arg(4))
	if !ok {
		return command.ErrClaimIdle
	}
	k.idle = max(idle, 0)
	i := 5
	for ; i < c.Len(); i++ {
		if _, err := parseID(c.Arg(i), 0); err != nil {
			break
		}
	}
	k.ids = c.Args[5:i]
	now := c.Tx.Now()
	k.time = -1
	a := c.Options(i)
	for a.More() {
		switch more := a.Left() > 1; {
		case a.Is("FORCE"):
			k.force = true
		case a.Is("JUSTID"):
			k.justID = true
		case more && a.Is("IDLE"):
			k.time = now - number(&a, "IDLE")
		case more && a.Is("TIME"):
			k.time = number(&a, "TIME")
		case more && a.Is("RETRYCOUNT"):
			k.count = number(&a, "RETRYCOUNT")
		case more && a.Is("LASTID"):
			var err error
			if k.last, err = parseID(a.Bytes(), 0); err != nil {
				a.Fail(err)
			}
		default:
			a.Fail(command.ErrClaimUnknown(a.Peek()))
		}
	}
	if k.time < 0 || k.time > now {
		k.time = now
	}
	return a.Err()
}

// number reads the value of an option.
func number(a *command.Args, option string) int64 {
	n, ok := resp.ParseInt(a.Bytes())
	if !ok {
		a.Fail(command.ErrClaimOption(option))
	}
	return n
}

// claimer finds the consumer, or makes it. Redis does not log one that gets nothing.
func (k *claim) claimer(c *command.Ctx, e *effects) {
	name := c.Arg(3)
	if k.to = k.group.Consumer(name); k.to == nil {
		k.to, k.made = k.group.AddConsumer(name, c.Tx.Now()), true
		e.consumer(name)
	}
	k.to.Seen = c.Tx.Now()
}

// one claims the entry id, and replies with it, if it can be claimed. An entry that has been deleted is pending no longer: it is gone.
func (k *claim) one(c *command.Ctx, id stream.ID, e *effects) (claimed, gone bool) {
	d := k.group.Delivery(id)
	if d == nil && !k.force {
		return false, false
	}
	var entry stream.Entry
	if !k.s.Get(id, &entry) {
		if d != nil {
			k.drop(id, d, e)
		}
		return false, d != nil
	}
	count := int64(1)
	if d != nil {
		if k.idle > 0 && c.Tx.Now()-d.Time < k.idle {
			return false, false
		}
		count = d.Count
	}
	if k.count >= 0 {
		count = k.count
	} else if !k.justID {
		count++
	}
	d = k.group.Deliver(id, k.to, k.time, count)
	k.to.Active = c.Tx.Now()
	k.did = true
	e.claim(k.group, id, d)
	if k.justID {
		replyID(c.Reply, id)
	} else {
		replyEntry(c.Reply, &entry)
	}
	return true, false
}

// drop ends the wait for an entry that has been deleted. The log claims it once more, which ends the wait there too.
func (k *claim) drop(id stream.ID, d *stream.Delivery, e *effects) {
	e.claim(k.group, id, d)
	k.group.Ack(id)
	k.did = true
}

// end keeps the books.
func (k *claim) end(c *command.Ctx, e *effects) {
	e.done()
	event := storage.Event("")
	if k.made {
		event = "xgroup-createconsumer"
	}
	if k.made || k.did {
		store(c, c.Arg(1), k.r, k.s, event)
	}
}
