package integration

import (
	"bytes"
	"errors"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"runtime"
	"strconv"
	"strings"
	"testing"
	"time"
)

// runProgram runs the program until it ends by itself and returns its two streams and exit status.
func runProgram(t *testing.T, stdin string, args ...string) (stdout, stderr string, status int) {
	t.Helper()
	cmd := exec.CommandContext(t.Context(), binary(t), args...)
	var out, errs bytes.Buffer
	cmd.Dir, cmd.Stdin, cmd.Stdout, cmd.Stderr = t.TempDir(), strings.NewReader(stdin), &out, &errs
	err := cmd.Run()
	if _, ended := err.(*exec.ExitError); err != nil && !ended {
		t.Fatal(err)
	}
	return out.String(), errs.String(), cmd.ProcessState.ExitCode()
}

// TestArguments runs the program with arguments that make it say something and leave.
func TestArguments(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	good, bad := filepath.Join(dir, "good.conf"), filepath.Join(dir, "bad.conf")
	writeFile(t, good, "port 7000\nmaxmemory 100mb\n")
	writeFile(t, bad, "port 7000\n\nmaxmemroy 100mb\n")
	for _, tt := range []struct {
		name   string
		args   []string
		stdin  string
		status int
		stdout string // pattern; "": nothing may be written
		stderr string // text that must be there; "": nothing may be written
	}{
		{name: "version", args: []string{"--version"}, stdout: `^Redstart v=\d+\.\d+\.\d+ sha=\S+ go=\S+ bits=64 redis_version=8\.0\.2\n$`},
		{name: "short version", args: []string{"-v"}, stdout: `^Redstart v=`},
		{name: "help", args: []string{"--help"}, stdout: `^Usage: redstart (?s:.*)--maxmemory-policy noeviction`},
		{name: "short help", args: []string{"-h"}, stdout: `^Usage: redstart `},
		{name: "good file", args: []string{good, "--test-config"}, stdout: `^The configuration is right\.\n$`},
		{
			name: "directive without meaning", args: []string{"--test-config", "--daemonize", "yes"},
			stdout: `^command line: daemonize is accepted and has no effect\. .*\nThe configuration is right\.\n$`,
		},
		{
			name: "misspelt directive", args: []string{bad}, status: 1,
			stderr: "Reading the configuration file " + bad + ", at line 3\n>>> 'maxmemroy 100mb'\n" +
				"Bad directive or wrong number of arguments\nDid you mean maxmemory?\n",
		},
		{
			name: "wrong value", args: []string{good, "--port", "many"}, status: 1,
			stderr: "Reading the command line\n>>> 'port \"many\"'\nargument couldn't be parsed into an integer\n" +
				"port takes an integer from 0 to 65535\n",
		},
		{
			name: "wrong line on standard input", args: []string{"-"}, stdin: "port 1\nappendfsync often\n", status: 1,
			stderr: "Reading the configuration file (standard input), at line 2\n>>> 'appendfsync often'\n",
		},
		{name: "no such file", args: []string{"/none.conf"}, status: 1, stderr: "Can't open the file: No such file or directory"},
		{name: "no such folder", args: []string{"--dir", "/none"}, status: 1, stderr: ">>> 'dir \"/none\"'\nNo such file or directory\n"},
		{name: "no such folder for the log", args: []string{"--logfile", "/none/x"}, status: 1, stderr: "Can't open the log file: "},
		{name: "health of nobody", args: []string{"--healthcheck", "127.0.0.1:1"}, status: 1, stderr: "connection refused"},
		{name: "health of what", args: []string{"--healthcheck", "a", "b"}, status: 1, stderr: "usage: redstart --healthcheck"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			stdout, stderr, status := runProgram(t, tt.stdin, tt.args...)
			if status != tt.status {
				t.Errorf("exit status %d, want %d", status, tt.status)
			}
			if tt.stdout == "" && stdout != "" || !regexp.MustCompile(tt.stdout).MatchString(stdout) {
				t.Errorf("standard output does not match %s:\n%s", tt.stdout, stdout)
			}
			if tt.stderr == "" && stderr != "" || !strings.Contains(stderr, tt.stderr) {
				t.Errorf("standard error has not %q:\n%s", tt.stderr, stderr)
			}
		})
	}
}

func writeFile(t *testing.T, path, text string) {
	t.Helper()
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
}

