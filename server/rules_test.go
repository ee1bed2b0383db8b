package server

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"testing/synctest"
	"time"
	"unicode/utf8"

	"redstart/resp"
	"redstart/server/client"
	"redstart/server/command"
	"redstart/storage"
	"redstart/storage/table"
	"redstart/storage/value"
)

// ruleCodes are how errors begin that tell of a broken rule.
var ruleCodes = []string{"KEYTOOLONG ", "KEYNOTUTF8 ", "VALUETOOLARGE ", "STOREFULL ", "TTLRANGE "}

func isRuleError(v resp.Value) bool {
	return v.IsError() && slices.ContainsFunc(ruleCodes, func(code string) bool { return strings.HasPrefix(v.Str, code) })
}

// tight are rules that random commands break all the time.
var tight = map[string]storage.Rules{
	"sizes":        {MaxKeyBytes: 11, MaxValueBytes: 90, UTF8Keys: true},
	"reject keys":  {MaxKeys: 6},
	"evict keys":   {MaxKeys: 6, KeysEvict: true},
	"reject bytes": {MaxBytes: 900},
	"evict bytes":  {MaxBytes: 900, BytesEvict: true},
	"times":        {DefaultTTL: 200_000, MinTTL: 60_000, MaxTTL: 2_000_000},
	"all, reject":  {MaxKeyBytes: 11, MaxValueBytes: 200, MaxKeys: 9, MaxBytes: 1200, DefaultTTL: 60_000, MinTTL: 1000, MaxTTL: 4_000_000, UTF8Keys: true},
	"all, evict":   {MaxKeyBytes: 11, MaxValueBytes: 200, MaxKeys: 9, KeysEvict: true, MaxBytes: 1200, BytesEvict: true, DefaultTTL: 60_000},
	"mixed":        {MaxKeys: 9, KeysEvict: true, MaxBytes: 1200, MaxTTL: 150_000},
}

// ruledWorld is a world whose databases 0 and 3 have rules.
type ruledWorld struct {
	world
	rules   storage.Rules
	watcher *session
	ear     *session
	refused int
}

func (w *ruledWorld) start() {
	w.open()
	w.srv.Alone(func() {
		w.rules.Name = "tight"
		w.srv.keys.SetRules(0, w.rules)
		w.srv.keys.SetRules(3, w.rules)
	})
	w.watcher, w.ear = quietSession(w.t, w.srv), quietSession(w.t, w.srv)
	w.s.ask(w.t, words("CONFIG SET notify-keyspace-events KEA"))
	w.ear.feed(wire(words("PSUBSCRIBE *")))
	w.heard()
}

func words(line string) (out [][]byte) {
	for _, f := range strings.Fields(line) {
		out = append(out, []byte(f))
	}
	return out
}

// heard is what notifications have told since the last call.
func (w *ruledWorld) heard() string {
	if drained := w.ear.c.Out.Drained(); drained != nil {
		<-drained
	}
	synctest.Wait()
	return string(w.ear.conn.(*quiet).take())
}

// state is all that must be as it was after a command that was refused; of forms the log does not know all.
func (w *ruledWorld) state(forms bool) string {
	var b strings.Builder
	b.WriteString(w.digest())
	for n := range w.srv.keys.Databases() {
		w.each(n, func(r table.Record) {
			fmt.Fprintf(&b, " %d %q %d %d", n, r.Key(), r.Kind(), r.ExpireAt())
			if forms {
				fmt.Fprint(&b, " ", command.Encoding(r))
			}
		})
	}
	return b.String()
}

// each calls fn with all records of a database, by key.
func (w *ruledWorld) each(db int, fn func(table.Record)) {
	tx := w.srv.keys.NewTx()
	tx.Select(db)
	tx.SetNow(w.srv.clock.Milli())
	tx.Begin(true)
	defer tx.Unlock()
	var all []table.Record
	tx.Keys(nil, func(r table.Record) { all = append(all, r) })
	slices.SortFunc(all, func(a, b table.Record) int { return strings.Compare(string(a.Key()), string(b.Key())) })
	for _, r := range all {
		fn(r)
	}
}

