package server

import (
	"bytes"
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"
	"testing/synctest"
	"time"

	"redstart/resp"
	"redstart/server/command"
	"redstart/server/config"
	"redstart/storage"
)

// variant is a way to run a server that must not change what clients see.
type variant struct {
	name    string
	shards  int
	args    []string
	restart bool // the log is loaded by a new server now and then
	rewrite bool // and is rewritten before that
	drawn   bool // commands are run whose effect is drawn by lot
}

// tiny has every value leave its small form at once, huge never.
var (
	tiny = []string{
		"--hash-max-listpack-entries", "1", "--hash-max-listpack-value", "4", "--set-max-intset-entries", "1",
		"--set-max-listpack-entries", "1", "--set-max-listpack-value", "4", "--zset-max-listpack-entries", "1",
		"--zset-max-listpack-value", "4", "--list-max-listpack-size", "1", "--stream-node-max-entries", "1",
	}
	huge = []string{
		"--hash-max-listpack-entries", "100000", "--hash-max-listpack-value", "100000", "--set-max-intset-entries", "100000",
		"--set-max-listpack-entries", "100000", "--set-max-listpack-value", "100000", "--zset-max-listpack-entries", "100000",
		"--zset-max-listpack-value", "100000", "--list-max-listpack-size", "100000", "--stream-node-max-entries", "100000",
	}
)

var variants = []variant{
	{name: "one shard", shards: 1},
	{name: "tiny limits", shards: 1024, args: tiny},
	{name: "huge limits", shards: 4, args: huge},
	{name: "restarts", shards: 1024, restart: true},
	{name: "tiny limits, rewritten", shards: 16, args: tiny, restart: true, rewrite: true},
}

// drawn are the commands whose effect or reply is drawn by lot, or depends on how a value is kept; and those that leave little to compare.
var drawn = map[string]bool{
	"spop": true, "pfdebug": true, "flushall": true, "flushdb": true, "swapdb": true, "memory|usage": true, "xinfo|stream": true,
	// Consumers that have got nothing are not in the log, as in Redis.
	"xinfo|groups": true, "xinfo|consumers": true, "xgroup|createconsumer": true,
}

// keyed is the commands that read and change data; without those that are drawn, what they do can be compared.
func keyed(table *command.Table, withDrawn bool) []*command.Entry {
	return slices.DeleteFunc(ordinary(table), func(e *command.Entry) bool {
		if drawn[e.FullName] {
			return !withDrawn
		}
		return !e.HasKeys()
	})
}

// groupValues are what stands for an argument by its name, more often than what stands for its type.
var groupValues = map[string][]string{
	"id":           {"0-1", "1-1", "5-5", "7", "0", "$", ">", "9-9", "18446744073709551615-18446744073709551615"},
	"start":        {"-", "0", "1-1", "(2", "-3", "5"},
	"end":          {"+", "-1", "3", "(8", "9-9"},
	"group":        {"g1", "g2"},
	"consumer":     {"c1", "c2"},
	"min":          {"-inf", "(1", "-", "[a", "0"},
	"max":          {"+inf", "(3", "+", "[m", "5"},
	"score":        {"1", "2.5", "-1", "inf", "1e300"},
	"count":        {"1", "2", "10", "0", "-2"},
	"member":       {"a", "b", "17", "-5", "a long member that no small form keeps with tiny limits"},
	"field":        {"f", "g", "1", "another field of some length"},
	"element":      {"a", "b", "3", "x"},
	"longitude":    {"13.361389", "15.087269", "-180", "200"},
	"latitude":     {"38.115556", "37.502669", "85", "-90"},
	"offset":       {"0", "1", "7", "100", "-1"},
	"threshold":    {"1", "3", "0", "5-0"},
	"seconds":      {"100", "1", "0", "-1"},
	"timeout":      {"0.01", "0"},
	"numkeys":      {"1", "2", "0"},
	"numfields":    {"1", "2"},
	"milliseconds": {"100000", "50", "1"},
}

// biased makes the grammar's requests meet more often: each group of commands mostly uses keys of its own.
func (g *grammar) biased(group command.Group) {
	g.word = func(a *command.Argument) (string, bool) {
		if g.choose(8) == 0 {
			return "", false
		}
		if a.Type == command.KeyArg {
			return string(group) + string(rune('1'+g.choose(3))), true
		}
		if v := groupValues[a.Name]; v != nil {
			return v[g.choose(len(v))], true
		}
		return "", false
	}
}

// world is a server under test, fed by hand.
type world struct {
	variant
	t   *testing.T
	dir string
	srv *Server
	s   *session
}

// open makes the world's server and loads its log.
func (w *world) open() {
	args := append([]string{"--dir", w.dir, "--port", "0", "--save", "", "--hll-sparse-max-bytes", "100"}, w.args...)
	if w.restart {
		args = append(args, "--appendonly", "yes", "--appendfsync", "no", "--auto-aof-rewrite-percentage", "0")
	}
	cfg, _, err := config.Parse(args, nil)
	if err != nil {
		w.t.Fatal(err)
	}
	if w.srv, err = New(Options{Config: cfg}); err != nil {
		w.t.Fatal(err)
	}
	o := w.srv.storageOptions()
	o.Shards = w.shards
	w.srv.keys = storage.New(o)
	w.srv.services.Keys = w.srv.keys
	w.srv.configure()
	if err := w.srv.startLog(w.t.Context()); err != nil {
		w.t.Fatal(err)
	}
	w.s = quietSession(w.t, w.srv)
}