// port returns the port of s.
func (s *server) port() string {
	_, port, _ := net.SplitHostPort(s.addr)
	return port
}

func TestPortTaken(t *testing.T) {
	t.Parallel()
	s := start(t, "--pidfile", "first.pid")
	_, stderr, status := runProgram(t, "", "--port", s.port(), "--bind", "127.0.0.1", "--dir", s.dir, "--pidfile", "first.pid")
	if status != 1 || !strings.Contains(stderr, "listening on "+s.addr) || !strings.Contains(stderr, "choose another port with --port") {
		t.Errorf("exit status %d:\n%s", status, stderr)
	}
	if text, err := os.ReadFile(filepath.Join(s.dir, "first.pid")); err != nil || string(text) != strconv.Itoa(s.cmd.Process.Pid)+"\n" {
		t.Errorf("the pidfile of the server that runs holds %q, %v", text, err)
	}
}

func TestHealthcheck(t *testing.T) {
	t.Parallel()
	open, locked := start(t), start(t, "--requirepass", "secret", "--unixsocket", "s.sock")
	for _, tt := range []struct {
		name   string
		args   []string
		stderr string
	}{
		{name: "without a password", args: []string{open.addr}},
		{name: "with one that is not needed", args: []string{open.addr, "--requirepass", "secret"}},
		{name: "that needs one and gets none", args: []string{locked.addr}},
		{name: "that needs one", args: []string{locked.addr, "--requirepass", "secret"}},
		{name: "that needs another", args: []string{locked.addr, "--requirepass", "guess"}, stderr: "WRONGPASS"},
		{name: "on a unix socket", args: []string{filepath.Join(locked.dir, "s.sock")}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			_, stderr, status := runProgram(t, "", append([]string{"--healthcheck"}, tt.args...)...)
			if want := min(len(tt.stderr), 1); status != want || !strings.HasPrefix(stderr, tt.stderr) {
				t.Errorf("exit status %d, want %d: %s", status, want, stderr)
			}
		})
	}
}

// TestConfigurationSources has a file, standard input and arguments, of which the later wins.
func TestConfigurationSources(t *testing.T) {
	t.Parallel()
	file := filepath.Join(t.TempDir(), "r.conf")
	writeFile(t, file, "timeout 1\nmaxclients 100\nslowlog-max-len 7\n")
	port, err := freePort()
	if err != nil {
		t.Fatal(err)
	}
	cmd := exec.Command(binary(t), file, "--port", strconv.Itoa(port), "--timeout", "3", "-")
	cmd.Stdin, cmd.Dir = strings.NewReader("timeout 2\nmaxclients 200\nbind 127.0.0.1\n"), t.TempDir()
	s := spawn(t, cmd, net.JoinHostPort("127.0.0.1", strconv.Itoa(port)))
	c := dial(t, s.addr, 2)
	for _, tt := range [][2]string{{"timeout", "3"}, {"maxclients", "200"}, {"slowlog-max-len", "7"}} {
		if v := c.Do("CONFIG", "GET", tt[0]); len(v.Elems) != 2 || v.Elems[1].Str != tt[1] {
			t.Errorf("CONFIG GET %s: %v, want %s", tt[0], v, tt[1])
		}
	}
	s.ends(t, os.Interrupt, 0)
}

// spawn starts cmd as a server on addr, which is stopped when the test ends.
func spawn(t *testing.T, cmd *exec.Cmd, addr string) *server {
	t.Helper()
	s := &server{addr: addr, dir: cmd.Dir, cmd: cmd, output: &lockedBuffer{}, exited: make(chan struct{})}
	cmd.Stdout, cmd.Stderr = s.output, s.output
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	go func() {
		_ = cmd.Wait()
		close(s.exited)
	}()
	t.Cleanup(s.stop)
	s.logs(t, "Ready to accept connections")
	return s
}

// ends sends sig and expects the process to leave with an exit status.
func (s *server) ends(t *testing.T, sig os.Signal, status int) {
	t.Helper()
	if err := s.cmd.Process.Signal(sig); err != nil && !errors.Is(err, os.ErrProcessDone) {
		t.Fatal(err)
	}
	select {
	case <-s.exited:
	case <-time.After(stopLimit):
		t.Fatalf("the server is still there %v after %v\n%s", stopLimit, sig, s.output)
	}
	if got := s.cmd.ProcessState.ExitCode(); got != status {
		t.Errorf("exit status %d after %v, want %d\n%s", got, sig, status, s.output)
	}
}

