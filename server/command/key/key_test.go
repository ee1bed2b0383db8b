package key

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
	"testing"

	"redstart/server/command"
	"redstart/server/command/commandbench"
	"redstart/server/command/str"
	"redstart/storage"
	"redstart/storage/table"
	"redstart/storage/value"
)

func newBench(t testing.TB) *commandbench.Bench {
	return commandbench.New(t, storage.Options{Shards: 4}, Commands, str.Commands)
}

func run(t *testing.T, steps []commandbench.Step) {
	t.Helper()
	b := newBench(t)
	b.Steps(t, steps)
}

func TestDelete(t *testing.T) {
	run(t, []commandbench.Step{
		{"MSET a 1 b 2 c 3", "OK", "=", "set a,set b,set c"},
		{"EXISTS a b a none", "(integer) 3", "", ""},
		{"TOUCH a b none", "(integer) 2", "", ""},
		{"DEL a none a b", "(integer) 2", "=", "del a,del b"},
		{"DEL a", "(integer) 0", "", ""},
		{"UNLINK c none", "(integer) 1", "=", "del c"},
		{"TYPE c", "none", "", ""},
	})
}

func TestExpire(t *testing.T) {
	const (
		notInt = "(error) ERR value is not an integer or out of range"
		badEX  = "(error) ERR invalid expire time in 'expire' command"
	)
	run(t, []commandbench.Step{
		{"EXPIRE k 10", "(integer) 0", "", ""},
		{"SET k v", "OK", "=", "set k"},
		{"TTL k", "(integer) -1", "", ""},
		{"TTL none", "(integer) -2", "", ""},
		{"PERSIST k", "(integer) 0", "", ""},
		{"EXPIRE k 10 XX", "(integer) 0", "", ""},
		{"EXPIRE k 10 GT", "(integer) 0", "", ""},
		{"EXPIRE k 10", "(integer) 1", "PEXPIREAT k " + commandbench.At(10), "expire k"},
		{"EXPIRE k 20 NX", "(integer) 0", "", ""},
		{"EXPIRE k 10 GT", "(integer) 0", "", ""},
		{"EXPIRE k 10 LT", "(integer) 0", "", ""},
		{"EXPIRE k 20 XX GT", "(integer) 1", "PEXPIREAT k " + commandbench.At(20), "expire k"},
		{"PEXPIRE k 15499 lt", "(integer) 1", "PEXPIREAT k " + strconv.Itoa(commandbench.Start+15499), "expire k"},
		{"TTL k", "(integer) 15", "", ""},
		{"PTTL k", "(integer) 15499", "", ""},
		{"PEXPIREAT k 9999999999500", "(integer) 1", "PEXPIREAT k 9999999999500", "expire k"},
		{"EXPIRETIME k", "(integer) 10000000000", "", ""},
		{"PEXPIRETIME k", "(integer) 9999999999500", "", ""},
		{"PEXPIREAT k 9223372036854775807", "(integer) 1", "PEXPIREAT k 9223372036854775807", "expire k"},
		{"EXPIRETIME k", "(integer) 9223372036854776", "", ""},
		{"PERSIST k", "(integer) 1", "PERSIST k", "persist k"},
		{"EXPIRE k x BOGUS", "(error) ERR Unsupported option BOGUS", "", ""},
		{`EXPIRE k 1 "a\x00b"`, "(error) ERR Unsupported option a", "", ""},
		{"EXPIRE k x NX GT", "(error) ERR NX and XX, GT or LT options at the same time are not compatible", "", ""},
		{"EXPIRE k x GT LT", "(error) ERR GT and LT options at the same time are not compatible", "", ""},
		{"EXPIRE k x", notInt, "", ""},
		{"EXPIRE none 9223372036854775", badEX, "", ""},
		{"EXPIRE k -9223372036854776", badEX, "", ""},
		{"EXPIREAT k 5", "(integer) 1", "DEL k", "del k"},
	})
}

