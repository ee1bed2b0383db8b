package server

import (
	"testing"

	"redstart/storage/aof"
)

// A client that asks for MONITOR has its reply before the first line, also when the reply waits for the log.
func TestMonitorBegins(t *testing.T) {
	t.Parallel()
	addr, _ := serveLog(t, logServer(t, t.TempDir()), aof.OS())
	before, after := dialTest(t, addr), dialTest(t, addr)
	for range 50 {
		m := dialTest(t, addr)
		before.send("SET a 1")
		m.send("MONITOR")
		after.send("SET b 1")
		if got := m.read(); got != "OK" {
			t.Fatalf("first %q", got)
		}
		before.read()
		after.read()
		m.nc.Close()
	}
}
