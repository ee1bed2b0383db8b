package aof

import (
	"bytes"
	"errors"
	"fmt"
	"strings"
	"testing"
)

const (
	manifest1 = "file appendonly.aof.1.base.aof seq 1 type b\nfile appendonly.aof.1.incr.aof seq 1 type i\n"
	manifest2 = manifest1 + "file appendonly.aof.2.incr.aof seq 2 type i\n"
)

// logOf makes a log of a base file and incr files.
func logOf(base string, incr ...string) *memFS {
	m := newMemFS()
	list := "file appendonly.aof.1.base.aof seq 1 type b\n"
	m.put(aofPath("appendonly.aof.1.base.aof"), base)
	for i, data := range incr {
		name := fmt.Sprintf("appendonly.aof.%d.incr.aof", i+1)
		list += fmt.Sprintf("file %s seq %d type i\n", name, i+1)
		m.put(aofPath(name), data)
	}
	m.put(aofPath("appendonly.aof.manifest"), list)
	return m
}

func TestLoad(t *testing.T) {
	a, b, c := resp("SET a 1"), resp("SET b 1"), resp("SET c 1")
	multi, exec := resp("MULTI"), resp("EXEC")
	cases := []struct {
		name string
		base string
		incr []string
		want []string
	}{
		{"nothing", "", []string{""}, nil},
		{"no incr file", a, nil, []string{"0:SET a 1"}},
		{"in order", a, []string{b, "", c}, []string{"0:SET a 1", "0:SET b 1", "0:SET c 1"}},
		{
			"each file begins in database 0", resp("SELECT 3") + a,
			[]string{b + resp("select 15") + c},
			[]string{"3:SET a 1", "0:SET b 1", "15:SET c 1"},
		},
		{"annotations", "#TS:1\r\n" + a + "#TS:2\r\n", []string{"#any\n" + b + "#TS:3\r\n"}, []string{"0:SET a 1", "0:SET b 1"}},
		{
			"long annotation", "#" + strings.Repeat("x", 3*scanBuffer) + "\r\n" + a, nil,
			[]string{"0:SET a 1"},
		},
		{
			"transaction", multi + resp("SELECT 2") + a + "#TS:2\r\n" + resp("SELECT 4") + b + exec + c, nil,
			[]string{"2:SET a 1", "4:SET b 1", "4:SET c 1"},
		},
		{"lower case", resp("multi") + a + resp("exec"), nil, []string{"0:SET a 1"}},
		{"MULTI in MULTI", multi + a + multi + b + exec, nil, []string{"0:SET a 1", "0:SET b 1"}},
		{"EXEC alone", exec + a, nil, []string{"0:SET a 1"}},
		{"leading zeros", "*03\r\n$003\r\nSET\r\n$01\r\na\r\n$0000000001\r\n1\r\n", nil, []string{"0:SET a 1"}},
		{"empty arguments", "*3\r\n$3\r\nSET\r\n$0\r\n\r\n$0\r\n\r\n", nil, []string{"0:SET  "}},
		{"words that look like control", resp("SELECT 1 2") + resp("MULTI x") + resp("EXEC y"), nil, []string{"0:SELECT 1 2", "0:MULTI x", "0:EXEC y"}},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			m := logOf(c.base, c.incr...)
			before := m.get(aofPath("appendonly.aof.1.base.aof"))
			l, cmds := mustOpen(t, m, Options{RefuseTruncated: true})
			wantCmds(t, cmds, c.want...)
			if m.get(aofPath("appendonly.aof.1.base.aof")) != before {
				t.Error("the base file was changed")
			}
			must(t, l.Close())
		})
	}
}

func TestLoadLargeCommands(t *testing.T) {
	var base []byte
	var want []int
	for _, size := range []int{scanBuffer - 40, 10, scanBuffer, 5 * scanBuffer, 0, scanBuffer / 2, 3} {
		base = AppendCommand(base, []byte("SET"), []byte("k"), bytes.Repeat([]byte("v"), size))
		want = append(want, size)
	}
	m := logOf(string(base))
	l, err := Open((&testLog{fs: m}).options(Options{}))
	must(t, err)
	var steps []int64
	r, err := l.Load(func(_ int, args [][]byte) error {
		if len(args[2]) != want[0] {
			t.Errorf("value of %d bytes, want %d", len(args[2]), want[0])
		}
		want = want[1:]
		return nil
	}, func(done, total int64) {
		if total != int64(len(base)) {
			t.Errorf("total %d of %d", total, len(base))
		}
		steps = append(steps, done)
	})
	must(t, err)
	if len(want) != 0 || r.Commands != 7 || r.Bytes != int64(len(base)) || r.Truncated != 0 {
		t.Errorf("%d left, result %+v", len(want), r)
	}
	if len(steps) < 5 || steps[len(steps)-1] != int64(len(base)) {
		t.Errorf("progress %v", steps)
	}
}

