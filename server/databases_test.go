package server

import (
	"fmt"
	"strings"
	"testing"
)

// TestDatabasesBeyondTheNumbered uses one over sockets while it grows, and by the commands that name databases.
func TestDatabasesBeyondTheNumbered(t *testing.T) {
	t.Parallel()
	srv, addr := serving(t, "appendonly no", "enable-debug-command yes")
	c := dial(t, addr)
	outOfRange := func(lines ...string) {
		for _, line := range lines {
			if got := c.do(line); !strings.Contains(got, "index is out of range") {
				t.Errorf("%s: %q", line, got)
			}
		}
	}
	outOfRange("SELECT 20", "MOVE k 20", "COPY k k DB 20", "SWAPDB 0 20")
	srv.Alone(func() {
		srv.keys.Open(20)
		srv.keys.Open(22)
	})
	c.want("SELECT 20", "OK")
	const keys = 3000
	for i := range keys {
		c.send(fmt.Sprintf("SET key:%d %d", i, i))
	}
	for range keys {
		c.wantReply("OK")
	}
	c.want("DBSIZE", fmt.Sprint(keys))
	if srv.keys.Crowded() {
		t.Error("it has not grown when its client has been answered")
	}
	outOfRange("SELECT 21")
	c.want("MOVE key:0 22", "1")
	c.want("COPY key:1 key:1 DB 22", "1")
	c.want("SWAPDB 0 20", "OK")
	c.want("DBSIZE", "0")
	c.want("SELECT 0", "OK")
	c.want("DBSIZE", fmt.Sprint(keys-1))
	digest := c.do("DEBUG DIGEST")
	c.want("DEBUG RELOAD", "OK")
	c.want("DEBUG DIGEST", digest)
	if got := c.do("INFO keyspace"); !strings.Contains(got, "db0:keys=2999,") || strings.Contains(got, "db22") {
		t.Errorf("INFO keyspace: %q", got)
	}
	srv.Alone(func() { srv.keys.Close(22) })
	outOfRange("SELECT 22", "MOVE key:2 22", "SWAPDB 22 0")
	c.want("FLUSHALL", "OK")
	if n := srv.keys.Used(); n != 0 {
		t.Errorf("%d bytes are in use", n)
	}
}
