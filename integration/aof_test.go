package integration

import (
	"errors"
	"fmt"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
)

// logOn are the options of a server that keeps a log as commands.
var logOn = []string{"--appendonly", "yes", "--aof-use-rdb-preamble", "no"}

// dump returns all keys as lines "database key value expiry", sorted; those that are about to expire are left out.
func dump(c *Conn) []string {
	c.t.Helper()
	var lines []string
	for db := range 16 {
		c.Do("SELECT", strconv.Itoa(db))
		for _, key := range c.Do("KEYS", "*").Elems {
			if ttl := c.Do("PTTL", key.Str).Int; ttl >= 0 && ttl < 100_000 || ttl == -2 {
				continue
			}
			lines = append(lines, fmt.Sprintf("%d %q %s %d", db, key.Str, valueOf(c, key.Str), c.Do("PEXPIRETIME", key.Str).Int))
		}
	}
	c.Do("SELECT", "0")
	slices.Sort(lines)
	return lines
}

// wantSame compares two dumps.
func wantSame(t *testing.T, what string, got, want []string) {
	t.Helper()
	for _, line := range want {
		if !slices.Contains(got, line) {
			t.Errorf("%s lacks %s", what, line)
		}
	}
	for _, line := range got {
		if !slices.Contains(want, line) {
			t.Errorf("%s has %s", what, line)
		}
	}
}

// scribble runs commands of every kind that the log has to deal with.
func scribble(c *Conn, rng *rand.Rand, n int) {
	c.t.Helper()
	key := func() string { return "k" + strconv.Itoa(rng.IntN(40)) }
	num := func() string { return strconv.Itoa(rng.IntN(1000)) }
	later := func() string { return strconv.Itoa(1_000_000 + rng.IntN(1000)) }
	for range n {
		var cmd []string
		switch rng.IntN(28) {
		case 0:
			cmd = []string{"SET", key(), num(), "EX", later()}
		case 1:
			cmd = []string{"SET", key(), "\x00\r\n\xff" + num(), "NX", "GET"}
		case 2:
			cmd = []string{"SET", key(), num(), "KEEPTTL"}
		case 3:
			cmd = []string{"SET", key(), num(), "PX", "1"}
		case 4:
			cmd = []string{"SETEX", key(), later(), num()}
		case 5:
			cmd = []string{"PSETEX", key(), later() + "000", num()}
		case 6:
			cmd = []string{"MSET", key(), num(), key(), num()}
		case 7:
			cmd = []string{"MSETNX", key(), num(), key(), num()}
		case 8:
			cmd = []string{"APPEND", key(), num()}
		case 9:
			cmd = []string{"SETRANGE", key(), "3", num()}
		case 10:
			cmd = []string{"INCR", key()}
		case 11:
			cmd = []string{"DECRBY", key(), num()}
		case 12:
			cmd = []string{"INCRBYFLOAT", key(), "0." + num()}
		case 13:
			cmd = []string{"GETDEL", key()}
		case 14:
			cmd = []string{"GETEX", key(), "EX", later()}
		case 15:
			cmd = []string{"GETEX", key(), "PERSIST"}
		case 16:
			cmd = []string{"GETSET", key(), num()}
		case 17:
			cmd = []string{"DEL", key(), key()}
		case 18:
			cmd = []string{"UNLINK", key()}
		case 19:
			cmd = []string{"EXPIRE", key(), later(), "NX"}
		case 20:
			cmd = []string{"PEXPIREAT", key(), "1"}
		case 21:
			cmd = []string{"PERSIST", key()}
		case 22:
			cmd = []string{"RENAME", key(), key()}
		case 23:
			cmd = []string{"COPY", key(), key(), "DB", strconv.Itoa(rng.IntN(4)), "REPLACE"}
		case 24:
			cmd = []string{"MOVE", key(), strconv.Itoa(rng.IntN(4))}
		case 25:
			cmd = []string{"SWAPDB", strconv.Itoa(rng.IntN(4)), strconv.Itoa(rng.IntN(4))}
		case 26:
			cmd = []string{"SELECT", strconv.Itoa(rng.IntN(4))}
		case 27:
			if rng.IntN(20) == 0 {
				cmd = []string{"FLUSHDB"}
			} else {
				cmd = []string{"SETNX", key(), num()}
			}
		}
		c.Do(cmd...) // some answer an error, which is part of it
	}
}

