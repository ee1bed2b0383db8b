package aof

import (
	"errors"
	"fmt"
	"path/filepath"
	"reflect"
	"strings"
	"sync"
	"testing"
)

// testLog is a Log on a memFS, with what it has told.
type testLog struct {
	*Log
	fs   *memFS
	now  int64
	tell sync.Mutex
	got  []Event
}

func (tl *testLog) options(o Options) Options {
	o.Dir, o.FS = "d", tl.fs
	o.Now = func() int64 { return tl.now }
	o.OnEvent = func(e Event) {
		tl.tell.Lock()
		tl.got = append(tl.got, e)
		tl.tell.Unlock()
	}
	return o
}

func (tl *testLog) events(kind EventKind) []Event {
	tl.tell.Lock()
	defer tl.tell.Unlock()
	var list []Event
	for _, e := range tl.got {
		if e.Kind == kind {
			list = append(list, e)
		}
	}
	return list
}

// open loads and starts a log on m and returns it with what was loaded.
func open(m *memFS, o Options) (*testLog, []string, error) {
	tl := &testLog{fs: m, now: 1_700_000_000_000}
	l, err := Open(tl.options(o))
	if err != nil {
		return nil, nil, err
	}
	tl.Log = l
	cmds, err := tl.load()
	if err != nil {
		return tl, cmds, err
	}
	return tl, cmds, l.Start()
}

func mustOpen(t testing.TB, m *memFS, o Options) (*testLog, []string) {
	t.Helper()
	tl, cmds, err := open(m, o)
	if err != nil {
		t.Fatal(err)
	}
	return tl, cmds
}

// load returns the commands as "db:ARG ARG".
func (tl *testLog) load() ([]string, error) {
	var cmds []string
	_, err := tl.Load(func(db int, args [][]byte) error {
		cmds = append(cmds, fmt.Sprintf("%d:%s", db, joinArgs(args)))
		return nil
	}, nil)
	return cmds, err
}

func joinArgs(args [][]byte) string {
	words := make([]string, len(args))
	for i, a := range args {
		words[i] = string(a)
	}
	return strings.Join(words, " ")
}

func words(s string) [][]byte {
	var args [][]byte
	for _, w := range strings.Fields(s) {
		args = append(args, []byte(w))
	}
	return args
}

// resp encodes commands, one per argument.
func resp(cmds ...string) string {
	var b []byte
	for _, c := range cmds {
		b = AppendCommand(b, words(c)...)
	}
	return string(b)
}

