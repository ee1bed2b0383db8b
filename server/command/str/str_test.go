package str

import (
	"strconv"
	"testing"

	"redstart/server/command/commandbench"
	"redstart/storage"
	"redstart/storage/table"
)

func newBench(t testing.TB) *commandbench.Bench {
	return commandbench.New(t, storage.Options{Shards: 4}, Commands)
}

func run(t *testing.T, steps []commandbench.Step) {
	t.Helper()
	b := newBench(t)
	b.Steps(t, steps)
}

func TestSet(t *testing.T) {
	run(t, []commandbench.Step{
		{"SET k 1", "OK", "=", "set k"},
		{"SET k 2 NX", "(nil)", "", ""},
		{"SET n 2 NX", "OK", "=", "set n"},
		{"SET k 2 XX", "OK", "=", "set k"},
		{"SET none 2 XX", "(nil)", "", ""},
		{"SET k 3 EX 100", "OK", "SET k 3 PXAT " + commandbench.At(100), "set k,expire k"},
		{"SET k 4 KEEPTTL", "OK", "=", "set k"},
		{"GETEX k PERSIST", `"4"`, "PERSIST k", "persist k"},
		{"SET k 5 GET", `"4"`, "SET k 5", "set k"},
		{"SET none 5 GET XX", "(nil)", "", ""},
		{"SET k 6 NX GET", `"5"`, "", ""},
		{"SET k 7 XX GET PX 1500", `"5"`, "SET k 7 PXAT " + strconv.Itoa(commandbench.Start+1500), "set k,expire k"},
		{"SET k 8 GET KEEPTTL", `"7"`, "SET k 8 KEEPTTL", "set k"},
		{"SET k 9 PXAT 5", "OK", "SET k 9 PXAT 5", "set k,expire k"},
		{"GET k", "(nil)", "", ""},
		{"SET k v EX 1 PX 1", "(error) ERR syntax error", "", ""},
		{"SET k v EX 1 EX 2", "OK", "SET k v PXAT " + commandbench.At(2), "set k,expire k"},
		{"SET k v NX XX", "(error) ERR syntax error", "", ""},
		{"SET k v KEEPTTL EX 5", "(error) ERR syntax error", "", ""},
		{"SET k v PERSIST", "(error) ERR syntax error", "", ""},
		{"SET k v EX 0 BOGUS", "(error) ERR syntax error", "", ""},
		{"SET k v EX 0", "(error) ERR invalid expire time in 'set' command", "", ""},
		{"SET k v EX x", "(error) ERR value is not an integer or out of range", "", ""},
		{"SET k v EX 9223372036854775", "(error) ERR invalid expire time in 'set' command", "", ""},
		{"SETEX k 10 v", "OK", "SET k v PXAT " + commandbench.At(10), "set k,expire k"},
		{"PSETEX k 10000 v", "OK", "SET k v PXAT " + commandbench.At(10), "set k,expire k"},
		{"PSETEX k 0 v", "(error) ERR invalid expire time in 'psetex' command", "", ""},
		{"SETNX k v", "(integer) 0", "", ""},
		{"SETNX k2 v", "(integer) 1", "=", "set k2"},
	})
}

func TestGet(t *testing.T) {
	run(t, []commandbench.Step{
		{"GET k", "(nil)", "", ""},
		{"GETSET k 1", "(nil)", "SET k 1", "set k"},
		{"GETSET k 2", `"1"`, "SET k 2", "set k"},
		{"GETEX k", `"2"`, "", ""},
		{"GETEX k PERSIST", `"2"`, "", ""},
		{"GETEX k EX 10", `"2"`, "PEXPIREAT k " + commandbench.At(10), "expire k"},
		{"GETEX none EX x", "(nil)", "", ""},
		{"GETEX k EX 0", "(error) ERR invalid expire time in 'getex' command", "", ""},
		{"GETEX k NX", "(error) ERR syntax error", "", ""},
		{"GETEX k PERSIST EX 1", "(error) ERR syntax error", "", ""},
		{"GETEX k EXAT 1", `"2"`, "DEL k", "del k"},
		{"GETDEL k", "(nil)", "", ""},
		{"SET k abcdef", "OK", "=", "set k"},
		{"GETRANGE k 1 2", `"bc"`, "", ""},
		{"GETRANGE k -2 -1", `"ef"`, "", ""},
		{"GETRANGE k -1 -2", `""`, "", ""},
		{"GETRANGE k 4 99", `"ef"`, "", ""},
		{"SUBSTR k -99 0", `"a"`, "", ""},
		{"GETRANGE none x 1", "(error) ERR value is not an integer or out of range", "", ""},
		{"STRLEN k", "(integer) 6", "", ""},
		{"MGET k none k", "1) \"abcdef\"\n2) (nil)\n3) \"abcdef\"", "", ""},
		{"GETDEL k", `"abcdef"`, "DEL k", "del k"},
	})
}

