package integration

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"math/rand/v2"
	"net"
	"os"
	"os/exec"
	"runtime"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"
)

// startLimit bounds how long a server may take until it answers PING, and
// stopLimit how long it may take to leave.
const (
	startLimit = 20 * time.Second
	stopLimit  = 15 * time.Second
)

// server is a running redstart or redis-server that the test owns.
type server struct {
	addr string // host:port it listens on
	dir  string // its working directory

	cmd    *exec.Cmd
	output *lockedBuffer
	exited chan struct{} // closed once the process is gone
	ending bool          // the test has asked it to leave
}

// start runs the program under test on a free port of the loopback interface
// in a directory of its own, with args after the harness' own options (the
// last one wins), waits until it answers, and stops it when the test ends.
// When the test failed and the server ended by itself, its output is logged;
// with -v it is in every failed test. A data race or a panic in it fails the
// test.
func start(t testing.TB, args ...string) *server {
	t.Helper()
	return startPath(t, binary(t), t.TempDir(), args...)
}

// startPath is start for the binary at path and the working directory dir.
func startPath(t testing.TB, path, dir string, args ...string) *server {
	t.Helper()
	var err error
	for range 5 { // another process may take the port between its choice and its use
		var s *server
		if s, err = launch(path, dir, args); err == nil {
			t.Cleanup(func() {
				lost := s.lost()
				s.stop()
				if sign := s.trouble(); sign != "" {
					t.Errorf("%s printed %q", path, sign)
					lost = true
				}
				if t.Failed() && (lost || testing.Verbose()) {
					t.Logf("output of %s:\n%s", path, s.output)
				}
			})
			return s
		}
	}
	t.Fatal(err)
	return nil
}

func launch(path, dir string, args []string) (*server, error) {
	port, err := freePort()
	if err != nil {
		return nil, err
	}
	s := &server{
		addr:   net.JoinHostPort("127.0.0.1", strconv.Itoa(port)),
		dir:    dir,
		output: &lockedBuffer{},
		exited: make(chan struct{}),
	}
	own := []string{
		"--port", strconv.Itoa(port), "--bind", "127.0.0.1", "--dir", dir,
		"--save", "", "--appendonly", "no", "--enable-debug-command", "yes",
	}
	s.cmd = exec.Command(path, append(own, args...)...)
	s.cmd.Dir = dir
	s.cmd.Env = append(os.Environ(), "GORACE=atexit_sleep_ms=0") // or each stop takes a second
	s.cmd.Stdout, s.cmd.Stderr = s.output, s.output
	if err := s.cmd.Start(); err != nil {
		return nil, err
	}
	go func() {
		_ = s.cmd.Wait()
		close(s.exited)
	}()
	if err := s.ready(); err != nil {
		s.stop()
		return nil, fmt.Errorf("%w\n%s", err, s.output)
	}
	return s, nil
}

// ready waits until the server answers PING with anything but -LOADING.
func (s *server) ready() error {
	limit := time.NewTimer(startLimit)
	defer limit.Stop()
	tick := time.NewTicker(2 * time.Millisecond)
	defer tick.Stop()
	for {
		select {
		case <-s.exited:
			return fmt.Errorf("the server on %s ended before it answered", s.addr)
		case <-limit.C:
			return fmt.Errorf("the server on %s did not answer in %v", s.addr, startLimit)
		case <-tick.C:
			if s.answers() {
				return nil
			}
		}
	}
}

func (s *server) answers() bool {
	nc, err := net.DialTimeout("tcp", s.addr, time.Second)
	if err != nil {
		return false
	}
	defer nc.Close()
	_ = nc.SetDeadline(time.Now().Add(2 * time.Second))
	// QUIT, and reading to the end, so that the server has forgotten this client when the test counts its own.
	if _, err := nc.Write([]byte("PING\r\nQUIT\r\n")); err != nil {
		return false
	}
	reply, err := io.ReadAll(nc)
	return err == nil && len(reply) > 0 && !bytes.HasPrefix(reply, []byte("-LOADING"))
}

// lost reports whether the process is gone without having been asked.
func (s *server) lost() bool {
	select {
	case <-s.exited:
		return !s.ending
	default:
		return false
	}
}

// trouble returns what the server's output must never hold, if it does.
func (s *server) trouble() string {
	output := s.output.String()
	for _, sign := range []string{"DATA RACE", "panic", "fatal error"} {
		if strings.Contains(output, sign) {
			return sign
		}
	}
	return ""
}

// stop asks the process to leave, and ends it when it does not.
func (s *server) stop() {
	s.ending = true
	if runtime.GOOS == "windows" { // knows no interrupt
		_ = s.cmd.Process.Kill()
	}
	_ = s.cmd.Process.Signal(os.Interrupt)
	select {
	case <-s.exited:
		return
	case <-time.After(stopLimit):
	}
	s.kill()
}

// kill ends the process at once (SIGKILL) and waits until it is gone.
func (s *server) kill() {
	s.ending = true
	_ = s.cmd.Process.Kill()
	<-s.exited
}

// lastPort is where freePort goes on.
var lastPort atomic.Int32

// freePort is a port that nobody listens on. The system gives those above 32767 to connections, also between our look and the server's.
func freePort() (int, error) {
	lastPort.CompareAndSwap(0, 10_000+rand.Int32N(20_000))
	for range 1000 {
		port := int(lastPort.Add(1))
		if l, err := net.Listen("tcp", fmt.Sprintf("127.0.0.1:%d", port)); err == nil {
			return port, l.Close()
		}
	}
	return 0, errors.New("no port is free")
}

// lockedBuffer collects the output of a process while the test may read it.
type lockedBuffer struct {
	mu  sync.Mutex
	buf bytes.Buffer
}

func (b *lockedBuffer) Write(p []byte) (int, error) {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.buf.Write(p)
}

func (b *lockedBuffer) String() string {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.buf.String()
}
