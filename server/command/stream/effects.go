package stream

import (
	"redstart/resp"
	"redstart/server/command"
	"redstart/storage/value/stream"
)

// effects logs what a command on a group has done, in place of its words. Their texts lie in the Tx's scratch buffer until the next
// command.
type effects struct {
	c     *command.Ctx
	key   []byte
	group []byte
	buf   []byte
	off   bool // nothing is logged at all
}

// newEffects keeps the request out of the log.
func newEffects(c *command.Ctx) effects {
	c.NoLog()
	return effects{c: c, buf: c.Tx.Scratch(), off: c.Srv.Log != nil && !c.Srv.Log.Logging()}
}

// done gives the buffer back.
func (e *effects) done() { e.c.Tx.KeepScratch(e.buf) }

func (e *effects) id(id stream.ID) []byte {
	at := len(e.buf)
	e.buf = id.Append(e.buf)
	return e.buf[at:len(e.buf):len(e.buf)]
}

func (e *effects) number(n int64) []byte {
	at := len(e.buf)
	e.buf = resp.AppendInt(e.buf, n)
	return e.buf[at:len(e.buf):len(e.buf)]
}

func (e *effects) name(s string) []byte {
	at := len(e.buf)
	e.buf = append(e.buf, s...)
	return e.buf[at:len(e.buf):len(e.buf)]
}

// claim logs that id is pending as d says.
func (e *effects) claim(g *stream.Group, id stream.ID, d *stream.Delivery) {
	if e.off {
		return
	}
	e.c.Also(wordXclaim, e.key, e.group, e.name(d.Consumer.Name), wordZero, e.id(id), wordTime, e.number(d.Time),
		wordRetryCount, e.number(d.Count), wordForce, wordJustID, wordLastID, e.id(g.Last))
}

// position logs how far g has read.
func (e *effects) position(g *stream.Group) {
	if e.off {
		return
	}
	e.c.Also(wordXgroup, wordSetID, e.key, e.group, e.id(g.Last), wordEntriesRead, e.number(g.Read))
}

// consumer logs that a consumer has been made.
func (e *effects) consumer(name []byte) {
	if e.off {
		return
	}
	e.c.Also(wordXgroup, wordCreateConsumer, e.key, e.group, name)
}