// A log that ends anywhere loads the whole records before its end, and can be appended to.
func TestTornTailAtEveryByte(t *testing.T) {
	units := []string{
		resp("SET a 1"), "#TS:17\r\n", resp("SELECT 3"), resp("MULTI", "SET b 1", "SELECT 4", "SET c 1", "EXEC"), resp("SET d 12345"),
	}
	loaded := [][]string{{"0:SET a 1"}, {}, {}, {"3:SET b 1", "4:SET c 1"}, {"4:SET d 12345"}}
	whole := strings.Join(units, "")
	for n := 0; n <= len(whole); n++ {
		var want []string
		good := 0
		for i, u := range units {
			if good+len(u) > n {
				break
			}
			good += len(u)
			want = append(want, loaded[i]...)
		}
		for _, incr := range [][]string{{whole[:n]}, {whole[:n], "", ""}} {
			m := logOf(resp("SET base 1"), incr...)
			l, cmds := mustOpen(t, m, Options{})
			wantCmds(t, cmds, append([]string{"0:SET base 1"}, want...)...)
			if torn := l.events(TailTruncated); (n != good) != (len(torn) == 1) {
				t.Fatalf("cut at %d: events %v", n, torn)
			} else if len(torn) == 1 && (torn[0].Offset != int64(good) || torn[0].File != "appendonly.aof.1.incr.aof") {
				t.Fatalf("cut at %d: event %+v, want offset %d", n, torn[0], good)
			}
			if got := m.get(aofPath("appendonly.aof.1.incr.aof")); got != whole[:good] {
				t.Fatalf("cut at %d: %q left", n, got)
			}
			if l.CurrentSize() != int64(good+len(resp("SET base 1"))) || l.BaseSize() != int64(len(resp("SET base 1"))) {
				t.Fatalf("cut at %d: sizes %d, %d", n, l.CurrentSize(), l.BaseSize())
			}
			must(t, l.Flush(l.Append(7, words("SET z 1")...)))
			_, cmds = mustOpen(t, m, Options{RefuseTruncated: true})
			wantCmds(t, cmds, append(append([]string{"0:SET base 1"}, want...), "7:SET z 1")...)
		}
		_, _, err := open(logOf("", whole[:n]), Options{RefuseTruncated: true})
		var le *LoadError
		if n == good {
			must(t, err)
		} else if !errors.As(err, &le) || !le.Torn || le.Offset != int64(good) ||
			!strings.HasPrefix(err.Error(), "Unexpected end of file reading the append only file appendonly.aof.1.incr.aof. You can: 1)") {
			t.Fatalf("cut at %d: %v", n, err)
		}
	}
}

func TestLoadRefusesDamage(t *testing.T) {
	a := resp("SET a 1")
	at := int64(len(a))
	cases := []struct {
		name   string
		base   string
		incr   []string
		file   string
		offset int64
		reason string
	}{
		{"garbage", a + "garbage\r\n" + a, nil, "1.base", at, "expected '*', found 'g'"},
		{"garbage at the end", a, []string{a + "g"}, "1.incr", at, "expected '*', found 'g'"},
		{"zeros at the end", a, []string{a + "\x00\x00\x00"}, "1.incr", at, "expected '*', found '\\x00'"},
		{"no number", a, []string{a + "*x\r\n"}, "1.incr", at, "not a length"},
		{"empty number", a, []string{a + "*\r\n"}, "1.incr", at, "not a length"},
		{"negative", a, []string{a + "*-1\r\n"}, "1.incr", at, "not a length"},
		{"no arguments", a, []string{a + "*0\r\n" + a}, "1.incr", at, "a command without a name"},
		{"bare newline", a, []string{a + "*3\n$3"}, "1.incr", at, "not a length"},
		{"bare return", a, []string{a + "*3\rx$3"}, "1.incr", at, "not a length"},
		{"no bulk string", a, []string{a + "*3\r\n:3\r\n"}, "1.incr", at + 4, "expected '$', found ':'"},
		{"null", a, []string{a + "*1\r\n$-1\r\n"}, "1.incr", at + 4, "not a length"},
		{"wrong length", a, []string{a + "*1\r\n$3\r\nPINGx"}, "1.incr", at + 11, "expected the end of an argument"},
		{"wrong length at the end", a, []string{a + "*1\r\n$3\r\nPING"}, "1.incr", at + 11, "expected the end of an argument"},
		{"no line end", a, []string{a + "*1\r\n$4\r\nPING\rx" + a}, "1.incr", at + 12, "expected the end of an argument"},
		{"huge count", a, []string{a + "*99999999999\r\n$3"}, "1.incr", at, "a length beyond the limit"},
		{"huge argument", a, []string{a + "*1\r\n$99999999999999999999\r\nx"}, "1.incr", at + 4, "a length beyond the limit"},
		{"SELECT of nothing", a, []string{a + resp("SELECT x")}, "1.incr", at, "SELECT without a database number"},
		{"negative SELECT", a, []string{a + resp("SELECT -1")}, "1.incr", at, "SELECT without a database number"},
		{"in a transaction", a, []string{a + resp("MULTI") + "#c\r\n" + resp("SELECT x", "EXEC")}, "1.incr", at + 19, "SELECT without a database number"},
		{"torn before the tail", a + "*1\r", []string{"", a}, "1.base", at, "the truncated file is not the last file: unexpected end of file"},
		{"transaction over two files", resp("MULTI") + a, []string{a + resp("EXEC")}, "1.base", 0, "the truncated file is not the last file: a transaction without its EXEC"},
		{"RDB base", "REDIS0011\xfa\x09", []string{a}, "1.base", 0, ErrRDBBase.Error()},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			m := logOf(c.base, c.incr...)
			before := m.get(aofPath("appendonly.aof.1.base.aof")) + m.get(aofPath("appendonly.aof.1.incr.aof"))
			_, _, err := open(m, Options{})
			var le *LoadError
			if !errors.As(err, &le) {
				t.Fatalf("got %v", err)
			}
			if le.File != "appendonly.aof."+c.file+".aof" || le.Offset != c.offset || le.Err.Error() != c.reason || le.Torn {
				t.Errorf("got %+v: %v", le, le.Err)
			}
			if !strings.Contains(err.Error(), fmt.Sprintf("offset %d: %s", c.offset, c.reason)) &&
				!strings.Contains(err.Error(), fmt.Sprintf("offset %d: %v", c.offset, le.Err)) {
				t.Errorf("text %q", err)
			}
			if m.get(aofPath("appendonly.aof.1.base.aof"))+m.get(aofPath("appendonly.aof.1.incr.aof")) != before {
				t.Error("a file was changed")
			}
		})
	}
}

