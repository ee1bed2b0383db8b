package aof

import (
	"os"
	"path/filepath"
	"testing"
)

// osLog opens a log on the real file system and returns it with what it loaded.
func osLog(t testing.TB, dir string, o Options) (*Log, []string) {
	t.Helper()
	tl := &testLog{now: 1_700_000_000_000}
	o = tl.options(o)
	o.Dir, o.FS = dir, nil
	l, err := Open(o)
	must(t, err)
	tl.Log = l
	cmds, err := tl.load()
	must(t, err)
	must(t, l.Start())
	return l, cmds
}

// The logs in testdata were written by redis-server 7.0.15, which was killed, and 8.0.2, which was shut down.
func TestLoadsWhatRedisWrote(t *testing.T) {
	for version, name := range map[string]string{"redis-7.0.15": "appendonly.aof", "redis-8.0.2": "my file.aof"} {
		t.Run(version, func(t *testing.T) {
			dir := t.TempDir()
			must(t, os.CopyFS(dir, os.DirFS(filepath.Join("testdata", version))))
			want := []string{
				"0:RPUSH list a b c", "0:SET base one", "9:SET nine 9",
				"0:set a 1", "0:set x 1", "11:set y 2", "0:set a 2", "0:set sp ace \x00\r\n\xff", "0:set e ", "0:del base",
			}
			for range 2 {
				l, cmds := osLog(t, dir, Options{FileName: name, RefuseTruncated: true})
				wantCmds(t, cmds, want...)
				must(t, l.Flush(l.Append(3, words("SET ours 1")...)))
				must(t, l.Close())
				want = append(want, "3:SET ours 1")
			}
		})
	}
}

// The files in testdata/written were accepted by redis-check-aof and loaded by redis-server 7.0.15 and 8.0.2. They are the
// same, byte for byte, when they are written again.
func TestWritesWhatRedisAccepts(t *testing.T) {
	dir := t.TempDir()
	writeForRedis(t, dir)
	golden := filepath.Join("testdata", "written", "append dir")
	want, err := os.ReadDir(golden)
	must(t, err)
	got, err := os.ReadDir(filepath.Join(dir, "append dir"))
	must(t, err)
	if len(got) != len(want) {
		t.Errorf("%d files, want %d", len(got), len(want))
	}
	for _, e := range want {
		a, err := os.ReadFile(filepath.Join(golden, e.Name()))
		must(t, err)
		b, err := os.ReadFile(filepath.Join(dir, "append dir", e.Name()))
		must(t, err)
		if string(a) != string(b) {
			t.Errorf("%s: %q, want %q", e.Name(), b, a)
		}
	}
}

// writeForRedis makes a log with all that a log can have: a rewrite in progress, transactions, annotations, several databases.
func writeForRedis(t testing.TB, dir string) {
	var now int64
	second := func(s int64) { now = 1_700_000_000_000 + 1000*s }
	second(0)
	l, err := Open(Options{
		Dir: dir, DirName: "append dir", FileName: "it's ours.aof", Timestamps: true, Policy: Always,
		Now: func() int64 { return now },
	})
	must(t, err)
	must(t, l.Start())
	must(t, l.Flush(l.Append(0, words("SET gone 1")...)))
	second(2)
	r, err := l.Cut()
	must(t, err)
	must(t, r.Write(0, words("SET base one")...))
	must(t, r.AppendRaw(15, []byte(resp("RPUSH list a b c", "PEXPIREAT list 33000000000000"))))
	must(t, r.Commit())
	must(t, l.Flush(l.Append(0, words("SET a 1")...)))
	second(3)
	var g Group
	g.Add(0, words("SET x 1")...)
	g.Add(10, words("SET y 2")...)
	must(t, l.Flush(l.AppendGroup(&g)))
	second(4)
	r, err = l.Cut()
	must(t, err)
	must(t, l.Flush(l.Append(0, []byte("SET"), []byte("sp ace"), []byte("\x00\r\n\xff"))))
	second(5)
	must(t, l.Flush(l.Append(0, []byte("SET"), []byte("e"), nil)))
	must(t, r.Abort())
	must(t, l.Close())
}

func TestRealFilesSurviveReopening(t *testing.T) {
	dir := t.TempDir()
	must(t, os.WriteFile(filepath.Join(dir, "appendonly.aof"), []byte(resp("SET old 1")+"*2\r\n"), 0o600))
	l, cmds := osLog(t, dir, Options{})
	wantCmds(t, cmds, "0:SET old 1")
	if !l.Exists() {
		t.Error("the log does not exist")
	}
	must(t, l.Flush(l.Append(0, words("SET a 1")...)))
	must(t, l.Sync())
	r, err := l.Cut()
	must(t, err)
	must(t, r.Write(0, words("SET all 1")...))
	must(t, r.Commit())
	must(t, l.Flush(l.Append(0, words("SET b 1")...)))
	must(t, l.Close())
	names, err := OS().ReadDir(filepath.Join(dir, "appendonlydir"))
	must(t, err)
	if len(names) != 3 {
		t.Errorf("files %q", names)
	}
	_, cmds = osLog(t, dir, Options{})
	wantCmds(t, cmds, "0:SET all 1", "0:SET b 1")
	if _, err := Open(Options{Dir: filepath.Join(dir, "appendonlydir", names[0]), DirName: "x"}); err == nil {
		t.Error("a directory that is a file was opened")
	}
}
