package server

import (
	"bytes"
	"slices"
	"strings"
	"sync/atomic"
	"testing"

	"redstart/resp"
	"redstart/server/command"
	"redstart/storage/table"
)

// queues is a family of commands on queues of words in strings, with which blocking is tested apart from the types of values.
type queues struct {
	groupRuns atomic.Int64 // how often BQGROUP found nothing
}

func (q *queues) commands() []*command.Spec {
	return []*command.Spec{
		{
			Name: "qpush", Arity: -3, Flags: command.Write | command.DenyOOM,
			Keys: command.Key(1, command.RW), Syntax: "key word...", Run: qpush,
		},
		{
			Name: "qpop", Arity: 2, Flags: command.Write,
			Keys: command.Key(1, command.RW), Syntax: "key", Run: qpop,
		},
		{
			Name: "bqpop", Arity: -3, Flags: command.Write | command.Blocking,
			Keys: command.KeyRange(1, -2, 1, command.RW), Syntax: "key... timeout:double", Run: bqpop,
		},
		{
			Name: "bqmove", Arity: 4, Flags: command.Write | command.DenyOOM | command.Blocking,
			Keys: command.KeyRange(1, 2, 1, command.RW), Syntax: "source:key destination:key timeout:double", Run: bqmove,
		},
		{
			Name: "bqgroup", Arity: 4, Flags: command.Write | command.Blocking,
			Keys: command.Key(2, command.RW), Syntax: "group key timeout:double", Run: q.bqgroup,
		},
		{
			Name: "bqburst", Arity: 3, Flags: command.Write | command.Blocking,
			Keys: command.Key(1, command.RW), Syntax: "key timeout:double", Run: bqburst,
		},
	}
}

// withQueues adds the family to a server that serves nobody yet.
func withQueues(t testing.TB, srv *Server) *queues {
	t.Helper()
	q := &queues{}
	table, err := command.NewTable(append(slices.Clone(families), q.commands())...)
	if err != nil {
		t.Fatal(err)
	}
	table.Each(func(e *command.Entry) { e.Gates = gatesOfAll(e) })
	srv.table, srv.services.Table = table, table
	return q
}

// queueServer is serving with the family.
func queueServer(t testing.TB, directives ...string) (*Server, *queues, string) {
	t.Helper()
	srv := configured(t, directives...)
	q := withQueues(t, srv)
	return srv, q, serveOn(t, srv, listenOn(t, "tcp", "127.0.0.1:0"))
}

func qpush(c *command.Ctx) error {
	r, err := c.Tx.EditString(c.Arg(1))
	if err != nil {
		return err
	}
	var v []byte
	if !r.IsNil() {
		v = bytes.Clone(r.Value())
	}
	for _, word := range c.Args[2:] {
		v = append(append(v, word...), ' ')
	}
	c.Tx.SetString(c.Arg(1), v, 0, "qpush")
	c.Reply.Int(int64(bytes.Count(v, []byte(" "))))
	return nil
}

// qtake takes the first word of a queue; nil: there is none.
func qtake(c *command.Ctx, key []byte) ([]byte, error) {
	r, err := c.Tx.EditString(key)
	if err != nil || r.IsNil() {
		return nil, err
	}
	word, rest, ok := bytes.Cut(bytes.Clone(r.Value()), []byte(" "))
	if !ok {
		return nil, command.ErrSyntax // no queue at all
	}
	if len(rest) > 0 {
		c.Tx.SetString(key, rest, 0, "lpop")
	} else {
		c.Tx.Delete(key, "del")
	}
	return word, nil
}

func qpop(c *command.Ctx) error {
	word, err := qtake(c, c.Arg(1))
	if err != nil {
		return err
	}
	if word == nil {
		c.Reply.Null()
	} else {
		c.Reply.Bulk(word)
	}
	return nil
}

func bqpop(c *command.Ctx) error {
	until, err := c.WaitUntil(c.Arg(c.Len() - 1))
	if err != nil {
		return err
	}
	keys := c.Args[1 : c.Len()-1]
	for _, key := range keys {
		word, err := qtake(c, key)
		if err != nil {
			return err
		}
		if word != nil {
			c.Rewrite([]byte("QPOP"), key)
			c.Reply.Array(2)
			c.Reply.Bulk(key)
			c.Reply.Bulk(word)
			return nil
		}
	}
	c.Block(&command.Block{Keys: keys, Kind: table.KindString, Deadline: until, Timeout: (*resp.Writer).NullArray})
	return nil
}

func bqmove(c *command.Ctx) error {
	until, err := c.WaitUntil(c.Arg(3))
	if err != nil {
		return err
	}
	word, err := qtake(c, c.Arg(1))
	if err != nil {
		return err
	}
	if word == nil {
		c.Block(&command.Block{Keys: c.Args[1:2], Kind: table.KindString, Deadline: until, Timeout: (*resp.Writer).Null})
		return nil
	}
	c.Rewrite([]byte("QPOP"), c.Arg(1))
	c.Also([]byte("QPUSH"), c.Arg(2), word)
	c.Reply.Bulk(word)
	var v []byte
	if r, _ := c.Tx.EditString(c.Arg(2)); !r.IsNil() {
		v = bytes.Clone(r.Value())
	}
	c.Tx.SetString(c.Arg(2), append(append(v, word...), ' '), 0, "qpush")
	return nil
}

// bqgroup takes the first word of a queue whose key exists, if it begins with the name of the group.
func (q *queues) bqgroup(c *command.Ctx) error {
	until, err := c.WaitUntil(c.Arg(3))
	if err != nil {
		return err
	}
	r, err := c.Tx.EditString(c.Arg(2))
	switch {
	case err != nil:
		return err
	case r.IsNil():
		return command.Error("NOGROUP there is none")
	case strings.HasPrefix(string(r.Value()), string(c.Arg(1))):
		word, err := qtake(c, c.Arg(2))
		c.Rewrite([]byte("QPOP"), c.Arg(2))
		c.Reply.Bulk(word)
		return err
	}
	q.groupRuns.Add(1)
	c.Block(&command.Block{
		Keys: c.Args[2:3], Kind: table.KindString, Gone: true, Group: c.Arg(1), Deadline: until, Timeout: (*resp.Writer).Null,
	})
	return nil
}

// bqburst waits, and fails in an unforeseen way when it has something.
func bqburst(c *command.Ctx) error {
	if !c.Tx.Look(c.Arg(1)).IsNil() {
		panic("burst")
	}
	c.Block(&command.Block{Keys: c.Args[1:2], Kind: table.KindString, Timeout: (*resp.Writer).Null})
	return nil
}
