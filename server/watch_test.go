package server

import (
	"fmt"
	"math"
	"regexp"
	"strings"
	"testing"
	"time"

	"redstart/server/client"
)

func TestSlowCalls(t *testing.T) {
	srv := newTestServer(t)
	s := quietSession(t, srv)
	s.script(t, [][2]string{
		{"CONFIG SET slowlog-log-slower-than -1", "OK"},
		{"SET k v", "OK"},
		{"SLOWLOG LEN", "0"},
		{"CONFIG SET slowlog-log-slower-than 0", "OK"},
		{"CONFIG SET slowlog-max-len 3 requirepass secret", "OK"},
		{"AUTH secret", "OK"},
		{"HELLO 2 AUTH default secret", "server redis version 8.0.2 proto 2 id 1 mode standalone role master modules "},
	}...)
	var got []string
	for _, e := range srv.slowlog.Get(-1) {
		got = append(got, strings.Join(e.Args, " "))
	}
	want := "[HELLO 2 AUTH (redacted) (redacted) AUTH (redacted) CONFIG SET slowlog-max-len 3 requirepass (redacted)]"
	if fmt.Sprint(got) != want {
		t.Errorf("the slow log has %v, want %s", got, want)
	}
	s.script(t, [2]string{"CONFIG SET slowlog-log-slower-than 1000000", "OK"})
	srv.slowlog.Reset()
	s.script(t, [2]string{"GET k", "v"})
	if srv.slowlog.Len() != 0 {
		t.Error("a fast call is in the slow log")
	}
}

func TestSlowThreshold(t *testing.T) {
	srv := newTestServer(t)
	s := quietSession(t, srv)
	for _, tt := range []struct {
		slow, latency string
		want          int64 // ns
	}{
		{"-1", "0", math.MaxInt64},
		{"10000", "0", 10_000_000},
		{"10000", "5", 5_000_000},
		{"1000", "5", 1_000_000},
		{"-1", "5", 5_000_000},
	} {
		s.script(t, [2]string{"CONFIG SET slowlog-log-slower-than " + tt.slow + " latency-monitor-threshold " + tt.latency, "OK"})
		if got := srv.slow.Load(); got != tt.want {
			t.Errorf("slower than %s µs, threshold %s ms: calls from %d ns on, want %d", tt.slow, tt.latency, got, tt.want)
		}
	}
}

func TestLatencyEvents(t *testing.T) {
	srv := newTestServer(t)
	s := quietSession(t, srv)
	s.script(t, [2]string{"CONFIG SET latency-monitor-threshold 1", "OK"})
	get, keys := srv.table.Find([]byte("get")), srv.table.Find([]byte("keys"))
	s.hold()
	s.tick()
	srv.slowCall(s.c, get, nil, int64(3*time.Millisecond))
	srv.slowCall(s.c, keys, nil, int64(7*time.Millisecond))
	var got []string
	for _, e := range srv.latency.Latest() {
		got = append(got, fmt.Sprint(e.Name, " ", e.Max))
	}
	if fmt.Sprint(got) != "[command 7 fast-command 3]" {
		t.Errorf("%v", got)
	}
}

func TestMonitorLine(t *testing.T) {
	for word, want := range map[string]string{
		"":               `""`,
		"plain":          `"plain"`,
		"a b\x00\"\\":    `"a b\x00\"\\"`,
		"\n\r\t\a\b\x7f": `"\n\r\t\a\b\x7f"`,
		"é":              `"\xc3\xa9"`,
	} {
		if got := string(appendQuoted(nil, []byte(word))); got != want {
			t.Errorf("%q is shown as %s, want %s", word, got, want)
		}
	}
}

// A monitor sees its own commands behind their replies; when the last one has gone, commands are no longer looked at.
func TestMonitor(t *testing.T) {
	srv := newTestServer(t)
	s := quietSession(t, srv)
	if got := string(s.feed([]byte("MONITOR\r\nSET k v\r\nGET\r\nCONFIG GET port\r\nSELECT 3\r\n"))); !regexp.MustCompile(
		`^\+OK\r\n\+OK\r\n\+\d+\.\d{6} \[0 [^ ]*\] "SET" "k" "v"\r\n-ERR wrong[^\n]*\n\*2\r\n[^+]*\+OK\r\n\+\d+\.\d{6} \[3 [^ ]*\] "SELECT" "3"\r\n$`).MatchString(got) {
		t.Errorf("%q", got)
	}
	if gate(srv.gates.Load())&gateMonitor == 0 {
		t.Error("nobody looks")
	}
	s.feed([]byte("RESET\r\nPING\r\n"))
	if gate(srv.gates.Load())&gateMonitor != 0 || s.c.Has(client.Monitor) {
		t.Error("commands are still shown")
	}
}

func TestTracking(t *testing.T) {
	srv := newTestServer(t)
	s := quietSession(t, srv)
	s.script(t, [][2]string{
		{"GET k", ""},
		{"CONFIG SET latency-tracking no", "OK"},
		{"GET k", ""},
		{"GET k", ""},
	}...)
	calls := srv.table.Find([]byte("get")).Stats.Read()
	if calls.N != 3 || calls.Timed() != 1 {
		t.Errorf("%d calls, %d of them timed, want 3, 1", calls.N, calls.Timed())
	}
	if got := s.do(t, "INFO latencystats"); got != "# Latencystats\r\n" {
		t.Errorf("INFO latencystats: %q", got)
	}
}