// Keys go when their time has passed, except while a log is replayed.
func TestExpired(t *testing.T) {
	b := newBench(t)
	b.Do("SET k v PX 1000")
	b.Now += 1000
	if got := b.Do("EXISTS k"); got != "(integer) 1" {
		t.Errorf("at its last millisecond: %s", got)
	}
	b.Now++
	if got := b.Do("EXISTS k"); got != "(integer) 0" {
		t.Errorf("after its last millisecond: %s", got)
	}

	b.Do("SET r v")
	b.Tx.Replay = true
	b.Do("PEXPIREAT r 0")
	b.Tx.Replay = false
	if got := b.Do("EXISTS r"); got != "(integer) 0" {
		t.Errorf("after a replayed time in the past: %s", got)
	}
}

func TestRename(t *testing.T) {
	const missing = "(error) ERR no such key"
	run(t, []commandbench.Step{
		{"RENAME a b", missing, "", ""},
		{"RENAMENX a a", missing, "", ""},
		{"SET a 1 EX 100", "OK", "SET a 1 PXAT " + commandbench.At(100), "set a,expire a"},
		{"SET b 2", "OK", "=", "set b"},
		{"RENAME a a", "OK", "", ""},
		{"RENAMENX a a", "(integer) 0", "", ""},
		{"RENAMENX a b", "(integer) 0", "", ""},
		{"RENAME a b", "OK", "=", "rename_from a,rename_to b"},
		{"GET b", `"1"`, "", ""},
		{"TTL b", "(integer) 100", "", ""},
		{"RENAMENX b c", "(integer) 1", "=", "rename_from b,rename_to c"},
		{"EXISTS a b", "(integer) 0", "", ""},
	})
}

func TestMoveAndCopy(t *testing.T) {
	const (
		same = "(error) ERR source and destination objects are the same"
		none = "(error) ERR DB index is out of range"
	)
	run(t, []commandbench.Step{
		{"MOVE a 1", "(integer) 0", "", ""},
		{"SET a 1 EX 100", "OK", "SET a 1 PXAT " + commandbench.At(100), "set a,expire a"},
		{"MOVE a 0", same, "", ""},
		{"MOVE a 16", none, "", ""},
		{"MOVE a -1", none, "", ""},
		{"MOVE a x", "(error) ERR value is not an integer or out of range", "", ""},
		{"MOVE a 2147483648", "(error) ERR value is out of range, value must between -2147483648 and 2147483647", "", ""},
		{"COPY a b", "(integer) 1", "=", "copy_to b"},
		{"TTL b", "(integer) 100", "", ""},
		{"MOVE a 1", "(integer) 1", "=", "move_from a,1: move_to a"},
		{"EXISTS a", "(integer) 0", "", ""},
		{"SET a 2", "OK", "=", "set a"},
		{"MOVE a 1", "(integer) 0", "", ""},
		{"COPY a b", "(integer) 0", "", ""},
		{"COPY a b REPLACE", "(integer) 1", "=", "copy_to b"},
		{"GET b", `"2"`, "", ""},
		{"TTL b", "(integer) -1", "", ""},
		{"COPY a a DB 1", "(integer) 0", "", ""},
		{"COPY a a DB 1 REPLACE", "(integer) 1", "=", "1: copy_to a"},
		{"COPY a a DB 1 DB 2", "(integer) 1", "=", "2: copy_to a"},
		{"COPY a a", same, "", ""},
		{"COPY a b DB 16", none, "", ""},
		{"COPY a b DB", "(error) ERR syntax error", "", ""},
		{"COPY none b REPLACE", "(integer) 0", "", ""},
	})
}

