package list

import (
	"fmt"
	"strconv"
	"strings"
	"testing"

	"redstart/server/command/commandbench"
	"redstart/storage"
)

func newBench(t testing.TB) *commandbench.Bench {
	return commandbench.New(t, storage.Options{Shards: 4}, Commands)
}

func run(t *testing.T, steps []commandbench.Step) {
	t.Helper()
	b := newBench(t)
	b.Steps(t, steps)
}

func TestEnds(t *testing.T) {
	run(t, []commandbench.Step{
		{"LPUSHX l a", "(integer) 0", "", ""},
		{"RPUSHX l a", "(integer) 0", "", ""},
		{"RPUSH l b c d", "(integer) 3", "=", "rpush l"},
		{"LPUSH l a", "(integer) 4", "=", "lpush l"},
		{"LPUSHX l 2 1", "(integer) 6", "=", "lpush l"},
		{"RPUSHX l e", "(integer) 7", "=", "rpush l"},
		{"LLEN l", "(integer) 7", "", ""},
		{"LPOP l", `"1"`, "=", "lpop l"},
		{"RPOP l", `"e"`, "=", "rpop l"},
		{"LPOP l 0", "(empty array)", "", ""},
		{"RPOP l 2", "1) \"d\"\n2) \"c\"", "=", "rpop l"},
		{"LPOP l x", "(error) ERR value is out of range, must be positive", "", ""},
		{"LPOP l -1", "(error) ERR value is out of range, must be positive", "", ""},
		{"LPOP l 1 1", "(error) ERR wrong number of arguments for 'lpop' command", "", ""},
		{"LPOP l 9", "1) \"2\"\n2) \"a\"\n3) \"b\"", "=", "lpop l,del l"},
		{"RPOP l", "(nil)", "", ""},
		{"RPOP l 9", "(nil)", "", ""},
		{"RPUSH l a", "(integer) 1", "=", "rpush l"},
		{"RPOP l", `"a"`, "=", "rpop l,del l"},
	})
}

func TestMove(t *testing.T) {
	run(t, []commandbench.Step{
		{"LMOVE l m LEFT RIGHT", "(nil)", "", ""},
		{"RPUSH l a b c", "(integer) 3", "=", "rpush l"},
		{"LMOVE l l LEFT RIGHT", `"a"`, "=", "rpush l,lpop l"},
		{"LMOVE l m RIGHT LEFT", `"a"`, "=", "lpush m,rpop l"},
		{"RPOPLPUSH l m", `"c"`, "=", "lpush m,rpop l"},
		{"RPOPLPUSH l l", `"b"`, "=", "lpush l,rpop l"},
		{"BLMOVE l m LEFT RIGHT 0", `"b"`, "LMOVE l m LEFT RIGHT", "rpush m,lpop l,del l"},
		{"LRANGE m 0 -1", "1) \"c\"\n2) \"a\"\n3) \"b\"", "", ""},
		{"BRPOPLPUSH m l 0", `"b"`, "RPOPLPUSH m l", "lpush l,rpop m"},
		{"BRPOPLPUSH m m 0", `"a"`, "RPOPLPUSH m m", "lpush m,rpop m"},
		{"LMOVE m l LEFT MIDDLE", "(error) ERR syntax error", "", ""},
	})
}

func TestPopFirst(t *testing.T) {
	run(t, []commandbench.Step{
		{"LMPOP 2 l m LEFT", "(nil)", "", ""},
		{"RPUSH m 1 2 3 4 5 6", "(integer) 6", "=", "rpush m"},
		{"LMPOP 2 l m LEFT", "1) \"m\"\n2) 1) \"1\"", "LPOP m 1", "lpop m"},
		{"LMPOP 1 m RIGHT COUNT 2", "1) \"m\"\n2) 1) \"6\"\n   2) \"5\"", "RPOP m 2", "rpop m"},
		{"BLPOP l m 0", "1) \"m\"\n2) \"2\"", "LPOP m", "lpop m"},
		{"BRPOP l m 0", "1) \"m\"\n2) \"4\"", "RPOP m", "rpop m"},
		{"BLMPOP 0 2 l m LEFT COUNT 9", "1) \"m\"\n2) 1) \"3\"", "LPOP m 1", "lpop m,del m"},
	})
}

func TestMiddle(t *testing.T) {
	run(t, []commandbench.Step{
		{"RPUSH l a b c", "(integer) 3", "=", "rpush l"},
		{"LSET l 1 x", "OK", "=", "lset l"},
		{"LSET l 3 x", "(error) ERR index out of range", "", ""},
		{"LINSERT l AFTER x y", "(integer) 4", "=", "linsert l"},
		{"LINSERT l AFTER none y", "(integer) -1", "", ""},
		{"LINSERT none AFTER x y", "(integer) 0", "", ""},
		{"LREM l 0 none", "(integer) 0", "", ""},
		{"LREM l 0 x", "(integer) 1", "=", "lrem l"},
		{"LTRIM l 0 -1", "OK", "", "ltrim l"},
		{"LTRIM l 1 1", "OK", "=", "ltrim l"},
		{"LRANGE l 0 -1", `1) "y"`, "", ""},
		{"LTRIM l 1 0", "OK", "=", "ltrim l,del l"},
		{"LTRIM l 1 0", "OK", "", ""},
		{"RPUSH l y", "(integer) 1", "=", "rpush l"},
		{"LREM l -9223372036854775808 y", "(error) ERR value is out of range, value must between -9223372036854775807 and 9223372036854775807", "", ""},
		{"LREM l -1 y", "(integer) 1", "=", "lrem l,del l"},
	})
}