// logs waits until the server's output matches a pattern.
func (s *server) logs(t *testing.T, pattern string) {
	t.Helper()
	within(t, "a line in the log like "+pattern, func() bool { return regexp.MustCompile(pattern).MatchString(s.output.String()) })
}

// within asks again and again until ok says yes.
func within(t *testing.T, what string, ok func() bool) {
	t.Helper()
	limit, tick := time.After(replyLimit), time.NewTicker(2*time.Millisecond)
	defer tick.Stop()
	for !ok() {
		select {
		case <-limit:
			t.Fatalf("no %s in %v", what, replyLimit)
		case <-tick.C:
		}
	}
}

func TestLogFormatAndBanner(t *testing.T) {
	t.Parallel()
	s := start(t, "--log-format", "console", "--always-show-logo", "yes", "--maxmemory", "1mb", "--daemonize", "yes", "--save", "1 1")
	s.logs(t, `Redstart \d+\.\d+\.\d+, for clients of Redis 8\.0\.2\n`)
	s.logs(t, `redis://`+regexp.QuoteMeta(s.addr))
	s.logs(t, `memory bound +1048576 bytes, then noeviction`)
	s.logs(t, `WRN .*daemonize is accepted and has no effect`)
	s.logs(t, `WRN .*save is accepted and has no effect`)
	s.logs(t, `INF Ready to accept connections`)
}

func TestUnixSocketOnly(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	path := filepath.Join(dir, "only.sock")
	cmd := exec.Command(binary(t), "--port", "0", "--unixsocket", path, "--unixsocketperm", "700", "--dir", dir)
	s := spawn(t, cmd, path)
	if info, err := os.Stat(path); err != nil || runtime.GOOS != "windows" && info.Mode().Perm() != 0o700 {
		t.Errorf("the socket: %v, %v", info, err)
	}
	out, err := exec.Command(binary(t), "--healthcheck", path).CombinedOutput()
	if err != nil {
		t.Errorf("%v: %s", err, out)
	}
	s.ends(t, os.Interrupt, 0)
}

// TestShutdownCommand ends a server from a client, which gets no reply.
func TestShutdownCommand(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		args  []string
		reply string // "": none, and the process ends
	}{
		{args: []string{"SHUTDOWN"}},
		{args: []string{"shutdown", "nosave", "now", "force"}},
		{args: []string{"SHUTDOWN", "ABORT"}, reply: "ERR No shutdown in progress."},
		{args: []string{"SHUTDOWN", "NOW", "NOW"}},
		{args: []string{"SHUTDOWN", "LATER"}, reply: "ERR syntax error"},
		{args: []string{"SHUTDOWN", "SAVE", "NOSAVE"}, reply: "ERR syntax error"},
		{args: []string{"SHUTDOWN", "SAVE"}, reply: "ERR Errors trying to SHUTDOWN. Check logs."},
	} {
		t.Run(strings.Join(tt.args, " "), func(t *testing.T) {
			t.Parallel()
			s := start(t)
			c := dial(t, s.addr, 2)
			if err := c.Write(encode(tt.args)); err != nil {
				t.Fatal(err)
			}
			v, err := c.Read()
			if tt.reply != "" {
				if err != nil || v.Str != tt.reply {
					t.Errorf("replies %v, %v", v, err)
				}
				return
			}
			if err == nil {
				t.Errorf("replies %v", v)
			}
			select {
			case <-s.exited:
				if status := s.cmd.ProcessState.ExitCode(); status != 0 {
					t.Errorf("exit status %d", status)
				}
			case <-time.After(stopLimit):
				t.Error("the server goes on")
			}
		})
	}
}

// TestStartTime keeps the start short: the bound is generous, because others use the machine too.
func TestStartTime(t *testing.T) {
	best := time.Hour
	for range 5 {
		begun := time.Now()
		s := start(t)
		best = min(best, time.Since(begun))
		s.stop()
	}
	t.Logf("from the start to the first reply: %v", best)
	if limit := 200 * time.Millisecond; best > limit && !raceEnabled {
		t.Errorf("from the start to the first reply: %v, want less than %v", best, limit)
	}
}