// check looks whether a database is as its rules want it, and whether the books about it are right.
func (w *ruledWorld) check(db int, after string) {
	w.t.Helper()
	fail := func(format string, args ...any) {
		w.t.Helper()
		w.t.Errorf("database %d after %s: %s", db, after, fmt.Sprintf(format, args...))
	}
	r, now := w.rules, w.srv.clock.Milli()
	keys, timed, bytes := 0, 0, int64(0)
	w.each(db, func(rec table.Record) {
		keys++
		bytes += int64(rec.Size())
		length := len(rec.Key())
		if r.MaxKeyBytes > 0 && length > r.MaxKeyBytes || r.UTF8Keys && !utf8.Valid(rec.Key()) {
			fail("key %q", rec.Key())
		}
		size := 0
		if rec.Packed() {
			size = len(rec.Value())
		} else {
			size = rec.Object().(value.Object).Mem()
		}
		if r.MaxValueBytes > 0 && size > r.MaxValueBytes {
			fail("the value of %q has %d bytes", rec.Key(), size)
		}
		left := rec.ExpireAt() - now
		switch at := rec.ExpireAt(); {
		case at != 0:
			timed++
			if r.MaxTTL > 0 && left > max(r.MaxTTL, r.DefaultTTL) {
				fail("%q lives for %d ms", rec.Key(), left)
			}
		case r.DefaultTTL > 0:
			fail("%q lives for ever", rec.Key())
		}
	})
	s := w.srv.keys.DBStats(db, now)
	if s.Keys != keys || s.Expires != timed || s.RecordBytes != bytes {
		fail("the books say %d keys, %d that expire, %d bytes; it has %d, %d, %d", s.Keys, s.Expires, s.RecordBytes, keys, timed, bytes)
	}
	if r.MaxKeys > 0 && keys > r.MaxKeys || r.MaxBytes > 0 && bytes > r.MaxBytes {
		fail("%d keys, %d bytes", keys, bytes)
	}
}

// disguised is the request as it comes, in a transaction or from a script.
func (w *ruledWorld) disguised(g *grammar, cmd *command.Entry, req [][]byte) resp.Value {
	how := g.choose(6)
	if how == 1 && cmd.Flags&command.NoMulti == 0 && !cmd.Immediate {
		w.s.ask(w.t, words("MULTI"))
		if v := w.s.ask(w.t, req); v.IsError() {
			w.s.ask(w.t, words("DISCARD"))
			return v
		}
		v := w.s.ask(w.t, words("EXEC"))
		if len(v.Elems) == 1 {
			return v.Elems[0]
		}
		return v
	}
	if how == 2 && cmd.Flags&command.NoScript == 0 {
		return w.s.ask(w.t, append([][]byte{[]byte("EVAL"), []byte("return redis.pcall(unpack(ARGV))"), []byte("0")}, req...))
	}
	return w.s.ask(w.t, req)
}

// step runs one request and checks what became of it.
func (w *ruledWorld) step(g *grammar, cmd *command.Entry, req [][]byte) {
	before, logged := w.state(true), w.srv.aof.Appended()
	watched := words("WATCH")
	w.each(0, func(r table.Record) { watched = append(watched, slices.Clone(r.Key())) })
	watched = append(watched, req[1:]...)
	w.watcher.ask(w.t, words("UNWATCH"))
	if len(watched) > 1 {
		w.watcher.ask(w.t, watched)
	}
	w.heard()

	v := w.disguised(g, cmd, req)
	what := fmt.Sprintf("%.300q -> %.200s", req, v)
	told, touched := w.heard(), w.watcher.c.Has(client.Touched)
	w.check(0, what)
	w.check(3, what)
	if !isRuleError(v) {
		return
	}
	w.refused++
	if after := w.state(true); after != before {
		w.t.Errorf("%s has had an effect:\n%s\nbefore:\n%s", what, after, before)
	}
	if n := w.srv.aof.Appended(); n != logged {
		w.t.Errorf("%s: %d bytes were logged", what, n-logged)
	}
	if told != "" || touched {
		w.t.Errorf("%s: notifications %q, watched keys touched: %v", what, told, touched)
	}
}