// reopen loads the log of the server into a new one.
func (w *world) reopen() {
	w.srv.persist.tick <- struct{}{} // cron's, which does not run here
	synctest.Wait()                  // for the end of a rewrite
	w.close()
	w.open()
}

func (w *world) close() {
	if err := w.srv.Close(w.t.Context()); err != nil {
		w.t.Fatal(err)
	}
}

func (w *world) digest() string {
	return w.s.ask(w.t, [][]byte{[]byte("DEBUG"), []byte("DIGEST")}).Str
}

// lexical reports whether a word asks for a range of members by their bytes, which is what it says only among equal scores. Otherwise
// the replies of Redis, too, depend on the form of the set.
func lexical(word []byte) bool {
	return bytes.HasSuffix(bytes.ToLower(word), []byte("bylex")) || bytes.Equal(word, []byte("zlexcount"))
}

// fromBehind reports whether a request has a LIMIT with a negative offset. What Redis answers then depends on the form of a sorted set.
func fromBehind(words [][]byte) bool {
	i := slices.IndexFunc(words, func(w []byte) bool { return bytes.EqualFold(w, []byte("LIMIT")) })
	return i >= 0 && i+1 < len(words) && bytes.HasPrefix(words[i+1], []byte("-"))
}

// comparable is what of a reply must be the same everywhere.
func comparable(cmd *command.Entry, v resp.Value) string {
	text := v.String()
	switch {
	case v.IsError():
	case slices.Contains(cmd.Tips, "nondeterministic_output"):
		return ""
	case slices.Contains(cmd.Tips, "nondeterministic_output_order"):
		b := []byte(text)
		slices.Sort(b)
		return string(b)
	}
	return text
}

// play runs the requests that choices stand for and returns what can be compared: replies, and now and then the digest.
func (w *world) play(choices []byte) (lines []string) {
	w.open()
	cmds := keyed(w.srv.table, w.drawn)
	g := &grammar{choices: choices}
	for step := 1; len(g.choices) > 8; step++ {
		cmd := cmds[(int(g.choices[0])|int(g.choices[1])<<8)%len(cmds)]
		g.choices = g.choices[2:]
		g.biased(cmd.Group)
		words := g.request(cmd)
		if slices.ContainsFunc(words, lexical) || fromBehind(words) {
			continue
		}
		lines = append(lines, fmt.Sprintf("%q -> %s", words, comparable(cmd, w.s.ask(w.t, words))))
		if g.choose(10) == 0 {
			time.Sleep(30 * time.Millisecond) // moves the bubble's clock
		}
		if step%20 == 0 {
			lines = append(lines, "digest "+w.digest())
		}
		if step%50 == 40 && w.rewrite { // it runs beside what follows
			if err := w.srv.RewriteLog(); err != nil {
				w.t.Fatal(err)
			}
		}
		if step%50 == 0 && w.restart {
			before := w.digest()
			w.reopen()
			if after := w.digest(); after != before {
				w.t.Errorf("step %d: digest %s, after a restart %s", step, before, after)
			}
		}
	}
	lines = append(lines, "digest "+w.digest())
	w.close()
	return lines
}

// addChoices gives a fuzzer something to begin with.
func addChoices(f *testing.F) {
	for seed := range uint64(6) {
		rnd := rand.New(rand.NewPCG(seed, 8))
		choices := make([]byte, 4000)
		for i := range choices {
			choices[i] = byte(rnd.Uint32())
		}
		f.Add(choices)
	}
}

// What the log makes is what there was, whatever chance had a part in it.
func FuzzRestart(f *testing.F) {
	addChoices(f)
	f.Fuzz(func(t *testing.T, choices []byte) {
		for _, v := range []variant{
			{shards: 8, restart: true, drawn: true},
			{shards: 64, args: tiny, restart: true, rewrite: true, drawn: true},
		} {
			dir := t.TempDir()
			synctest.Test(t, func(t *testing.T) {
				w := &world{variant: v, t: t, dir: dir}
				w.play(choices)
			})
		}
	})
}

// However values are kept, in whatever shards, and however often the log is loaded: the replies are the same, and so is the data.
func FuzzVariants(f *testing.F) {
	addChoices(f)
	f.Fuzz(func(t *testing.T, choices []byte) {
		var want []string
		for _, v := range variants {
			var got []string
			dir := t.TempDir()
			synctest.Test(t, func(t *testing.T) {
				w := &world{variant: v, t: t, dir: dir}
				got = w.play(choices)
			})
			if want == nil {
				want = got
			}
			for i := range want {
				if got[i] != want[i] {
					t.Fatalf("%s: step %d:\n%s\nwant\n%s", v.name, i, got[i], want[i])
				}
			}
		}
	})
}
