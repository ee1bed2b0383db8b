package conn

import (
	"strconv"

	"redstart/server/client"
	"redstart/server/command"
)

// idleBytes is about what an idle connection takes of our memory.
const idleBytes = 4096

// appendClient appends the line of CLIENT LIST that describes k: Redis' fields, in Redis' order. Those of things that we do
// differently or have not got (sizes of buffers) say what is nearest to it.
func appendClient(b []byte, c *command.Ctx, k *client.Client) []byte {
	number := func(name string, n int64) {
		b = strconv.AppendInt(append(b, name...), n, 10)
	}
	text := func(name, s string) {
		b = append(append(b, name...), s...)
	}
	now, query, queued := c.Tx.Now(), k.QueryLen.Load(), k.QueuedLen.Load()
	idle, cmd := (now-k.LastActive.Load())/1000, "NULL"
	chunks, pending := k.Out.Pending()
	if p := k.LastCmd.Load(); p != nil {
		cmd = *p
	}
	if k == c.Client {
		idle, cmd = 0, c.Cmd.FullName
		for _, a := range c.Args {
			query += int64(len(a))
		}
	}
	events := "r"
	if pending > 0 {
		events = "rw"
	}

	number("id=", k.ID)
	text(" addr=", k.Addr())
	text(" laddr=", k.LAddr())
	number(" fd=", int64(k.FD))
	text(" name=", k.Name())
	number(" age=", max(now-k.Created, 0)/1000)
	number(" idle=", max(idle, 0))
	b = appendFlags(append(b, " flags="...), k)
	number(" db=", int64(k.DB.Load()))
	number(" sub=", int64(k.Subs[client.Channels].Load()))
	number(" psub=", int64(k.Subs[client.Patterns].Load()))
	number(" ssub=", int64(k.Subs[client.ShardChannels].Load()))
	number(" multi=", int64(k.Queued.Load()))
	number(" watch=", watching(k))
	number(" qbuf=", query)
	number(" qbuf-free=", 0)
	number(" argv-mem=", query)
	number(" multi-mem=", queued)
	number(" rbs=", 0)
	number(" rbp=", 0)
	number(" obl=", 0)
	number(" oll=", int64(chunks))
	number(" omem=", pending)
	number(" tot-mem=", idleBytes+query+queued+pending)
	text(" events=", events)
	text(" cmd=", cmd)
	text(" user=", k.User())
	number(" redir=", redirect(k))
	number(" resp=", int64(k.Proto.Load()))
	text(" lib-name=", k.LibName())
	text(" lib-ver=", k.LibVer())
	number(" io-thread=", 0)
	if s := c.Srv.Stores.Of(int(k.DB.Load())); s != nil && !k.Has(client.StoreGone) && c.Sees(s.DB) {
		text(" store=", s.Name)
	}
	return append(b, '\n')
}

// watching is how many keys k watches; none any more when one of them has changed.
func watching(k *client.Client) int64 {
	if k.Has(client.Touched) {
		return 0
	}
	return int64(k.Watching.Load())
}

// appendFlags appends a letter for each state that CLIENT LIST shows.
func appendFlags(b []byte, k *client.Client) []byte {
	start := len(b)
	inMulti := k.Queued.Load() != client.NotQueuing
	for _, f := range [...]struct {
		flag   client.Flags
		letter byte
	}{
		{client.Monitor, 'O'},
		{client.PubSub, 'P'},
		{client.Blocked, 'b'},
		{client.Tracking, 't'},
		{client.BrokenRedirect, 'R'},
		{client.Broadcast, 'B'},
		{client.Touched, 'd'},
		{client.CloseAfterReply, 'c'},
		{client.CloseNow, 'A'},
		{client.Unix, 'U'},
		{client.ReadOnly, 'r'},
		{client.NoEvict, 'e'},
		{client.NoTouch, 'T'},
	} {
		if f.letter == 'b' && inMulti {
			b = append(b, 'x')
		}
		if k.Has(f.flag) {
			b = append(b, f.letter)
		}
	}
	if len(b) == start {
		b = append(b, 'N')
	}
	return b
}
