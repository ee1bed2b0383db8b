package hash

import (
	"bufio"
	"bytes"
	"fmt"
	"math"
	"strconv"
	"strings"
	"testing"

	"redstart/resp"
	"redstart/server/command/commandbench"
	"redstart/server/config"
	"redstart/storage"
	"redstart/storage/table"
	value "redstart/storage/value/hash"
	"redstart/storage/value/pack"
)

func newBench(t testing.TB) *commandbench.Bench {
	return commandbench.New(t, storage.Options{Shards: 4, Seed: 1}, Commands)
}

// limit makes hashes of more than n fields large.
func limit(t testing.TB, b *commandbench.Bench, n int) {
	t.Helper()
	if err := b.Ctx.Srv.Config.Set([]config.Pair{{Name: "hash-max-listpack-entries", Value: strconv.Itoa(n)}}, true); err != nil {
		t.Fatal(err)
	}
}

// run plays the steps with packed and with large hashes.
func run(t *testing.T, steps []commandbench.Step) {
	t.Helper()
	for _, n := range []int{100, 0} {
		b := newBench(t)
		limit(t, b, n)
		b.Steps(t, steps)
	}
}

// list is a reply of several values.
func list(values ...any) string {
	var lines []string
	for i, v := range values {
		switch v := v.(type) {
		case string:
			lines = append(lines, fmt.Sprintf("%d) %q", i+1, v))
		case int:
			lines = append(lines, fmt.Sprintf("%d) (integer) %d", i+1, v))
		default:
			lines = append(lines, fmt.Sprintf("%d) (nil)", i+1))
		}
	}
	return strings.Join(lines, "\n")
}

func TestSetAndGet(t *testing.T) {
	run(t, []commandbench.Step{
		{"HSET h a 1", "(integer) 1", "=", "hset h"},
		{"HSET h a 1 b text c 3", "(integer) 2", "=", "hset h"},
		{"HSET h a", "(error) ERR wrong number of arguments for 'hset' command", "", ""},
		{"HMSET h a 7 b text", "OK", "=", "hset h"},
		{"HSETNX h a 2", "(integer) 0", "", ""},
		{"HSETNX h d 2", "(integer) 1", "=", "hset h"},
		{"HGET h a", `"7"`, "", ""},
		{"HGET h none", "(nil)", "", ""},
		{"HMGET h b none a", list("text", nil, "7"), "", ""},
		{"HMGET none a b", list(nil, nil), "", ""},
		{"HLEN h", "(integer) 4", "", ""},
		{"HEXISTS h a", "(integer) 1", "", ""},
		{"HSTRLEN h b", "(integer) 4", "", ""},
		{"HSTRLEN h a", "(integer) 1", "", ""},
		{"HDEL h none", "(integer) 0", "", ""},
		{"HDEL h a b a", "(integer) 2", "=", "hdel h"},
		{"HGETDEL h FIELDS 2 c none", list("3", nil), "HDEL h c none", "hdel h"},
		{"HGETALL h", list("d", "2"), "", ""},
		{"HGETDEL h FIELDS 1 d", list("2"), "HDEL h d", "hdel h,del h"},
		{"HDEL h d", "(integer) 0", "", ""},
		{"HSET h a 1", "(integer) 1", "=", "hset h"},
		{"HDEL h a", "(integer) 1", "=", "hdel h,del h"},
		{"HLEN h", "(integer) 0", "", ""},
	})
}

func TestIncrement(t *testing.T) {
	run(t, []commandbench.Step{
		{"HINCRBY h n 5", "(integer) 5", "=", "hincrby h"},
		{"HINCRBY h n 9223372036854775807", "(error) ERR increment or decrement would overflow", "", ""},
		{"HINCRBY h n -6", "(integer) -1", "=", "hincrby h"},
		{"HINCRBY h n -9223372036854775808", "(error) ERR increment or decrement would overflow", "", ""},
		{"HINCRBY h n 0", "(integer) -1", "=", "hincrby h"},
		{"HINCRBYFLOAT h n 1.5", `"0.5"`, "HSET h n 0.5", "hincrbyfloat h"},
		{"HINCRBY h n 1", "(error) ERR hash value is not an integer", "", ""},
		{"HPEXPIREAT h 1700000100000 FIELDS 1 n", list(1), "=", "hexpire h"},
		{"HINCRBYFLOAT h n 1.5", `"2"`, "HSETEX h KEEPTTL FIELDS 1 n 2", "hincrbyfloat h"},
		{"HINCRBY h n 1", "(integer) 3", "=", "hincrby h"},
		{"HPTTL h FIELDS 1 n", list(100000), "", ""},
		{"HINCRBYFLOAT h n inf", "(error) ERR value is NaN or Infinity", "", ""},
	})
}

