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
	outOfRange("SELECT 16", "MOVE k 16", "COPY k k DB 16", "SWAPDB 0 16")
	c.want("STORE CREATE small", "OK")
	c.want("STORE CREATE other", "OK")
	c.want("SELECT small", "OK")
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
	outOfRange("SELECT 16", "MOVE key:0 17", "COPY key:1 key:1 DB 17", "SWAPDB 0 16") // whose numbers are not for clients
	c.want("MOVE key:0 2", "1")
	c.want("COPY key:1 key:1 DB 0", "1")
	digest := c.do("DEBUG DIGEST")
	c.want("DEBUG RELOAD", "OK")
	c.want("DEBUG DIGEST", digest)
	c.want("DBSIZE", fmt.Sprint(keys-1))
	if got := c.do("INFO keyspace"); !strings.Contains(got, "db0:keys=1,") || strings.Contains(got, "db16") {
		t.Errorf("INFO keyspace: %q", got)
	}
	c.want("FLUSHALL", "OK")
	if n := srv.keys.Used(); n != 0 {
		t.Errorf("%d bytes are in use", n)
	}
}