// breathe lets time pass, and what is due leave.
func (w *ruledWorld) breathe() {
	time.Sleep(30 * time.Millisecond) // in a synctest bubble: it moves a false clock
	for _, db := range []int{3, 0} {
		w.s.ask(w.t, words(fmt.Sprint("SELECT ", db)))
		var keys [][]byte
		w.each(db, func(r table.Record) { keys = append(keys, slices.Clone(r.Key())) })
		w.s.ask(w.t, words("SCAN 0 COUNT 100000"))
		for _, k := range keys {
			w.s.ask(w.t, [][]byte{[]byte("HLEN"), k})
		}
	}
}

// oddKeys and the databases, more often than the grammar has them.
func (g *grammar) tightly(group command.Group) {
	g.biased(group)
	usual := g.word
	g.word = func(a *command.Argument) (string, bool) {
		switch {
		case a.Type == command.KeyArg && g.choose(12) == 1:
			return []string{"a key that is too long", "\xff\xfe", "k"}[g.choose(3)], true
		case a.Name == "db" || a.Name == "destination-db":
			return []string{"3", "1", "0"}[g.choose(3)], true
		case a.Name == "seconds" && g.choose(2) == 1:
			return []string{"60", "59", "1000", "2000", "2001"}[g.choose(5)], true
		}
		return usual(a)
	}
}

// Whatever command is run, in whatever way: no rule is ever broken, what was refused has had no effect, and the log makes the same data.
func TestRulesHold(t *testing.T) {
	for name, rules := range tight {
		for i, args := range [][]string{nil, tiny} {
			t.Run(fmt.Sprint(name, i), func(t *testing.T) {
				v := variant{shards: 8, args: append([]string{"--enable-debug-command", "yes"}, args...), restart: true}
				dir := t.TempDir()
				synctest.Test(t, func(t *testing.T) {
					w := &ruledWorld{world: world{variant: v, t: t, dir: dir}, rules: rules}
					w.start()
					w.steps(rand.New(rand.NewPCG(uint64(i), 5)), 2500)
					if w.refused < 20 && !(rules.KeysEvict || rules.BytesEvict) {
						t.Errorf("only %d commands were refused", w.refused)
					}
					w.loadAgain()
					w.close()
				})
			})
		}
	}
}

// steps runs up to n random requests.
func (w *ruledWorld) steps(rnd *rand.Rand, n int) {
	cmds := slices.DeleteFunc(keyed(w.srv.table, true), func(e *command.Entry) bool { return e.FullName == "swapdb" })
	for _, name := range []string{"set", "setex", "psetex", "getex", "expire", "pexpire", "expireat", "pexpireat", "persist", "copy", "move", "rename"} {
		cmds = append(cmds, slices.Repeat([]*command.Entry{w.srv.table.Lookup([]byte(name))}, 5)...)
	}
	for i := 0; i < n && !w.t.Failed(); i++ {
		choices := make([]byte, 60)
		for i := range choices {
			choices[i] = byte(rnd.Uint32())
		}
		cmd := cmds[rnd.IntN(len(cmds))]
		if cmd.Flags&(command.Write|command.MayChange) == 0 && i%4 != 0 || strings.HasPrefix(cmd.FullName, "flush") && i%32 != 0 {
			continue
		}
		g := &grammar{choices: choices}
		g.tightly(cmd.Group)
		w.step(g, cmd, g.request(cmd))
		if i%10 == 0 {
			w.breathe()
		}
		if i%300 == 299 { // it runs beside what follows
			if err := w.srv.RewriteLog(); err != nil {
				w.t.Fatal(err)
			}
		}
	}
}

// loadAgain looks whether the data comes back as it was.
func (w *ruledWorld) loadAgain() {
	before := w.state(false)
	w.s.ask(w.t, words("DEBUG RELOAD"))
	w.check(0, "a reload")
	w.check(3, "a reload")
	if after := w.state(false); after != before {
		w.t.Errorf("a reload makes\n%s\nof\n%s", after, before)
	}
	w.reopen()
	if after := w.state(false); after != before {
		w.t.Errorf("the log makes\n%s\nof\n%s", after, before)
	}
}