func TestLoadStopsWhenApplyFails(t *testing.T) {
	boom := errors.New("boom")
	m := logOf(resp("SET a 1", "MULTI", "SET b 1", "BAD", "EXEC", "SET c 1"))
	l, err := Open((&testLog{fs: m}).options(Options{}))
	must(t, err)
	r, err := l.Load(func(_ int, args [][]byte) error {
		if string(args[0]) == "BAD" {
			return boom
		}
		return nil
	}, nil)
	var le *LoadError
	if !errors.Is(err, boom) || !errors.As(err, &le) || le.Offset != int64(len(resp("SET a 1", "MULTI", "SET b 1"))) || r.Commands != 2 {
		t.Errorf("%+v, %v", r, err)
	}
}

func TestLoadRefusesRDBFile(t *testing.T) {
	m := newMemFS()
	m.put(aofPath("appendonly.aof.manifest"), "file appendonly.aof.1.base.rdb seq 1 type b\n")
	m.put(aofPath("appendonly.aof.1.base.rdb"), "REDIS0011")
	if _, _, err := open(m, Options{}); !errors.Is(err, ErrRDBBase) {
		t.Errorf("got %v", err)
	}
}

func TestLoadMissingFile(t *testing.T) {
	m := logOf("", "")
	must(t, m.Remove(aofPath("appendonly.aof.1.incr.aof")))
	_, _, err := open(m, Options{})
	if err == nil || !strings.Contains(err.Error(), "appendonly.aof.1.incr.aof") {
		t.Errorf("got %v", err)
	}
}

func TestStartCleansUp(t *testing.T) {
	m := logOf(resp("SET a 1"), resp("SET old 1"), resp("SET b 1"))
	m.put(aofPath("appendonly.aof.manifest"), "file appendonly.aof.1.base.aof seq 1 type b\n"+
		"file appendonly.aof.1.incr.aof seq 1 type h\nfile gone.aof seq 7 type h\n"+
		"file appendonly.aof.2.incr.aof seq 2 type i startoffset 5 endoffset 12\n")
	m.put(aofPath("temp-appendonly.aof.manifest"), "file")
	m.put(aofPath("temp-appendonly.aof.2.base.aof"), "*1\r")
	m.put(aofPath("other.aof"), "x")
	l, cmds := mustOpen(t, m, Options{})
	wantCmds(t, cmds, "0:SET a 1", "0:SET b 1")
	l.background.Wait()
	if got, want := m.list(), "appendonly.aof.1.base.aof appendonly.aof.2.incr.aof appendonly.aof.manifest other.aof"; got != want {
		t.Errorf("files %q, want %q", got, want)
	}
	if got, want := m.get(aofPath("appendonly.aof.manifest")), "file appendonly.aof.1.base.aof seq 1 type b\n"+
		"file appendonly.aof.2.incr.aof seq 2 type i\n"; got != want {
		t.Errorf("manifest %q, want %q", got, want)
	}
}