func TestChange(t *testing.T) {
	run(t, []commandbench.Step{
		{"INCR n", "(integer) 1", "=", "incrby n"},
		{"INCRBY n 9223372036854775806", "(integer) 9223372036854775807", "=", "incrby n"},
		{"INCR n", "(error) ERR increment or decrement would overflow", "", ""},
		{"DECRBY n -9223372036854775808", "(error) ERR decrement would overflow", "", ""},
		{"DECRBY n 9223372036854775807", "(integer) 0", "=", "incrby n"},
		{"DECR n", "(integer) -1", "=", "incrby n"},
		{"INCRBYFLOAT n 1.5", `"0.5"`, "SET n 0.5 KEEPTTL", "incrbyfloat n"},
		{"INCR n", "(error) ERR value is not an integer or out of range", "", ""},
		{"INCRBYFLOAT n inf", "(error) ERR increment would produce NaN or Infinity", "", ""},
		{"INCRBYFLOAT n x", "(error) ERR value is not a valid float", "", ""},
		{"APPEND n x", "(integer) 4", "=", "append n"},
		{"APPEND a ab", "(integer) 2", "=", "append a"},
		{"SETRANGE a 1 XY", "(integer) 3", "=", "setrange a"},
		{"SETRANGE a 5 Z", "(integer) 6", "=", "setrange a"},
		{"GET a", `"aXY\x00\x00Z"`, "", ""},
		{"SETRANGE b 2 x", "(integer) 3", "=", "setrange b"},
		{"GET b", `"\x00\x00x"`, "", ""},
		{`SETRANGE c 5 ""`, "(integer) 0", "", ""},
		{"SETRANGE c -1 x", "(error) ERR offset is out of range", "", ""},
		{"SETRANGE c 536870912 x", "(error) ERR string exceeds maximum allowed size (proto-max-bulk-len)", "", ""},
		{"SETRANGE c 9223372036854775807 x", "(error) ERR string exceeds maximum allowed size (proto-max-bulk-len)", "", ""},
		{"MSET x 1 y 2", "OK", "=", "set x,set y"},
		{"MSET x 1 y", "(error) ERR wrong number of arguments for 'mset' command", "", ""},
		{"MSETNX z 1 x 1", "(integer) 0", "", ""},
		{"MSETNX z 1 w 1", "(integer) 1", "=", "set z,set w"},
	})
}

// A time to live and the marks of the encoding survive, or not, what is done to the value.
func TestKept(t *testing.T) {
	for _, tt := range []struct {
		line      string
		ttl       bool
		raw, text bool
	}{
		{"SET k 1", false, false, false},
		{"INCR k", true, false, false},
		{"INCRBY k 1000000000000000", true, false, false},
		{"INCRBYFLOAT k 1", true, false, true},
		{"APPEND k 1", true, true, false},
		{"SETRANGE k 0 1", true, true, false},
		{"GETSET k 1", false, false, false},
		{"SET k 1 KEEPTTL", true, false, false},
		{"MSET k 1", false, false, false},
	} {
		t.Run(tt.line, func(t *testing.T) {
			b := newBench(t)
			b.Do("SET k 12 EX 100")
			b.Do(tt.line)
			b.Tx.Lock([]byte("k"))
			defer b.Tx.Unlock()
			r := b.Tx.Look([]byte("k"))
			if got := r.ExpireAt() != 0; got != tt.ttl {
				t.Errorf("has a time to live: %v", got)
			}
			if r.Raw() != tt.raw || r.Text() != tt.text {
				t.Errorf("raw %v, text %v", r.Raw(), r.Text())
			}
		})
	}
}

// While the log is replayed, what it says is done, however late.
func TestReplay(t *testing.T) {
	b := newBench(t)
	b.Tx.Replay = true
	for _, s := range [][2]string{
		{"SET k 1 PXAT 5", "OK"},
		{"INCR k", "(integer) 2"},
		{"GETEX k PXAT 6", `"2"`},
		{"APPEND k 0", "(integer) 2"},
	} {
		if got := b.Do(s[0]); got != s[1] {
			t.Errorf("%s: %s", s[0], got)
		}
	}
	b.Tx.Replay = false
	if got := b.Do("GET k"); got != "(nil)" {
		t.Errorf("after the replay, an expired key holds %s", got)
	}
}

func TestWrongType(t *testing.T) {
	b := newBench(t)
	key := []byte("list")
	b.Tx.Lock(key)
	b.Tx.StorePacked(key, table.Record{}, table.KindList, 0, []byte("a value"), "rpush")
	b.Tx.Unlock()
	const wrong = "(error) WRONGTYPE Operation against a key holding the wrong kind of value"
	for _, tt := range []struct{ line, want string }{
		{"GET list", wrong},
		{"GETEX list", wrong},
		{"GETDEL list", wrong},
		{"GETSET list 1", wrong},
		{"SET list 1 GET", wrong},
		{"STRLEN list", wrong},
		{"GETRANGE list 0 1", wrong},
		{"APPEND list x", wrong},
		{"SETRANGE list 0 x", wrong},
		{`SETRANGE list 0 ""`, wrong},
		{"INCR list", wrong},
		{"DECRBY list 1", wrong},
		{"INCRBYFLOAT list 1", wrong},
		{"MGET list", "1) (nil)"},
		{"LCS list none", "(error) ERR The specified keys must contain string values"},
		{"LCS none list BOGUS", "(error) ERR The specified keys must contain string values"},
		{"SETNX list 1", "(integer) 0"},
		{"SET list 1", "OK"},
	} {
		if got := b.Do(tt.line); got != tt.want {
			t.Errorf("%s: %s", tt.line, got)
		}
	}
}