// TestRestart restarts in the middle of random commands, by SIGKILL and by SIGINT, with rewrites in between, and finds the same data.
func TestRestart(t *testing.T) {
	t.Parallel()
	seed := rand.Uint64()
	t.Logf("seed %d", seed)
	rng := rand.New(rand.NewPCG(seed, 4))
	dir := t.TempDir()
	s := startPath(t, binary(t), dir, logOn...)
	for round := range 6 {
		c := dial(t, s.addr, 2)
		scribble(c, rng, 300)
		scribbleTypes(c, rng, 600, false)
		if round%2 == 1 {
			c.Do("BGREWRITEAOF")
			scribble(c, rng, 30)
			scribbleTypes(c, rng, 60, false)
		}
		want := dump(c)
		t.Logf("round %d: %d keys", round, len(want))
		if round%3 == 0 {
			s.stop()
		} else {
			s.kill()
		}
		s = startPath(t, binary(t), dir, logOn...)
		c = dial(t, s.addr, 2)
		wantSame(t, "after the restart, the data", dump(c), want)
		for _, how := range []string{"RELOAD", "LOADAOF"} {
			if v := c.Do("DEBUG", how); v.Str != "OK" {
				t.Fatalf("DEBUG %s: %v", how, v)
			}
			wantSame(t, "after DEBUG "+how+", the data", dump(c), want)
		}
	}
}

// redisServer starts the redis-server on PATH on dir.
func redisServer(t *testing.T, dir string) *server {
	t.Helper()
	path, err := exec.LookPath("redis-server")
	if err != nil {
		t.Skip("redis-server is not installed")
	}
	return startPath(t, path, dir, logOn...)
}

// TestLogInterchange writes in turn with redis-server and with the program under test, on one log.
func TestLogInterchange(t *testing.T) {
	t.Parallel()
	rng := rand.New(rand.NewPCG(5, 6))
	dir := t.TempDir()
	var want []string
	for round := range 4 {
		var s *server
		name := "redis-server"
		if round%2 == 0 {
			s, name = startPath(t, binary(t), dir, append(logOn, "--aof-timestamp-enabled", "yes")...), "the program"
		} else {
			s = redisServer(t, dir)
		}
		c := dial(t, s.addr, 2)
		wantSame(t, "what "+name+" loads", dump(c), want)
		scribble(c, rng, 300)
		scribbleTypes(c, rng, 600, true)
		if round < 2 {
			c.Do("BGREWRITEAOF")
			for strings.Contains(c.Do("INFO", "persistence").Str, "aof_rewrite_in_progress:1") {
			}
			scribble(c, rng, 100)
			scribbleTypes(c, rng, 100, true)
		}
		want = dump(c)
		s.stop()
		checkLog(t, dir)
	}
}

// checkLog has redis-check-aof look at the log in dir.
func checkLog(t *testing.T, dir string) {
	t.Helper()
	path, err := exec.LookPath("redis-check-aof")
	if err != nil {
		t.Skip("redis-check-aof is not installed")
	}
	out, err := exec.Command(path, filepath.Join(dir, "appendonlydir", "appendonly.aof.manifest")).CombinedOutput()
	if err != nil || !strings.Contains(string(out), "All AOF files and manifest are valid") {
		t.Errorf("redis-check-aof: %v\n%s", err, out)
	}
}