func must(t testing.TB, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

func wantCmds(t testing.TB, got []string, want ...string) {
	t.Helper()
	if len(got)+len(want) > 0 && !reflect.DeepEqual(got, want) {
		t.Fatalf("loaded %q, want %q", got, want)
	}
}

func aofPath(name string) string { return filepath.Join("d", "appendonlydir", name) }

func TestFreshLogHasTheFilesOfRedis(t *testing.T) {
	m := newMemFS()
	l, cmds := mustOpen(t, m, Options{})
	wantCmds(t, cmds)
	must(t, l.Flush(l.Append(0, words("SET a 1")...)))
	must(t, l.Flush(l.AppendRaw(0, []byte(resp("SET b 2")))))
	must(t, l.Flush(l.Append(12, words("SET c 3")...)))
	if got, want := m.get(aofPath("appendonly.aof.manifest")), "file appendonly.aof.1.base.aof seq 1 type b\n"+
		"file appendonly.aof.1.incr.aof seq 1 type i\n"; got != want {
		t.Errorf("manifest %q, want %q", got, want)
	}
	want := resp("SELECT 0", "SET a 1", "SET b 2", "SELECT 12", "SET c 3")
	if got := m.get(aofPath("appendonly.aof.1.incr.aof")); got != want {
		t.Errorf("incr file %q, want %q", got, want)
	}
	if got, want := m.list(), "appendonly.aof.1.base.aof appendonly.aof.1.incr.aof appendonly.aof.manifest"; got != want {
		t.Errorf("files %q, want %q", got, want)
	}
	if l.Appended() != l.Written() || l.Appended() != int64(len(want)) || l.Synced() != 0 || l.CurrentSize() != l.Written() {
		t.Errorf("offsets: appended %d written %d synced %d size %d", l.Appended(), l.Written(), l.Synced(), l.CurrentSize())
	}
	must(t, l.Sync())
	if l.Synced() != l.Written() {
		t.Errorf("synced %d, want %d", l.Synced(), l.Written())
	}
	must(t, l.Close())

	l, cmds = mustOpen(t, m, Options{})
	wantCmds(t, cmds, "0:SET a 1", "0:SET b 2", "12:SET c 3")
	must(t, l.Flush(l.Append(12, words("SET d 4")...)))
	if got := m.get(aofPath("appendonly.aof.1.incr.aof")); got != want+resp("SELECT 12", "SET d 4") {
		t.Errorf("a reopened file must begin with SELECT, got %q", got)
	}
}

func TestAppendGroup(t *testing.T) {
	m := newMemFS()
	l, _ := mustOpen(t, m, Options{})
	var g Group
	l.AppendGroup(&g)
	g.Add(3, words("SET one 1")...)
	l.AppendGroup(&g)
	g.Reset()
	g.Add(0, words("SET a 1")...)
	g.AddRaw(5, []byte(resp("SET b 2")))
	g.Add(5, words("SET c 3")...)
	end := l.AppendGroup(&g)
	must(t, l.Flush(l.Append(5, words("SET d 4")...)))
	want := resp("SELECT 3", "SET one 1", "MULTI", "SELECT 0", "SET a 1", "SELECT 5", "SET b 2", "SET c 3", "EXEC")
	if end != int64(len(want)) {
		t.Errorf("end %d, want %d", end, len(want))
	}
	if got := m.get(aofPath("appendonly.aof.1.incr.aof")); got != want+resp("SET d 4") {
		t.Errorf("got %q, want %q", got, want)
	}
	_, cmds := mustOpen(t, m, Options{})
	wantCmds(t, cmds, "3:SET one 1", "0:SET a 1", "5:SET b 2", "5:SET c 3", "5:SET d 4")
}

func TestTimestamps(t *testing.T) {
	m := newMemFS()
	l, _ := mustOpen(t, m, Options{Timestamps: true})
	l.now = 1000_500
	l.Append(0, words("SET a 1")...)
	l.now = 1000_999
	l.Append(0, words("SET b 1")...)
	l.now = 1001_000
	l.Append(0, words("SET c 1")...)
	l.SetTimestamps(false)
	l.now = 1002_000
	must(t, l.Flush(l.Append(0, words("SET d 1")...)))
	if got := m.get(aofPath("appendonly.aof.1.base.aof")); got != "#TS:1700000000\r\n" {
		t.Errorf("base %q", got)
	}
	want := "#TS:1000\r\n" + resp("SELECT 0", "SET a 1", "SET b 1") + "#TS:1001\r\n" + resp("SET c 1", "SET d 1")
	if got := m.get(aofPath("appendonly.aof.1.incr.aof")); got != want {
		t.Errorf("incr %q, want %q", got, want)
	}
	_, cmds := mustOpen(t, m, Options{})
	wantCmds(t, cmds, "0:SET a 1", "0:SET b 1", "0:SET c 1", "0:SET d 1")
}

func TestOffLogDropsRecords(t *testing.T) {
	m := newMemFS()
	l, _ := mustOpen(t, m, Options{})
	must(t, l.Flush(l.Append(0, words("SET a 1")...)))
	must(t, l.Stop())
	must(t, l.Stop())
	before := l.Appended()
	var g Group
	g.Add(0, words("SET x 1")...)
	if end := max(l.Append(0, words("SET b 1")...), l.AppendRaw(0, []byte(resp("SET c 1"))), l.AppendGroup(&g)); end != before {
		t.Errorf("offset %d moved to %d while off", before, end)
	}
	must(t, l.Flush(l.Appended()))
	if _, err := l.Cut(); !errors.Is(err, ErrOff) {
		t.Errorf("Cut while off: %v", err)
	}
	if l.Stats().On {
		t.Error("still on")
	}
	must(t, l.Start())
	if err := l.Start(); !errors.Is(err, ErrOn) {
		t.Errorf("second Start: %v", err)
	}
	must(t, l.Flush(l.Append(0, words("SET d 1")...)))
	must(t, l.Close())
	_, cmds := mustOpen(t, m, Options{})
	wantCmds(t, cmds, "0:SET a 1", "0:SET d 1")
}

func TestStartBeforeLoad(t *testing.T) {
	m := newMemFS()
	l, _ := mustOpen(t, m, Options{})
	must(t, l.Close())
	again, err := Open(l.options(Options{}))
	must(t, err)
	if err := again.Start(); !errors.Is(err, ErrNotLoaded) {
		t.Errorf("got %v", err)
	}
}

func TestAlwaysSyncsBeforeFlushReturns(t *testing.T) {
	m := newMemFS()
	l, _ := mustOpen(t, m, Options{Policy: Always})
	must(t, l.Flush(l.Append(0, words("SET a 1")...)))
	if l.Synced() != l.Appended() {
		t.Errorf("synced %d of %d", l.Synced(), l.Appended())
	}
	must(t, l.SetPolicy(No))
	must(t, l.Flush(l.Append(0, words("SET b 1")...)))
	if l.Synced() == l.Appended() {
		t.Error("synced under the policy No")
	}
	must(t, l.SetPolicy(Always))
	if l.Synced() != l.Appended() {
		t.Error("the change to Always did not sync")
	}
	m.reboot(powerLoss)
	_, cmds := mustOpen(t, m, Options{})
	wantCmds(t, cmds, "0:SET a 1", "0:SET b 1")
}

func TestNoFsyncOnRewrite(t *testing.T) {
	l, _ := mustOpen(t, newMemFS(), Options{Policy: Always, NoFsyncOnRewrite: true})
	r, err := l.Cut()
	must(t, err)
	must(t, l.Flush(l.Append(0, words("SET a 1")...)))
	if l.Synced() != 0 {
		t.Error("synced during a rewrite")
	}
	must(t, r.Commit())
	must(t, l.Flush(l.Appended()))
	if l.Synced() != l.Appended() {
		t.Error("not synced after the rewrite")
	}
	l.SetNoFsyncOnRewrite(false)
	r, err = l.Cut()
	must(t, err)
	must(t, l.Flush(l.Append(0, words("SET a 1")...)))
	if l.Synced() != l.Appended() {
		t.Error("not synced during a rewrite without the option")
	}
	must(t, r.Abort())
}

func TestConcurrentAppendersKeepTheirOrder(t *testing.T) {
	const appenders, records = 8, 300
	for _, policy := range []Policy{EverySec, Always} {
		m := newMemFS()
		l, _ := mustOpen(t, m, Options{Policy: policy})
		var wg sync.WaitGroup
		for a := range appenders {
			wg.Go(func() {
				for i := range records {
					end := l.Append(a%3, []byte("SET"), fmt.Appendf(nil, "k%d", a), fmt.Append(nil, i))
					if err := l.Flush(end); err != nil {
						t.Error(err)
						return
					}
					if l.Written() < end || (policy == Always && l.Synced() < end) {
						t.Errorf("Flush(%d) returned at written %d, synced %d", end, l.Written(), l.Synced())
					}
				}
			})
		}
		for range 20 {
			must(t, l.Sync())
			l.Stats()
		}
		wg.Wait()
		must(t, l.Close())
		_, cmds := mustOpen(t, m, Options{})
		next := map[string]int{}
		for _, c := range cmds {
			var db, a, i int
			if _, err := fmt.Sscanf(c, "%d:SET k%d %d", &db, &a, &i); err != nil {
				t.Fatal(c, err)
			}
			key := fmt.Sprint(a)
			if db != a%3 || i != next[key] {
				t.Fatalf("%q out of order, want %d", c, next[key])
			}
			next[key]++
		}
		if len(cmds) != appenders*records {
			t.Errorf("loaded %d records", len(cmds))
		}
	}
}

func TestAppendDoesNotAllocate(t *testing.T) {
	l, _ := mustOpen(t, newMemFS(), Options{})
	args := words("SET key:000000000001 xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx")
	raw := []byte(resp("SET a 1"))
	var g Group
	round := func() {
		g.Reset()
		g.Add(1, args...)
		g.AddRaw(11, raw)
		l.Append(0, args...)
		l.AppendRaw(12, raw)
		l.AppendGroup(&g)
	}
	for range 1000 {
		round()
	}
	must(t, l.Flush(l.Appended()))
	for range 1000 {
		round()
	}
	must(t, l.Flush(l.Appended()))
	if n := testing.AllocsPerRun(500, round); n != 0 {
		t.Errorf("%v allocations", n)
	}
}
