package integration

import (
	"bufio"
	"bytes"
	"flag"
	"fmt"
	"os/exec"
	"slices"
	"strconv"
	"testing"
	"time"
)

var latencyKeys = flag.Int("latency-keys", 0, "run TestReadersDuringKeys, a measurement, over so many keys")

// While one client runs KEYS * over a large database, others are served: the 99th percentile of their GETs is at most a fifth of what it
// is on redis-server, which serves nobody meanwhile.
func TestReadersDuringKeys(t *testing.T) {
	if *latencyKeys == 0 {
		t.Skip("a measurement that needs the machine for itself: make bench-latency runs it")
	}
	path, err := exec.LookPath("redis-server")
	if err != nil {
		t.Skip("redis-server is not installed: there is nothing to compare with")
	}
	ours := getDuringKeys(t, start(t))
	redis := getDuringKeys(t, startPath(t, path, t.TempDir()))
	t.Logf("p99 of GET during KEYS * over %d keys: %v, redis-server %v, ratio %.3f", *latencyKeys, ours, redis, float64(ours)/float64(redis))
	if ours*5 > redis {
		t.Errorf("p99 of GET during KEYS *: %v is more than a fifth of redis-server's %v", ours, redis)
	}
}

// getPace is the time between two GETs. Each is timed from when it was due, so that one that waits makes those behind it late, as it
// does to clients that come at their own times.
const getPace = time.Millisecond

// getDuringKeys returns the 99th percentile of the time of a GET while another client runs KEYS * five times.
func getDuringKeys(t *testing.T, s *server) time.Duration {
	t.Helper()
	defer s.stop()
	reader, walker := dial(t, s.addr, 2), dial(t, s.addr, 2)
	fill(t, walker, *latencyKeys)

	done := make(chan error, 1)
	go func() {
		var err error
		for i := 0; i < 5 && err == nil; i++ {
			err = discardKeys(walker)
		}
		done <- err
	}()
	var times []time.Duration
	for due := time.Now(); ; due = due.Add(getPace) {
		select {
		case err := <-done:
			if err != nil {
				t.Fatal(err)
			}
			slices.Sort(times)
			return times[len(times)*99/100]
		default:
			<-time.After(time.Until(due))
			reader.Do("GET", "key:000000000001")
			times = append(times, time.Since(due))
		}
	}
}

// fill makes n keys.
func fill(t *testing.T, c *Conn, n int) {
	t.Helper()
	const batch = 1000
	for i := 0; i < n; i += batch {
		var b []byte
		for k := i; k < i+batch; k++ {
			b = append(b, encode([]string{"SET", fmt.Sprintf("key:%012d", k), "value"})...)
		}
		if err := c.Write(b); err != nil {
			t.Fatal(err)
		}
		for range batch {
			if _, err := c.Read(); err != nil {
				t.Fatal(err)
			}
		}
	}
}

// discardKeys runs KEYS * and throws the reply away as it comes.
func discardKeys(c *Conn) error {
	if err := c.Write(encode([]string{"KEYS", "*"})); err != nil {
		return err
	}
	_ = c.nc.SetReadDeadline(time.Now().Add(replyLimit))
	line, err := c.br.ReadSlice('\n')
	if err != nil {
		return err
	}
	n, err := strconv.Atoi(string(bytes.TrimSpace(line[1:])))
	if err != nil {
		return err
	}
	for range 2 * n { // a length and a key each
		if _, err := c.br.ReadSlice('\n'); err != nil && err != bufio.ErrBufferFull {
			return err
		}
	}
	return nil
}
