// Package commandbench runs commands without a server or a connection, for the tests of the command families: a keyspace, a clock
// that the test sets, and records of what would be logged and notified.
package commandbench

import (
	"bufio"
	"bytes"
	"errors"
	"slices"
	"strings"
	"testing"

	"redstart/resp"
	"redstart/server/clock"
	"redstart/server/command"
	"redstart/server/config"
	"redstart/storage"
)

// Start is the time at which a Bench begins, Unix ms.
const Start = 1_700_000_000_000

// Bench runs commands. It belongs to one test.
type Bench struct {
	Now     int64 // Unix ms; the test moves it
	Keys    *storage.Keyspace
	Tx      *storage.Tx
	Ctx     command.Ctx
	Reply   resp.Writer
	Logged  string         // what the last call of Do would log, several commands joined by "; "; empty for nothing
	Blocked *command.Block // what the last call of Do waits for; nil: it does not
	Events  []string       // what the last call of Do notified of, "event key"; another database than 0 in front, "1: event key"

	t         testing.TB
	measuring bool // nothing is noted, so that nothing is allocated
	table     *command.Table
	found     []command.FoundKey
	keys      [][]byte
}

// New makes a Bench with the commands of families, keys in one or many shards as o says.
func New(t testing.TB, o storage.Options, families ...[]*command.Spec) *Bench {
	t.Helper()
	b := &Bench{t: t, Now: Start}
	o.Now = func() int64 { return b.Now }
	if o.Changed == nil {
		o.Changed = b.changed
	}
	table, err := command.NewTable(families...)
	if err != nil {
		t.Fatal(err)
	}
	b.table = table
	b.Keys = storage.New(o)
	b.Tx = b.Keys.NewTx()
	b.Ctx = command.Ctx{Tx: b.Tx, Reply: &b.Reply, Srv: &command.Services{Config: config.Default(), Keys: b.Keys, Table: table, Control: control{bench: b}, Clock: clock.New()}}
	return b
}

func (b *Bench) changed(db int, key []byte, ev storage.Event, _ int64) {
	if b.measuring || ev == "" {
		return
	}
	prefix := ""
	if db != 0 {
		prefix = string(rune('0'+db)) + ": "
	}
	b.Events = append(b.Events, prefix+string(ev)+" "+string(key))
}

// Words splits a line as an inline request is split.
func (b *Bench) Words(line string) [][]byte {
	b.t.Helper()
	words, err := resp.SplitArgs([]byte(line))
	if err != nil || len(words) == 0 {
		b.t.Fatalf("%q: %v", line, err)
	}
	return words
}

// Do runs a line and returns its reply as redis-cli shows it.
func (b *Bench) Do(line string) string {
	b.t.Helper()
	args := b.Words(line)
	b.Reply.Reset()
	b.Logged, b.Events, b.Blocked = "", nil, nil
	cmd := b.Lookup(args)
	if n := cmd.Arity; n > 0 && len(args) != n || len(args) < -n {
		b.Reply.Error(command.ErrArity(cmd.FullName).Error())
	} else {
		b.Run(cmd, args)
	}
	v, err := resp.ReadValue(bufio.NewReader(bytes.NewReader(b.Reply.B)))
	if err != nil {
		b.t.Fatalf("%s: reply %q: %v", line, b.Reply.B, err)
	}
	return v.String()
}

// Lookup finds the command of a request.
func (b *Bench) Lookup(args [][]byte) *command.Entry {
	b.t.Helper()
	cmd := b.table.Lookup(args[0])
	if cmd != nil && cmd.Subs != nil && len(args) > 1 {
		cmd = cmd.Sub(args[1])
	}
	if cmd == nil {
		b.t.Fatalf("no such command: %q", args)
	}
	return cmd
}

// Run runs a request as a server's dispatcher does: with its keys locked. The reply is appended to Reply.
func (b *Bench) Run(cmd *command.Entry, args [][]byte) {
	b.Tx.SetNow(b.Now)
	b.Ctx.Reset(args, cmd)
	mark := b.Reply.Len()
	b.lock(cmd, args)
	err := cmd.Run(&b.Ctx)
	if b.Tx.Dirty() > 0 && !b.measuring {
		b.log(args)
	}
	b.Tx.Unlock()
	if err != nil {
		b.Reply.Truncate(mark)
		if errors.Is(err, storage.ErrWrongType) {
			err = command.ErrWrongType
		}
		b.Reply.Error(err.Error())
	}
}

func (b *Bench) lock(cmd *command.Entry, args [][]byte) {
	switch {
	case cmd.Keys == nil:
		b.Tx.Begin(false)
		return
	case cmd.One:
		b.Tx.Lock(args[cmd.Keys[0].Index])
		return
	}
	other := b.Ctx.Other()
	b.found, _ = cmd.FindKeys(args, b.found[:0])
	b.keys = b.keys[:0]
	for _, k := range b.found {
		b.keys = append(b.keys, args[k.Pos])
	}
	b.Tx.LockAll(b.keys, other)
}

// log notes what would be logged.
func (b *Bench) log(args [][]byte) {
	words, ok := b.Ctx.Logged()
	if !ok {
		return
	}
	if words == nil {
		words = args
	}
	var parts []string
	at := 0
	for _, end := range append(slices.Clone(b.Ctx.Parts()), len(words)) {
		parts = append(parts, line(words[at:end]))
		at = end
	}
	b.Logged = strings.Join(parts, "; ")
}

// line is words with blanks between them.
func line(words [][]byte) string {
	text := make([]string, len(words))
	for i, w := range words {
		text[i] = string(w)
		if text[i] == "" {
			text[i] = `""`
		}
	}
	return strings.Join(text, " ")
}

// Silence ends the notes of what is logged and notified, so that a measurement sees the commands alone.
func (b *Bench) Silence() { b.measuring = true }

// Allocs returns how many allocations a run of a line makes on average.
func (b *Bench) Allocs(line string) float64 {
	b.t.Helper()
	args := b.Words(line)
	cmd := b.Lookup(args)
	b.Silence()
	defer func() { b.measuring = false }()
	return testing.AllocsPerRun(200, func() {
		b.Reply.Reset()
		b.Run(cmd, args)
	})
}