func TestEncoding(t *testing.T) {
	b := newBench(t)
	for _, tt := range []struct{ write, encoding, refcount string }{
		{"SET k 1", "int", "2147483647"},
		{"SET k 10000", "int", "1"},
		{"SET k -1", "int", "1"},
		{"SET k 9223372036854775808", "embstr", "1"},
		{"SET k 01", "embstr", "1"},
		{"SET k " + strings.Repeat("x", 44), "embstr", "1"},
		{"SET k " + strings.Repeat("x", 45), "raw", "1"},
		{"INCRBYFLOAT new 5", "embstr", "1"},
		{"APPEND new 5", "raw", "1"},
		{"INCR new", "int", "2147483647"},
		{"SETRANGE new 0 5", "raw", "1"},
	} {
		b.Do(tt.write)
		key := strings.Fields(tt.write)[1]
		if got := b.Do("OBJECT ENCODING " + key); got != strconv.Quote(tt.encoding) {
			t.Errorf("%s: encoding %s, want %s", tt.write, got, tt.encoding)
		}
		if got := b.Do("OBJECT REFCOUNT " + key); got != "(integer) "+tt.refcount {
			t.Errorf("%s: refcount %s, want %s", tt.write, got, tt.refcount)
		}
		b.Do("COPY " + key + " copy REPLACE")
		b.Do("RENAME copy renamed")
		if got := b.Do("OBJECT ENCODING renamed"); got != strconv.Quote(tt.encoding) {
			t.Errorf("%s: encoding of a copy %s, want %s", tt.write, got, tt.encoding)
		}
	}
}

func TestIdleTime(t *testing.T) {
	b := newBench(t)
	b.Do("SET k v")
	b.Now += 90_000
	for range 2 { // looking does not count as use
		if got := b.Do("OBJECT IDLETIME k"); got != "(integer) 90" {
			t.Error(got)
		}
	}
	b.Do("TTL k")
	b.Do("EXISTS k")
	b.Do("TYPE k")
	if got := b.Do("OBJECT IDLETIME k"); got != "(integer) 90" {
		t.Errorf("after TTL, EXISTS and TYPE: %s", got)
	}
	b.Do("TOUCH k")
	if got := b.Do("OBJECT IDLETIME k"); got != "(integer) 0" {
		t.Errorf("after TOUCH: %s", got)
	}
	if got := b.Do("OBJECT FREQ k"); got != lfuOffText {
		t.Errorf("without LFU: %s", got)
	}
	b.Keys.SetLFU(true, 10, 1)
	b.Do("SET f v")
	if got := b.Do("OBJECT FREQ f"); got != "(integer) 5" {
		t.Errorf("a new key's frequency: %s", got)
	}
	if got := b.Do("OBJECT IDLETIME f"); !strings.Contains(got, "LFU maxmemory policy is selected") {
		t.Errorf("with LFU: %s", got)
	}
	if got := b.Do("OBJECT FREQ none"); got != "(nil)" {
		t.Errorf("of no key: %s", got)
	}
}

var lfuOffText = "(error) " + command.ErrLFUOff.Error()

// listValue stands for a large value of any type.
type listValue struct{ n int }

func (v *listValue) Clone() value.Object { c := *v; return &c }
func (v *listValue) Encoding() string    { return "listpack" }
func (v *listValue) Mem() int            { return 8 * v.n }

// What needs no knowledge of a type works for every type.
func TestObjects(t *testing.T) {
	b := newBench(t)
	v := &listValue{1}
	b.Tx.Lock([]byte("l"))
	b.Tx.StoreObject([]byte("l"), table.Record{}, table.KindList, v, "rpush")
	b.Tx.Unlock()
	for _, s := range [][2]string{
		{"TYPE l", "list"},
		{"OBJECT ENCODING l", `"listpack"`},
		{"OBJECT REFCOUNT l", "(integer) 1"},
		{"EXPIRE l 10", "(integer) 1"},
		{"RENAME l m", "OK"},
		{"TTL m", "(integer) 10"},
		{"COPY m n", "(integer) 1"},
		{"TTL n", "(integer) 10"},
		{"SCAN 0 TYPE LIST COUNT 100", "1) \"0\"\n2) 1) \"m\"\n   2) \"n\""},
		{"SCAN 0 TYPE string", "1) \"0\"\n2) (empty array)"},
		{"MOVE m 1", "(integer) 1"},
		{"COPY n n DB 1", "(integer) 1"},
		{"DEL n m", "(integer) 1"},
	} {
		got := b.Do(s[0])
		if strings.HasPrefix(s[0], "SCAN") {
			got = strings.Replace(got, "1) \"n\"\n   2) \"m\"", "1) \"m\"\n   2) \"n\"", 1)
		}
		if got != s[1] {
			t.Errorf("%s: %s", s[0], got)
		}
	}
	one, _ := b.Tx.Other(1)
	one.Lock([]byte("n"))
	defer one.Unlock()
	if c := one.Look([]byte("n")).Object(); c == v || *c.(*listValue) != *v {
		t.Errorf("the copy is %p %v, its original %p %v", c, c, v, v)
	}
}

