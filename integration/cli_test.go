package integration

import (
	"bufio"
	"bytes"
	"context"
	"net"
	"os/exec"
	"regexp"
	"strings"
	"testing"
	"time"
)

// toolLimit bounds the run of one redis-cli or redis-benchmark.
const toolLimit = 60 * time.Second

// tool prepares a run of one of Redis' own clients against s.
func tool(t *testing.T, s *server, name string, args ...string) *exec.Cmd {
	t.Helper()
	path, err := exec.LookPath(name)
	if err != nil {
		t.Skipf("%s is not installed", name)
	}
	host, port, err := net.SplitHostPort(s.addr)
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithTimeout(t.Context(), toolLimit)
	t.Cleanup(cancel)
	return exec.CommandContext(ctx, path, append([]string{"-h", host, "-p", port}, args...)...)
}

// TestCLI runs redis-cli in each of its modes against one server.
func TestCLI(t *testing.T) {
	t.Parallel()
	s := start(t, "--maxmemory-policy", "allkeys-lfu")
	c := dial(t, s.addr, 2)
	c.Do("MSET", "key:1", "one", "key:2", strings.Repeat("x", 500), "other", "12")
	for _, tt := range []struct {
		name  string
		args  []string
		stdin string
		want  []string // patterns, each found in the output
	}{
		{name: "one command", args: []string{"GET", "key:1"}, want: []string{`^one\n$`}},
		{name: "terminal format", args: []string{"--no-raw", "GET", "key:1"}, want: []string{`^"one"\n$`}},
		{name: "an error", args: []string{"BOGUS"}, want: []string{`^ERR unknown command 'BOGUS', with args beginning with: \n`}},
		{name: "database", args: []string{"-n", "3", "DBSIZE"}, want: []string{`^0\n$`}},
		{name: "resp3", args: []string{"-3", "--no-raw", "CONFIG", "GET", "maxmemory-policy"}, want: []string{`^1# "maxmemory-policy" => "allkeys-lfu"\n$`}},
		{name: "json", args: []string{"--json", "CONFIG", "GET", "databases"}, want: []string{`^\{"databases":"16"\}\n$`}},
		{name: "json nil", args: []string{"--json", "GET", "missing"}, want: []string{`^null\n$`}},
		{name: "csv", args: []string{"--csv", "MGET", "key:1", "missing"}, want: []string{`^"one",NULL\n$`}},
		{name: "last argument from stdin", args: []string{"-x", "SET", "stdin"}, stdin: "text", want: []string{`^OK\n$`}},
		{name: "repeat", args: []string{"-r", "3", "INCR", "counter"}, want: []string{`^1\n2\n3\n$`}},
		{name: "script", stdin: "SELECT 2\nSET a b\nGET a\nDEL a\n", want: []string{`^OK\nOK\nb\n1\n$`}},
		{name: "scan", args: []string{"--scan", "--pattern", "key:*"}, want: []string{`(?m)^key:1$`, `(?m)^key:2$`}},
		{name: "scan none", args: []string{"--scan", "--pattern", "nothing*"}, want: []string{`^$`}},
		{name: "bigkeys", args: []string{"--bigkeys"}, want: []string{`Biggest string found '"key:2"' has 500 bytes`, `5 strings with 510 bytes`}},
		{name: "memkeys", args: []string{"--memkeys"}, want: []string{`Biggest string found '"key:2"' has \d+ bytes`}},
		{name: "hotkeys", args: []string{"--hotkeys"}, want: []string{`(?s)Sampled \d+ keys|hot key found`}},
		{name: "latency", args: []string{"--latency", "-i", "1", "--raw"}, want: []string{`^[\d.]+ [\d.]+ [\d.]+ \d+`}},
		{name: "key with any bytes", args: []string{"--quoted-input", "SET", `"k\x00\xff"`, `"\r\n"`}, want: []string{`^OK\n$`}},
		{name: "statistics of keys sizes", args: []string{"--memkeys-samples", "2"}, want: []string{`keys in the keyspace`}},
		{name: "help of a server", args: []string{"CONFIG", "HELP"}, want: []string{`(?m)^GET <pattern>$`}},
		{name: "documentation", args: []string{"--json", "COMMAND", "DOCS", "get"}, want: []string{`^\{"get":\{"summary":"`, `"since":"1\.0\.0"`}},
		{name: "info", args: []string{"INFO", "server"}, want: []string{`redis_version:8\.0\.2\r\n`}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			cmd := tool(t, s, "redis-cli", tt.args...)
			cmd.Stdin = strings.NewReader(tt.stdin)
			out, err := cmd.CombinedOutput()
			if err != nil {
				t.Fatalf("%v\n%s", err, out)
			}
			for _, want := range tt.want {
				if !regexp.MustCompile(want).Match(out) {
					t.Errorf("the output does not match %s:\n%s", want, out)
				}
			}
		})
	}
}

