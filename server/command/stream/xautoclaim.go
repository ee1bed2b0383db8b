package stream

import (
	"math"

	"redstart/resp"
	"redstart/server/command"
	"redstart/storage/value/stream"
)

var xautoclaimSpec = &command.Spec{
	Name: "xautoclaim", Arity: -6,
	Flags: command.Write | command.Fast,
	Keys:  command.Key(1, command.RW|command.Delete),
	Group: command.Stream,
	Tips:  []string{"nondeterministic_output"},
	Since: "6.2.0", Cost: "O(1) if COUNT is small.",
	Syntax:  "key group consumer min-idle-time start [COUNT count:integer] [JUSTID]",
	Summary: "Claims, as XCLAIM does, the next entries that have been pending for a time, and says where to go on.",
	History: []command.Change{
		{Since: "7.0.0", What: "Added an element to the reply array, containing deleted entries the command cleared from the PEL"},
	},
	Run: runXautoclaim,
}

const (
	defaultClaims = 100
	looksPerClaim = 10 // pending entries looked at for each one that may be claimed
	mostClaims    = math.MaxInt64 / 16
)

func runXautoclaim(c *command.Ctx) error {
	k := claim{count: -1, time: c.Tx.Now()}
	start, count, err := k.parseAuto(c)
	if err != nil {
		return err
	}
	if err := k.find(c); err != nil {
		return err
	}

	e := newEffects(c)
	e.key, e.group = c.Arg(1), c.Arg(2)
	k.claimer(c, &e)
	c.Reply.Array(3)
	mark := c.Reply.DeferArray()
	var deleted []stream.ID
	n, next, more := 0, start, true
	for looks := count * looksPerClaim; more && looks > 0 && count > 0; looks-- {
		p := k.group.From(next)
		if !p.OK() {
			break
		}
		id := p.ID()
		next, more = id.Next()
		switch claimed, gone := k.one(c, id, &e); {
		case claimed:
			n++
			count--
		case gone:
			deleted = append(deleted, id)
			count--
		}
	}
	c.Reply.EndArray(mark, n)
	replyNext(c, mark, k.group.From(next), more)
	c.Reply.Array(len(deleted))
	for _, id := range deleted {
		replyID(c.Reply, id)
	}
	k.end(c, &e)
	return nil
}

// parseAuto reads the words of XAUTOCLAIM behind the consumer.
func (k *claim) parseAuto(c *command.Ctx) (start stream.ID, count int64, err error) {
	idle, ok := resp.ParseInt(c.Arg(4))
	if !ok {
		return start, 0, command.ErrAutoclaimIdle
	}
	k.idle = max(idle, 0)
	if start, err = parseStart(c.Arg(5)); err != nil {
		return start, 0, err
	}
	count = defaultClaims
	a := c.Options(6)
	for a.More() {
		switch {
		case a.Left() > 1 && a.Is("COUNT"):
			if count, ok = resp.ParseInt(a.Bytes()); !ok || count < 1 || count > mostClaims {
				a.Fail(command.ErrStreamCount)
			}
		case a.Is("JUSTID"):
			k.justID = true
		default:
			a.Fail(command.ErrSyntax)
		}
	}
	return start, count, a.Err()
}

// replyNext puts the ID where the next call goes on, that of p, into the reply at position mark, in front of what was claimed: it is
// only known afterwards.
func replyNext(c *command.Ctx, mark int, p stream.Waiting, more bool) {
	var room [stream.MaxIDText + 16]byte
	w := resp.Writer{B: room[:0]}
	id := stream.ID{}
	if more && p.OK() {
		id = p.ID()
	}
	replyID(&w, id)
	c.Reply.Insert(mark, w.B)
}
