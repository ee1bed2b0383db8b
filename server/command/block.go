package command

import (
	"redstart/resp"
	"redstart/server/client"
	"redstart/storage/table"
)

// Block says what a command waits for that has found nothing to do: BLPOP, XREAD BLOCK and their like.
type Block struct {
	// Keys are what it waits for, all of them keys of the command. When one of them has changed and holds Kind, the handler is run
	// again on the client's behalf; clients that wait for the same key are served in the order in which they came. A handler that finds
	// nothing again calls Block again, and its client keeps its place; what that Block says does not count.
	Keys [][]byte
	Kind table.Kind
	// Gone has the handler run again also when one of the keys has gone, or holds another kind (XREADGROUP, whose group is gone then).
	Gone bool
	// Group, if not empty, names those who want the same of a key (XREADGROUP's consumers): when one of them finds nothing, the others
	// are not asked.
	Group []byte
	// Deadline is when the wait ends by itself, as Ctx.WaitUntil returns it; 0: never.
	Deadline int64
	// Timeout writes the reply when the wait ends by itself.
	Timeout func(w *resp.Writer)
	// Args are what the handler is run with again; nil: the request's. Keys, Group and Args are copied.
	Args [][]byte
}

// Block makes the client wait. Where a command must not wait, inside a transaction, it is answered at once as if its time were up.
// The handler returns nil without a reply after it.
func (c *Ctx) Block(b *Block) {
	if c.NoWait {
		b.Timeout(c.Reply)
		return
	}
	c.waits = true
	c.Srv.Control.Block(c, b)
}

// Await makes the client wait for something else than a key, which ends w by client.Serve. Otherwise it is like Block.
func (c *Ctx) Await(w *client.Wait) {
	if c.NoWait {
		w.Timeout(c.Reply)
		return
	}
	c.waits = true
	c.Srv.Control.Await(c, w)
}

// Waits reports whether the client waits instead of having got a reply. It is the dispatcher's.
func (c *Ctx) Waits() bool { return c.waits }