func TestTimes(t *testing.T) {
	at100, at200 := commandbench.At(100), commandbench.At(200)
	run(t, []commandbench.Step{
		{"HSET h a 1 b 2 c 3 d 4", "(integer) 4", "=", "hset h"},
		{"HEXPIRE h 100 FIELDS 2 a none", list(1, -2), "HPEXPIREAT h " + at100 + " FIELDS 1 a", "hexpire h"},
		{"HEXPIRE h 200 NX FIELDS 3 a b c", list(0, 1, 1), "HPEXPIREAT h " + at200 + " FIELDS 2 b c", "hexpire h"},
		{"HPEXPIRE h 100000 LT FIELDS 2 b d", list(1, 1), "HPEXPIREAT h " + at100 + " FIELDS 2 b d", "hexpire h"},
		{"HEXPIREAT h 1700000200 GT FIELDS 2 c d", list(0, 1), "HPEXPIREAT h " + at200 + " FIELDS 1 d", "hexpire h"},
		{"HPEXPIREAT h 1 GT FIELDS 1 a", list(0), "", ""},
		{"HTTL h FIELDS 3 a d none", list(100, 200, -2), "", ""},
		{"HEXPIRETIME h FIELDS 1 a", list(1700000100), "", ""},
		{"HPERSIST h FIELDS 2 a none", list(1, -2), "HSET h a 1", "hpersist h"},
		{"HPERSIST h FIELDS 1 a", list(-1), "", ""},
		{"HPEXPIRETIME h FIELDS 2 a b", list(-1, 1700000100000), "", ""},
		{"HSET h b 5", "(integer) 0", "=", "hset h"},
		{"HTTL h FIELDS 1 b", list(-1), "", ""},
		{"HGETEX h FIELDS 2 a none", list("1", nil), "", ""},
		{"HGETEX h EX 100 FIELDS 2 a none", list("1", nil), "HPEXPIREAT h " + at100 + " FIELDS 1 a", "hexpire h"},
		{"HGETEX h PERSIST FIELDS 1 a", list("1"), "HSET h a 1", "hpersist h"},
		{"HGETEX h PERSIST FIELDS 1 a", list("1"), "", ""},
		{"HGETEX h EX 100 FIELDS 1 none", list(nil), "", ""},
		{"HGETEX h PXAT 5 FIELDS 2 a a", list("1", nil), "HDEL h a", "hdel h"},
		{"HEXPIRE h 0 FIELDS 3 b none c", list(2, -2, 2), "HDEL h b c", "hdel h"},
		{"HPEXPIREAT h 5 FIELDS 1 d", list(2), "HDEL h d", "hdel h,del h"},
		{"HEXPIRE h 100 FIELDS 2 a b", list(-2, -2), "", ""},
	})
}

func TestSetWithTime(t *testing.T) {
	at100 := commandbench.At(100)
	run(t, []commandbench.Step{
		{"HSETEX h FIELDS 1 a 1", "(integer) 1", "=", "hset h"},
		{"HSETEX h EX 100 FIELDS 2 a 1 b 2", "(integer) 1", "HSETEX h PXAT " + at100 + " FIELDS 2 a 1 b 2", "hset h,hexpire h"},
		{"HSETEX h KEEPTTL FIELDS 2 a 3 c 4", "(integer) 1", "=", "hset h"},
		{"HTTL h FIELDS 3 a b c", list(100, 100, -1), "", ""},
		{"HSETEX h FNX FIELDS 2 d 1 a 1", "(integer) 0", "", ""},
		{"HSETEX h FNX KEEPTTL FIELDS 1 e 1", "(integer) 1", "HSETEX h KEEPTTL FIELDS 1 e 1", "hset h"},
		{"HSETEX h FXX FIELDS 1 e 2", "(integer) 1", "HSETEX h FIELDS 1 e 2", "hset h"},
		{"HSETEX h FNX EX 100 FIELDS 1 EX 5", "(integer) 1", "HSETEX h PXAT " + at100 + " FIELDS 1 EX 5", "hset h,hexpire h"},
		{"HSETEX h PX 100000 FXX FIELDS 1 EX 6", "(integer) 1", "HSETEX h PXAT " + at100 + " FIELDS 1 EX 6", "hset h,hexpire h"},
		{"HSETEX h FXX FIELDS 2 a 1 none 1", "(integer) 0", "", ""},
		{"HSETEX h PXAT 5 FIELDS 2 a 1 new 1", "(integer) 1", "HDEL h a new", "hset h,hdel h"},
		{"HSETEX new EX 0 FIELDS 2 a 1 a 2", "(integer) 1", "HDEL new a", "hset new,hdel new,del new"},
		{"HSETEX none FXX FIELDS 1 a 1", "(integer) 0", "", ""},
		{"HLEN h", "(integer) 4", "", ""},
		{"HLEN new", "(integer) 0", "", ""},
	})
}