func TestKeys(t *testing.T) {
	b := newBench(t)
	if got := b.Do("RANDOMKEY"); got != "(nil)" {
		t.Error(got)
	}
	b.Do("SET old v PX 1")
	b.Do("MSET key:1 a key:2 b other c")
	b.Now += 10
	if got := b.Do("RANDOMKEY"); !slices.Contains([]string{`"key:1"`, `"key:2"`, `"other"`}, got) {
		t.Error(got)
	}
	for pattern, want := range map[string]int{"*": 3, "key:?": 2, "o*": 1, "nothing": 0} {
		got := b.Do("KEYS " + pattern)
		if n := strings.Count(got, `"`) / 2; n != want {
			t.Errorf("KEYS %s: %s", pattern, got)
		}
	}
}

// A walk gives every key, whatever COUNT is.
func TestScanAll(t *testing.T) {
	b := newBench(t)
	const keys = 500
	for i := range keys {
		b.Do(fmt.Sprint("SET key:", i, " v"))
	}
	for _, count := range []int{1, 7, 100, 1000} {
		seen := map[string]bool{}
		cursor := "0"
		for calls := 1; ; calls++ {
			var list string
			cursor, list, _ = strings.Cut(strings.TrimPrefix(b.Do(fmt.Sprint("SCAN ", cursor, " MATCH key:* COUNT ", count)), "1) \""), "\"\n")
			for i, word := range strings.Split(list, `"`) {
				if i%2 == 1 {
					seen[word] = true
				}
			}
			if cursor == "0" {
				break
			}
			if calls > 2*keys {
				t.Fatalf("COUNT %d: no end", count)
			}
		}
		if len(seen) != keys {
			t.Errorf("COUNT %d: %d keys, want %d", count, len(seen), keys)
		}
	}
}

func TestScanErrors(t *testing.T) {
	run(t, []commandbench.Step{
		{"SCAN x BOGUS", "(error) ERR invalid cursor", "", ""},
		{"SCAN 0 COUNT 0", "(error) ERR syntax error", "", ""},
		{"SCAN 0 COUNT x", "(error) ERR value is not an integer or out of range", "", ""},
		{"SCAN 0 NOVALUES", "(error) ERR NOVALUES option can only be used in HSCAN", "", ""},
		{"SCAN 0 MATCH", "(error) ERR syntax error", "", ""},
	})
}

func TestCursor(t *testing.T) {
	for _, tt := range []struct {
		word   string
		cursor uint64
		ok     bool
	}{
		{"0", 0, true},
		{"00", 0, true},
		{" 5", 5, true},
		{"+5", 5, true},
		{"5\x00x", 5, true},
		{"18446744073709551615", 1<<64 - 1, true},
		{" -1", 1<<64 - 1, true},
		{"-1", 0, false},
		{"18446744073709551616", 0, false},
		{"5 ", 0, false},
		{"", 0, false},
		{"+", 0, false},
		{"1.5", 0, false},
		{"1_0", 0, false},
		{"+ 5", 0, false},
		{"+-5", 0, false},
	} {
		cursor, ok := command.ParseUint([]byte(tt.word))
		if ok != tt.ok || ok && cursor != tt.cursor {
			t.Errorf("%q: %d %v", tt.word, cursor, ok)
		}
	}
}