// TestCLIPipe loads commands with redis-cli --pipe, as mass insertion does.
func TestCLIPipe(t *testing.T) {
	t.Parallel()
	s := start(t)
	var load bytes.Buffer
	for i := range 5000 {
		load.Write(encode([]string{"SET", "key:" + string(rune('a'+i%26)), strings.Repeat("v", i%100)}))
	}
	load.Write(encode([]string{"SET", "key"}))
	cmd := tool(t, s, "redis-cli", "--pipe")
	cmd.Stdin = &load
	out, _ := cmd.CombinedOutput() // it leaves with 1 because of the one error
	if !bytes.Contains(out, []byte("errors: 1, replies: 5001")) {
		t.Errorf("redis-cli --pipe:\n%s", out)
	}
	if got := dial(t, s.addr, 2).Do("DBSIZE"); got.Int != 26 {
		t.Errorf("DBSIZE after --pipe: %s, want 26", got)
	}
}

// TestCLIStat reads a few lines of redis-cli --stat, which runs until it is ended.
func TestCLIStat(t *testing.T) {
	t.Parallel()
	s := start(t)
	dial(t, s.addr, 2).Do("SET", "k", "v")
	cmd := tool(t, s, "redis-cli", "--stat", "-i", "0.01")
	out, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	defer func() {
		_ = cmd.Process.Kill()
		_ = cmd.Wait()
	}()
	row := regexp.MustCompile(`^1 +[\d.]+[BKMG] +\d+ +0 +\d+ \(\+\d+\) +\d+`)
	lines := bufio.NewScanner(out)
	for seen := 0; seen < 3; {
		if !lines.Scan() {
			t.Fatalf("redis-cli --stat ended: %v", lines.Err())
		}
		if row.Match(lines.Bytes()) {
			seen++
		} else if !strings.Contains(lines.Text(), "keys") && !strings.HasPrefix(lines.Text(), "---") {
			t.Fatalf("a row of redis-cli --stat is %q", lines.Text())
		}
	}
}

// TestCLIPassword connects in the ways that redis-cli has for a password.
func TestCLIPassword(t *testing.T) {
	t.Parallel()
	s := start(t, "--requirepass", "secret")
	for _, tt := range []struct {
		name string
		args []string
		want string
	}{
		{name: "none", args: []string{"PING"}, want: "NOAUTH Authentication required."},
		{name: "option", args: []string{"--no-auth-warning", "-a", "secret", "PING"}, want: "PONG"},
		{name: "option and resp3", args: []string{"--no-auth-warning", "-3", "-a", "secret", "PING"}, want: "PONG"},
		{name: "user", args: []string{"--no-auth-warning", "--user", "default", "--pass", "secret", "PING"}, want: "PONG"},
		{name: "address", args: []string{"--no-auth-warning", "-u", "redis://default:secret@" + s.addr + "/3", "CLIENT", "INFO"}, want: " db=3 "},
		{name: "wrong", args: []string{"-a", "guess", "PING"}, want: "WRONGPASS invalid username-password pair or user is disabled."},
	} {
		t.Run(tt.name, func(t *testing.T) {
			out, _ := tool(t, s, "redis-cli", tt.args...).CombinedOutput()
			if !bytes.Contains(out, []byte(tt.want)) {
				t.Errorf("the output has no %q:\n%s", tt.want, out)
			}
		})
	}
}

// TestCLILatencyHistory reads one row of redis-cli --latency-history, which runs until it is ended.
func TestCLILatencyHistory(t *testing.T) {
	t.Parallel()
	cmd := tool(t, start(t), "redis-cli", "--latency-history", "-i", "1", "--raw")
	out, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	defer func() {
		_ = cmd.Process.Kill()
		_ = cmd.Wait()
	}()
	rows := bufio.NewScanner(out)
	if !rows.Scan() || !regexp.MustCompile(`^\d+ \d+ [\d.]+ \d+`).Match(rows.Bytes()) {
		t.Errorf("a row of redis-cli --latency-history is %q, %v", rows.Text(), rows.Err())
	}
}

// TestBenchmark runs redis-benchmark over the commands of this level.
func TestBenchmark(t *testing.T) {
	t.Parallel()
	s := start(t)
	for _, args := range [][]string{
		{"-t", "ping_inline,ping_mbulk,set,get,incr,mset"},
		{"-t", "set,get", "-P", "16", "-r", "1000", "-d", "100"},
		{"-t", "set,get", "-3"},
		{"-t", "set,get,incr,mset", "-P", "16", "--csv"},
		{"-r", "100", "SET", "key:__rand_int__", "value", "EX", "100"},
	} {
		t.Run(strings.Join(args, " "), func(t *testing.T) {
			args = append([]string{"-q", "-n", "2000", "-c", "20"}, args...)
			out, err := tool(t, s, "redis-benchmark", args...).CombinedOutput()
			if err != nil || !bytes.Contains(out, []byte("requests per second")) && !bytes.Contains(out, []byte(`"rps"`)) ||
				bytes.Contains(out, []byte("Error")) || bytes.Contains(out, []byte("WARNING")) {
				t.Errorf("%v\n%s", err, out)
			}
		})
	}
}