func TestFieldsExpire(t *testing.T) {
	for _, n := range []int{100, 0} {
		var gone []string
		b := commandbench.New(t, storage.Options{Shards: 4, FieldExpired: func(_ int, key, field []byte) {
			gone = append(gone, string(key)+"."+string(field))
		}}, Commands)
		limit(t, b, n)
		b.Do("HSET h a 1 b 2 c 3")
		b.Do("HEXPIRE h 10 FIELDS 2 a b")
		b.Now += 10_001
		b.Expect(t, "HINCRBY h a 5", "(integer) 5", "=", "hexpired h,hincrby h")
		b.Expect(t, "HTTL h FIELDS 3 a b c", list(-1, -2, -1), "", "")
		if got := strings.Join(gone, " "); got != "h.a h.b" && got != "h.b h.a" {
			t.Errorf("%s expired", got)
		}
		b.Do("HEXPIRE h 10 FIELDS 2 a c")
		b.Now += 10_001
		b.Expect(t, "HRANDFIELD h", "(nil)", "", "hexpired h,del h")
		b.Expect(t, "HSETNX h a 1", "(integer) 1", "=", "hset h")
	}
}

// TestWrongType has every command refuse another type and change nothing.
func TestWrongType(t *testing.T) {
	b := newBench(t)
	b.Tx.Lock([]byte("str"))
	b.Tx.SetString([]byte("str"), []byte("v"), 0, "set")
	b.Tx.Unlock()
	for _, line := range []string{
		"HDEL str a", "HEXISTS str a", "HEXPIRE str 1 FIELDS 1 a", "HEXPIREAT str 1 FIELDS 1 a", "HEXPIRETIME str FIELDS 1 a", "HGET str a",
		"HGETALL str", "HGETDEL str FIELDS 1 a", "HGETEX str FIELDS 1 a", "HINCRBY str a 1", "HINCRBYFLOAT str a 1", "HKEYS str", "HLEN str",
		"HMGET str a", "HMSET str a 1", "HPERSIST str FIELDS 1 a", "HPEXPIRE str 1 FIELDS 1 a", "HPEXPIREAT str 1 FIELDS 1 a",
		"HPEXPIRETIME str FIELDS 1 a", "HPTTL str FIELDS 1 a", "HRANDFIELD str", "HRANDFIELD str 1", "HSCAN str 0", "HSET str a 1",
		"HSETEX str FIELDS 1 a 1", "HSETEX str EX 0 FIELDS 1 a 1", "HSETNX str a 1", "HSTRLEN str a", "HTTL str FIELDS 1 a", "HVALS str",
	} {
		b.Expect(t, line, "(error) WRONGTYPE Operation against a key holding the wrong kind of value", "", "")
	}
}

// TestScanGivesEveryField walks over a hash that grows meanwhile.
func TestScanGivesEveryField(t *testing.T) {
	b := newBench(t)
	limit(t, b, 10)
	for i := range 500 {
		b.Do("HSET h f" + strconv.Itoa(i) + " v")
	}
	seen := map[string]bool{}
	cursor, calls := "0", 0
	for {
		b.Do("HSCAN h " + cursor + " COUNT 20 NOVALUES")
		v, err := resp.ReadValue(bufio.NewReader(bytes.NewReader(b.Reply.B)))
		if err != nil {
			t.Fatal(err)
		}
		if n := len(v.Elems[1].Elems); n > 60 {
			t.Errorf("%d fields in one call", n)
		}
		for _, e := range v.Elems[1].Elems {
			seen[string(e.Str)] = true
		}
		for i := range 10 {
			b.Do(fmt.Sprintf("HSET h new%d-%d v", calls, i))
		}
		if cursor, calls = string(v.Elems[0].Str), calls+1; cursor == "0" {
			break
		}
	}
	for i := range 500 {
		if !seen["f"+strconv.Itoa(i)] {
			t.Errorf("f%d was not given", i)
		}
	}
}