// A command that finds nothing waits for its keys until its time is up.
func TestWait(t *testing.T) {
	for _, tt := range []struct {
		line string
		keys int
	}{
		{"BLPOP a b c 1.5", 3},
		{"BRPOP a 0", 1},
		{"BLMOVE a b LEFT LEFT 1", 1},
		{"BRPOPLPUSH a b 1", 1},
		{"BLMPOP 1 2 a b LEFT COUNT 3", 2},
	} {
		b := newBench(t)
		b.Expect(t, tt.line, "(nil)", "", "")
		if b.Blocked == nil || len(b.Blocked.Keys) != tt.keys || string(b.Blocked.Keys[0]) != "a" {
			t.Errorf("%s waits for %+v", tt.line, b.Blocked)
			continue
		}
		if forever := b.Blocked.Deadline == 0; forever != (tt.line == "BRPOP a 0") {
			t.Errorf("%s waits until %d", tt.line, b.Blocked.Deadline)
		}
	}
}

// Nothing is changed, logged or notified of where a key holds something else, or a word is wrong.
func TestRefused(t *testing.T) {
	b := newBench(t)
	key := []byte("s")
	b.Tx.Lock(key)
	b.Tx.SetString(key, []byte("v"), 0, "set")
	b.Tx.Unlock()
	b.Do("RPUSH l a b")
	const wrong = "(error) WRONGTYPE Operation against a key holding the wrong kind of value"
	for _, tt := range []struct{ line, want string }{
		{"LPUSH s a", wrong},
		{"RPUSHX s a", wrong},
		{"LPOP s", wrong},
		{"RPOP s 0", wrong},
		{"LLEN s", wrong},
		{"LINDEX s x", wrong},
		{"LSET s x a", wrong},
		{"LRANGE s 0 1", wrong},
		{"LTRIM s 0 1", wrong},
		{"LREM s 0 a", wrong},
		{"LINSERT s BEFORE a b", wrong},
		{"LPOS s a", wrong},
		{"LMOVE l s LEFT LEFT", wrong},
		{"LMOVE s l LEFT LEFT", wrong},
		{"RPOPLPUSH s s", wrong},
		{"LMPOP 2 none s LEFT", wrong},
		{"BLPOP none s l 0", wrong},
		{"BLMOVE l s LEFT LEFT 0", wrong},
		{"LMOVE none s LEFT LEFT", "(nil)"},
		{"LPOS l a RANK 0", "(error) ERR RANK can't be zero: use 1 to start from the first match, 2 from the second ... or use negative to start from the end of the list"},
		{"LPOS l a COUNT -1", "(error) ERR COUNT can't be negative"},
		{"LPOS l a MAXLEN x", "(error) ERR MAXLEN can't be negative"},
		{"LMPOP 0 l LEFT", "(error) ERR numkeys should be greater than 0"},
		{"LMPOP 1 l LEFT COUNT 0", "(error) ERR count should be greater than 0"},
		{"BLPOP l x", "(error) ERR timeout is not a float or out of range"},
		{"BLMPOP x 1 l LEFT COUNT 0", "(error) ERR count should be greater than 0"},
	} {
		b.Expect(t, tt.line, tt.want, "", "")
	}
	b.Expect(t, "LRANGE l 0 -1", "1) \"a\"\n2) \"b\"", "", "")
}

// TestLong has a list of many blocks, most of which are frozen.
func TestLong(t *testing.T) {
	b := newBench(t)
	const n = 160_000
	for i := 0; i < n; i += 100 {
		var line strings.Builder
		line.WriteString("RPUSH l")
		for k := range 100 {
			fmt.Fprintf(&line, " element:%d", i+k)
		}
		b.Do(line.String())
	}
	at := func(i int) string { return strconv.Quote("element:" + strconv.Itoa(i)) }
	for _, tt := range []struct{ line, want string }{
		{"LINDEX l 80000", at(80000)},
		{"LINDEX l -1", at(n - 1)},
		{"LRANGE l 100000 100001", "1) " + at(100000) + "\n2) " + at(100001)},
		{"LPOS l element:123456", "(integer) 123456"},
		{"LPOS l element:23456 RANK -1", "(integer) 23456"},
		{"LPOS l element:23456 RANK -1 MAXLEN 136543", "(nil)"},
		{"LREM l -1 element:150000", "(integer) 1"},
		{"LINDEX l 150000", at(150001)},
		{"LINSERT l BEFORE element:150001 element:150000", "(integer) 160000"},
		{"LSET l 75000 x", "OK"},
		{"LPOS l x", "(integer) 75000"},
		{"LINDEX l 75001", at(75001)},
		{"LMOVE l l LEFT RIGHT", at(0)},
		{"LMOVE l l RIGHT LEFT", at(0)},
		{"LLEN l", "(integer) 160000"},
	} {
		if got := b.Do(tt.line); got != tt.want {
			t.Errorf("%s: %s, want %s", tt.line, got, tt.want)
		}
	}
	got := strings.Split(b.Do("RPOP l 60000"), "\n")
	if len(got) != 60000 || !strings.HasSuffix(got[0], at(n-1)) || !strings.HasSuffix(got[59999], at(100000)) {
		t.Errorf("RPOP of %d elements: %s to %s", len(got), got[0], got[len(got)-1])
	}
	got = strings.Split(b.Do("LPOP l 60000"), "\n")
	if len(got) != 60000 || !strings.HasSuffix(got[0], at(0)) || !strings.HasSuffix(got[59999], at(59999)) {
		t.Errorf("LPOP of %d elements: %s to %s", len(got), got[0], got[len(got)-1])
	}
	b.Expect(t, "LTRIM l 20000 20000", "OK", "=", "ltrim l")
	b.Expect(t, "LRANGE l 0 -1", "1) "+at(80000), "", "")
}
