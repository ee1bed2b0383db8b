package server

import (
	"strings"
	"testing"

	"redstart/server/config"
)

func debugServer(t *testing.T) *session {
	t.Helper()
	cfg := config.Default()
	if err := cfg.Override(config.EnableDebugCommand, "yes"); err != nil {
		t.Fatal(err)
	}
	srv, err := New(Options{Config: cfg})
	if err != nil {
		t.Fatal(err)
	}
	return quietSession(t, srv)
}

// The digests are those of a Redis 8.0.2 with the same keys.
func TestDebugDigest(t *testing.T) {
	s := debugServer(t)
	s.script(t, [][2]string{
		{"DEBUG DIGEST", "0000000000000000000000000000000000000000"},
		{"SET a 1", "OK"},
		{"DEBUG DIGEST", "943d800368fb9c0e951138f1bc0e313ac769d91f"},
		{"DEBUG DIGEST-VALUE a none", "b4fc66738120fba0b5aa500ab5c2bf89cea1c5da 0000000000000000000000000000000000000000"},
		{"EXPIRE a 100", "1"},
		{"DEBUG DIGEST-VALUE a", "5279988c5d1911f474bcbbf2f0a87012d40f8459"},
		{"SELECT 1", "OK"},
		{"SET a 1", "OK"},
		{"DEBUG DIGEST", "12ef437fe51f706ee5033a8e3f97ae2e337bcc72"},
	}...)
}

func TestDebug(t *testing.T) {
	s := debugServer(t)
	s.script(t, [][2]string{
		{"DEBUG POPULATE 2000 p 3", "OK"},
		{"DBSIZE", "2000"},
		{"GET p:1999", "val"},
		{"DEBUG OBJECT none", "ERR no such key"},
		{"DEBUG SDSLEN none", "ERR no such key"},
		{"SET n 5", "OK"},
		{"SET s text", "OK"},
		{"DEBUG SDSLEN n", "ERR Not an sds encoded string."},
		{"DEBUG LISTPACK s", "ERR Not a listpack encoded object."},
		{"DEBUG QUICKLIST none", "ERR no such key"},
		{"DEBUG HTSTATS 16", "ERR Out of range database"},
		{"DEBUG HTSTATS x", "ERR value is not an integer or out of range"},
		{"DEBUG HTSTATS-KEY s", "ERR The value stored at the specified key is not represented using an hash table"},
		{"DEBUG QUICKLIST-PACKED-THRESHOLD x", "ERR argument must be a memory value bigger than 1 and smaller than 4gb"},
		{"DEBUG QUICKLIST-PACKED-THRESHOLD 5gb", "ERR argument must be a memory value bigger than 1 and smaller than 4gb"},
		{"DEBUG QUICKLIST-PACKED-THRESHOLD 10mb", "OK"},
		{"DEBUG QUICKLIST-PACKED-THRESHOLD 0", "OK"},
		{"DEBUG REPLYBUFFER RESIZING 0", "OK"},
		{"DEBUG REPLYBUFFER PEAK-RESET-TIME never", "OK"},
		{"DEBUG REPLYBUFFER PEAK-RESET-TIME abc", "ERR value is not an integer or out of range"},
		{"DEBUG REPLYBUFFER nonsense 1", "ERR unknown subcommand or wrong number of arguments for 'REPLYBUFFER'. Try DEBUG HELP."},
		{"DEBUG PAUSE-CRON 1", "OK"},
		{"DEBUG PAUSE-CRON 0", "OK"},
		{"DEBUG CLIENT-EVICTION", "ERR maxmemory-clients is disabled."},
		{"DEBUG JMAP", "ERR unknown subcommand or wrong number of arguments for 'JMAP'. Try DEBUG HELP."},
		{"DEBUG PROTOCOL push", "ERR RESP2 is not supported by this command"},
	}...)
	for line, want := range map[string]string{
		"DEBUG OBJECT n":   "refcount:2147483647 encoding:int serializedlength:2 ",
		"DEBUG OBJECT s":   "refcount:1 encoding:embstr serializedlength:5 ",
		"DEBUG SDSLEN s":   "key_sds_len:1, key_sds_avail:0, key_zmalloc: 1, val_sds_len:4,",
		"DEBUG HTSTATS 0":  "number of elements: 2002\n",
		"DEBUG STRUCTSIZE": "bits:64 ",
	} {
		if got := s.do(t, line); !strings.Contains(got, want) {
			t.Errorf("%s: %q has no %q", line, got, want)
		}
	}
	if got := string(s.feed([]byte("HELLO 3\r\nDEBUG PROTOCOL attrib\r\nDEBUG PROTOCOL push\r\n"))); !strings.HasSuffix(got,
		"|1\r\n$14\r\nkey-popularity\r\n*2\r\n$7\r\nkey:123\r\n:90\r\n$39\r\nSome real reply following the attribute\r\n"+
			">2\r\n$16\r\nserver-cpu-usage\r\n:42\r\n$40\r\nSome real reply following the push reply\r\n") {
		t.Errorf("%q", got)
	}
}

// DEBUG PANIC is a handler that fails: it costs its own connection.
func TestDebugPanic(t *testing.T) {
	s := debugServer(t)
	if got := s.feed([]byte("PING\r\nDEBUG PANIC\r\nPING\r\n")); string(got) != "+PONG\r\n" || !s.closing {
		t.Errorf("%q, closing: %v", got, s.closing)
	}
	other := quietSession(t, s.srv)
	other.script(t, [2]string{"SET k v", "OK"})
}

func TestDebugIsGuarded(t *testing.T) {
	s := quietSession(t, newTestServer(t))
	if got := s.do(t, "DEBUG SLEEP 0"); !strings.HasPrefix(got, "ERR DEBUG command not allowed.") {
		t.Error(got)
	}
}