// TestRandomFields takes samples of all sizes, in RESP3, where pairs are nested.
func TestRandomFields(t *testing.T) {
	for _, n := range []int{100, 0} {
		b := newBench(t)
		limit(t, b, n)
		b.Reply.RESP3 = true
		for i := range 60 {
			b.Do(fmt.Sprintf("HSET h %d v%d", i, i))
		}
		for _, count := range []int{1, 5, 30, 59, 60, 100, -1, -200} {
			b.Do(fmt.Sprintf("HRANDFIELD h %d WITHVALUES", count))
			v, err := resp.ReadValue(bufio.NewReader(bytes.NewReader(b.Reply.B)))
			if err != nil {
				t.Fatal(err)
			}
			seen := map[string]bool{}
			for _, pair := range v.Elems {
				name, value := string(pair.Elems[0].Str), string(pair.Elems[1].Str)
				if value != "v"+name {
					t.Errorf("field %s has the value %s", name, value)
				}
				seen[name] = true
			}
			want := min(int(math.Abs(float64(count))), 60)
			if count > 0 && len(seen) != want || len(v.Elems) != max(-count, want) {
				t.Errorf("count %d: %d pairs of %d fields", count, len(v.Elems), len(seen))
			}
		}
	}
}

// TestRebuild has the commands that Rebuild gives make the same hash.
func TestRebuild(t *testing.T) {
	for _, limits := range []int{0, 10_000} {
		for _, n := range []int{1, 64, 65, 1000} {
			b := newBench(t)
			limit(t, b, limits)
			for i := range n {
				b.Do(fmt.Sprintf("HSET h %d v%d f%d %d", i, i, i, i))
			}
			for i := 0; i < n; i += 2 {
				b.Do(fmt.Sprintf("HPEXPIREAT h 17000001%05d FIELDS 2 %d f%d", i/100, i, i))
			}
			key := []byte("h")
			want := shown(b, key)
			b.Tx.Lock(key)
			log := Rebuild([]byte("+before\r\n"), b.Tx.Look(key))
			b.Tx.Delete(key, "del")
			b.Tx.Unlock()

			in := bufio.NewReader(bytes.NewReader(log))
			for v, err := resp.ReadValue(in); err == nil; v, err = resp.ReadValue(in) {
				if v.Kind != '*' {
					continue // what was there before
				}
				args := make([][]byte, len(v.Elems))
				for i, e := range v.Elems {
					args[i] = []byte(e.Str)
				}
				b.Run(b.Lookup(args), args)
			}
			if got := shown(b, key); len(got) != 2*n || fmt.Sprint(got) != fmt.Sprint(want) {
				t.Errorf("limit %d, %d fields: rebuilt as %v, want %v", limits, n, got, want)
			}
		}
	}
}

// shown is what a hash holds.
func shown(b *commandbench.Bench, key []byte) map[string]string {
	all := map[string]string{}
	b.Tx.Lock(key)
	defer b.Tx.Unlock()
	value.Each(b.Tx.Look(key), func(name, value pack.Entry, at int64) bool {
		all[string(name.Append(nil))] = fmt.Sprint(string(value.Append(nil)), "@", at)
		return true
	})
	return all
}

// TestNothingHalfApplied has commands fail that could have changed something before.
func TestNothingHalfApplied(t *testing.T) {
	b := newBench(t)
	b.Do("HSET h a 1 b x")
	b.Do("HEXPIRE h 100 FIELDS 1 a")
	key := []byte("h")
	want := shown(b, key)
	for _, line := range []string{
		"HSET h a 2 b", "HINCRBY h b 1", "HINCRBYFLOAT h b 1", "HEXPIRE h 10 FIELDS 3 a b", "HPERSIST h FIELDS 2 a", "HGETDEL h FIELDS 2 a",
		"HGETEX h PERSIST FIELDS 2 a", "HSETEX h FIELDS 2 a 2", "HSETEX h FXX FIELDS 2 a 2 none 2", "HSETEX h EX 10 BOGUS FIELDS 1 a 2",
	} {
		b.Do(line)
		if got := shown(b, key); fmt.Sprint(got) != fmt.Sprint(want) || b.Logged != "" || b.Events != nil {
			t.Errorf("%s: left %v, logged %q", line, got, b.Logged)
		}
	}
	if r := b.Tx.Look(key); r.Kind() != table.KindHash {
		t.Error("not a hash")
	}
}