// TestRecordedLogs loads logs that redis-server 7.0.15, which was killed, and 8.0.2 have left.
func TestRecordedLogs(t *testing.T) {
	t.Parallel()
	want := []string{
		`0 "a" "2" -1`, `0 "base" "oXX-two" 0`, `0 "bin" "bin\x00\xff\r\n" -1`, `0 "dd" "-4" -1`, `0 "f" "0.1" -1`, `0 "m1" "42" -1`,
		`0 "num" "9" -1`, `0 "nx" "1" -1`, `0 "nx2" "1" -1`, `0 "px" "v" 0`, `0 "sx" "v" 0`, `0 "ttl" "v" 0`, `3 "cp" "2" -1`,
		`5 "y" "2" -1`, `9 "nine" "9" -1`,
	}
	for _, version := range []string{"redis-7.0.15", "redis-8.0.2"} {
		t.Run(version, func(t *testing.T) {
			t.Parallel()
			dir := t.TempDir()
			if err := os.CopyFS(dir, os.DirFS(filepath.Join("testdata", "aof", version))); err != nil {
				t.Fatal(err)
			}
			c := dial(t, startPath(t, binary(t), dir, logOn...).addr, 2)
			got := dump(c)
			for i, line := range got { // when a key expires depends on when the log was recorded
				if at := line[strings.LastIndexByte(line, ' ')+1:]; at != "-1" {
					got[i] = strings.TrimSuffix(line, at) + "0"
				}
			}
			wantSame(t, "the data", got, want)
		})
	}
}

// incr is the file that a new log appends to.
func incr(dir string) string {
	return filepath.Join(dir, "appendonlydir", "appendonly.aof.1.incr.aof")
}

// TestTornTail cuts the log anywhere in its last record.
func TestTornTail(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	s := startPath(t, binary(t), dir, logOn...)
	c := dial(t, s.addr, 2)
	c.Do("SET", "whole", "v")
	before := fileSize(t, incr(dir))
	c.Do("SET", "torn", "v")
	s.kill()
	whole, err := os.ReadFile(incr(dir))
	if err != nil {
		t.Fatal(err)
	}
	for cut := before + 1; cut < int64(len(whole)); cut += 7 {
		if err := os.WriteFile(incr(dir), whole[:cut], 0o644); err != nil {
			t.Fatal(err)
		}
		err := refusal(t, dir, "--aof-load-truncated", "no")
		if want := fmt.Sprintf("Unexpected end of file reading the append only file %s", filepath.Base(incr(dir))); !strings.Contains(err, want) {
			t.Errorf("cut at %d, aof-load-truncated no: %s", cut, err)
		}
		s := startPath(t, binary(t), dir, logOn...)
		c := dial(t, s.addr, 2)
		wantSame(t, "the rest", dump(c), []string{`0 "whole" "v" -1`})
		c.Do("SET", "after", "v")
		s.kill()
		if !strings.Contains(s.output.String(), fmt.Sprintf("Truncating the AOF %s at offset %d", filepath.Base(incr(dir)), before)) {
			t.Errorf("cut at %d: no warning\n%s", cut, s.output)
		}
		s = startPath(t, binary(t), dir, logOn...)
		wantSame(t, "what came after", dump(dial(t, s.addr, 2)), []string{`0 "whole" "v" -1`, `0 "after" "v" -1`})
		s.stop()
	}
}

func fileSize(t *testing.T, name string) int64 {
	t.Helper()
	st, err := os.Stat(name)
	if err != nil {
		t.Fatal(err)
	}
	return st.Size()
}

// refusal starts the program on a log that it must refuse, and returns what it printed.
func refusal(t *testing.T, dir string, args ...string) string {
	t.Helper()
	port, err := freePort()
	if err != nil {
		t.Fatal(err)
	}
	all := append([]string{"--port", strconv.Itoa(port), "--bind", "127.0.0.1", "--dir", dir, "--save", ""}, logOn...)
	cmd := exec.CommandContext(t.Context(), binary(t), append(all, args...)...)
	out, err := cmd.CombinedOutput()
	var exit *exec.ExitError
	if !errors.As(err, &exit) || exit.ExitCode() != 1 {
		t.Fatalf("the program ended with %v, want exit status 1\n%s", err, out)
	}
	return string(out)
}

