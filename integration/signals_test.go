//go:build unix

package integration

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"
)

// TestSignalsEnd ends servers that have clients: one that waits, one that has half a request sent, one that never reads.
func TestSignalsEnd(t *testing.T) {
	t.Parallel()
	for _, sig := range []syscall.Signal{syscall.SIGTERM, syscall.SIGINT} {
		t.Run(sig.String(), func(t *testing.T) {
			t.Parallel()
			s := start(t, "--appendonly", "yes", "--appendfsync", "no", "--pidfile", "r.pid", "--unixsocket", "r.sock")
			c := dial(t, s.addr, 3)
			c.Do("SET", "k", strings.Repeat("v", 100_000))
			half, deaf := dial(t, s.addr, 2), dial(t, s.addr, 2)
			_ = half.Write([]byte("*2\r\n$3\r\nGET\r\n$1000\r\nx"))
			_ = deaf.Write(bytes.Repeat(encode([]string{"GET", "k"}), 200))
			c.Do("PING")
			_ = s.cmd.Process.Signal(sig) // wrappers send signals twice
			s.ends(t, sig, 0)
			for _, name := range []string{"r.pid", "r.sock"} {
				if _, err := os.Stat(filepath.Join(s.dir, name)); !os.IsNotExist(err) {
					t.Errorf("%s is left: %v", name, err)
				}
			}

			again := startPath(t, binary(t), s.dir, "--appendonly", "yes")
			if v := dial(t, again.addr, 2).Do("STRLEN", "k"); v.Int != 100_000 {
				t.Errorf("after the restart the value has %v bytes", v)
			}
		})
	}
}

// TestSecondSignal has a command that runs longer than anybody wants to wait for.
func TestSecondSignal(t *testing.T) {
	t.Parallel()
	s := start(t)
	c := dial(t, s.addr, 2)
	c.Do("SET", "k", strings.Repeat("v", 200_000))
	// A reply of that size leaves at once, and then the second request of the same read is run.
	if err := c.Write(append(encode([]string{"GET", "k"}), encode([]string{"DEBUG", "SLEEP", "60"})...)); err != nil {
		t.Fatal(err)
	}
	if v, err := c.Read(); err != nil || len(v.Str) != 200_000 {
		t.Fatalf("GET: %d bytes, %v", len(v.Str), err)
	}
	begun := time.Now()
	if err := s.cmd.Process.Signal(syscall.SIGTERM); err != nil {
		t.Fatal(err)
	}
	s.logs(t, `scheduling shutdown`)
	within(t, "end", func() bool { // a second signal right behind the first is taken for the same one
		_ = s.cmd.Process.Signal(syscall.SIGTERM)
		select {
		case <-s.exited:
			return true
		default:
			return false
		}
	})
	if status := s.cmd.ProcessState.ExitCode(); status != 1 {
		t.Errorf("exit status %d", status)
	}
	if took := time.Since(begun); took > 4*time.Second {
		t.Errorf("it took %v to leave", took)
	}
}

func TestLogfile(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	path := filepath.Join(dir, "r.log")
	has := func(path, text string) func() bool {
		return func() bool {
			b, err := os.ReadFile(path)
			return err == nil && strings.Contains(string(b), text)
		}
	}
	s := startPath(t, binary(t), dir, "--logfile", path, "--loglevel", "verbose")
	if !has(path, `"level":"info"`)() || !has(path, "Ready to accept connections")() {
		t.Error("the log does not tell of the start")
	}
	if err := os.Rename(path, path+".1"); err != nil {
		t.Fatal(err)
	}
	if err := s.cmd.Process.Signal(syscall.SIGHUP); err != nil {
		t.Fatal(err)
	}
	within(t, "new logfile", has(path, "logfile reopened"))
	if v := dial(t, s.addr, 2).Do("CONFIG", "SET", "loglevel", "nothing"); v.Str != "OK" {
		t.Errorf("CONFIG SET loglevel: %v", v)
	}
	s.ends(t, syscall.SIGTERM, 0)
	if has(path, "bye")() {
		t.Error("loglevel nothing logs")
	}
	if s.output.String() != "" {
		t.Errorf("standard output has %s", s.output)
	}
}