func TestMissingManifestOverwritesNothing(t *testing.T) {
	m := newMemFS()
	m.put(aofPath("appendonly.aof.4.base.rdb"), "REDIS")
	m.put(aofPath("appendonly.aof.6.incr.aof"), resp("SET a 1"))
	m.put(aofPath("appendonly.aof.9.incr.aof"), "")
	l, cmds := mustOpen(t, m, Options{})
	wantCmds(t, cmds)
	if got := m.get(aofPath("appendonly.aof.manifest")); got != "file appendonly.aof.5.base.aof seq 5 type b\nfile appendonly.aof.7.incr.aof seq 7 type i\n" {
		t.Errorf("manifest %q", got)
	}
	if got := m.get(aofPath("appendonly.aof.6.incr.aof")); got != resp("SET a 1") || len(l.events(StrayFiles)) != 2 {
		t.Errorf("stray file %q, events %v", got, l.events(StrayFiles))
	}
}

func TestUpgradeOfSingleFile(t *testing.T) {
	const upgraded = "file appendonly.aof seq 1 type b\nfile appendonly.aof.1.incr.aof seq 1 type i\n"
	cases := []struct {
		name     string
		old      string
		manifest string
		want     []string
		list     string
	}{
		{"alone", resp("SET a 1"), "", []string{"0:SET a 1"}, upgraded},
		{"empty", "", "", nil, upgraded},
		{"torn", resp("SET a 1") + "*1\r", "", []string{"0:SET a 1"}, upgraded},
		{"crash before the move", resp("SET a 1"), "file appendonly.aof seq 1 type b\n", []string{"0:SET a 1"}, upgraded},
		{"beside a log", resp("SET a 1"), manifest2, []string{"0:SET base 1"}, manifest2},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			m := newMemFS()
			if c.manifest == manifest2 {
				m = logOf(resp("SET base 1"), "", "")
			} else if c.manifest != "" {
				m.put(aofPath("appendonly.aof.manifest"), c.manifest)
			}
			m.put("d/appendonly.aof", c.old)
			l, err := Open((&testLog{fs: m}).options(Options{}))
			must(t, err)
			if !l.Exists() {
				t.Error("nothing found to load")
			}
			_, cmds := mustOpen(t, m, Options{})
			wantCmds(t, cmds, c.want...)
			if got := m.get(aofPath("appendonly.aof.manifest")); got != c.list {
				t.Errorf("manifest %q, want %q", got, c.list)
			}
			if moved := m.files["d/appendonly.aof"] == nil; moved != (c.list == upgraded) {
				t.Errorf("moved: %v", moved)
			}
		})
	}
}

func TestCrashDuringUpgrade(t *testing.T) {
	for _, c := range []crash{killed, powerLoss, namesFirst} {
		for n := 1; ; n++ {
			m := newMemFS()
			m.put("d/appendonly.aof", resp("SET a 1"))
			m.crashAt = n
			_, _, err := open(m, Options{})
			if err == nil {
				break
			}
			m.reboot(c)
			_, cmds := mustOpen(t, m, Options{})
			wantCmds(t, cmds, "0:SET a 1")
		}
	}
}

func FuzzLoad(f *testing.F) {
	f.Add([]byte(resp("SET a 1", "SELECT 3", "MULTI", "SET b 1", "EXEC")+"#TS:1\r\n"), 4096)
	f.Add([]byte("*1\r\n$4\r\nPI"), 1)
	f.Add([]byte("*1\r\n$-1\r\n\r\n*0\r\n"), 2)
	f.Add([]byte("REDIS0011"), 3)
	f.Fuzz(func(t *testing.T, data []byte, cut int) {
		m := logOf("", string(data))
		l, cmds, err := open(m, Options{})
		if err != nil {
			var le *LoadError
			if !errors.As(err, &le) || le.Offset < 0 || le.Offset > int64(len(data)) {
				t.Fatalf("%v", err)
			}
			return
		}
		kept := m.get(aofPath("appendonly.aof.1.incr.aof"))
		if !strings.HasPrefix(string(data), kept) || int64(len(kept)) != l.CurrentSize() {
			t.Fatalf("%q became %q", data, kept)
		}
		// What was loaded loads again, and a prefix of it loads a prefix.
		_, again := mustOpen(t, m, Options{RefuseTruncated: true})
		wantCmds(t, again, cmds...)
		cut = min(max(cut, 0), len(kept))
		_, part := mustOpen(t, logOf("", kept[:cut]), Options{})
		if len(part) > len(cmds) {
			t.Fatalf("a prefix has %d commands, the whole %d", len(part), len(cmds))
		}
		wantCmds(t, part, cmds[:len(part)]...)
	})
}