// TestDamagedLog: a log that is wrong before its end is refused, with the place and the reason, and left as it is.
func TestDamagedLog(t *testing.T) {
	t.Parallel()
	good := string(encode([]string{"SET", "k", "v"}))
	at := len(good)
	for _, tt := range []struct {
		name, log, manifest string
		want                []string
	}{
		{name: "a length", log: good + "*3\r\n$3\r\nSET\r\n$x\r\nk\r\n$1\r\nv\r\n" + good, want: []string{"Bad file format", fmt.Sprintf("offset %d", at+13)}},
		{name: "a line end", log: good + "*3\r\n$3\r\nSETxx$1\r\nk\r\n$1\r\nv\r\n" + good, want: []string{"Bad file format", "offset"}},
		{name: "garbage", log: good + "hello\r\n" + good, want: []string{"Bad file format", fmt.Sprintf("offset %d", at)}},
		{name: "an unknown command", log: good + string(encode([]string{"BOGUS", "x"})), want: []string{"unknown command 'BOGUS'", fmt.Sprintf("offset %d", at)}},
		{name: "a wrong arity", log: good + string(encode([]string{"SET", "x"})), want: []string{"wrong number of arguments for 'set'", fmt.Sprintf("offset %d", at)}},
		{name: "a database too many", log: good + string(encode([]string{"SELECT", "99"})) + good, want: []string{"there is no database 99", "databases is 16"}},
		{name: "an RDB base", log: "REDIS0011\xfa\tredis-ver", manifest: "file appendonly.aof.1.incr.aof seq 1 type b\n", want: []string{"RDB format", "aof-use-rdb-preamble no"}},
		{name: "a manifest", log: good, manifest: "file a/b seq 1 type i\n", want: []string{"File can't be a path, just a filename"}},
		{name: "a missing file", log: good, manifest: "file appendonly.aof.7.incr.aof seq 7 type i\n", want: []string{"appendonly.aof.7.incr.aof"}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			dir := t.TempDir()
			manifest := tt.manifest
			if manifest == "" {
				manifest = "file appendonly.aof.1.incr.aof seq 1 type i\n"
			}
			if err := os.Mkdir(filepath.Dir(incr(dir)), 0o755); err != nil {
				t.Fatal(err)
			}
			for name, data := range map[string]string{incr(dir): tt.log, filepath.Join(filepath.Dir(incr(dir)), "appendonly.aof.manifest"): manifest} {
				if err := os.WriteFile(name, []byte(data), 0o644); err != nil {
					t.Fatal(err)
				}
			}
			out := refusal(t, dir)
			for _, want := range tt.want {
				if !strings.Contains(out, want) {
					t.Errorf("the program does not say %q:\n%s", want, out)
				}
			}
			if data, err := os.ReadFile(incr(dir)); err != nil || string(data) != tt.log {
				t.Errorf("the log was changed: %q, %v", data, err)
			}
		})
	}
}

// TestLogInTheWay: the log's folder cannot be made.
func TestLogInTheWay(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	if err := os.WriteFile(filepath.Join(dir, "appendonlydir"), nil, 0o644); err != nil {
		t.Fatal(err)
	}
	if out := refusal(t, dir); !strings.Contains(out, "appendonlydir") {
		t.Errorf("the program says:\n%s", out)
	}
}

// TestTempsAreRemoved: what a rewrite that was killed has left is cleaned up by the next start.
func TestTempsAreRemoved(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	s := startPath(t, binary(t), dir, logOn...)
	dial(t, s.addr, 2).Do("SET", "k", "v")
	s.kill()
	temp := filepath.Join(filepath.Dir(incr(dir)), "temp-appendonly.aof.2.base.aof")
	if err := os.WriteFile(temp, []byte("half"), 0o644); err != nil {
		t.Fatal(err)
	}
	s = startPath(t, binary(t), dir, logOn...)
	if v := dial(t, s.addr, 2).Do("GET", "k"); v.Str != "v" {
		t.Errorf("GET: %v", v)
	}
	if _, err := os.Stat(temp); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("the temporary file is still there: %v", err)
	}
}
