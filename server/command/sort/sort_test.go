package sort

import (
	"fmt"
	"math"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"redstart/server/command/commandbench"
	"redstart/server/command/hash"
	"redstart/server/command/list"
	"redstart/server/command/set"
	"redstart/server/command/str"
	"redstart/server/command/zset"
	"redstart/storage"
	"redstart/storage/value/pack"
)

func newBench(t testing.TB) *commandbench.Bench {
	return commandbench.New(t, storage.Options{Shards: 4}, Commands, list.Commands, set.Commands, zset.Commands, str.Commands, hash.Commands)
}

// elements is a reply of several strings; a missing one is (nil).
func elements(all ...string) string {
	lines := make([]string, len(all))
	for i, e := range all {
		if e != "(nil)" {
			e = `"` + e + `"`
		}
		lines[i] = fmt.Sprintf("%d) %s", i+1, e)
	}
	return strings.Join(lines, "\n")
}

const wrongNumber = "(error) ERR One or more scores can't be converted into double"

func TestSort(t *testing.T) {
	b := newBench(t)
	for _, line := range []string{
		"RPUSH l 3 1 2 10", "SADD s 3 1 2 10", "ZADD z 5 3 1 1 9 2 0 10", "RPUSH bad 1 x", "SET str v", "HSET h f v",
		"MSET w_1 30 w_2 10 w_3 20 name_1 one name_2 two", "HSET h_1 age 5", "HSET h_2 age 3",
	} {
		b.Do(line)
	}
	for _, tt := range []struct{ line, reply string }{
		{"SORT l", elements("1", "2", "3", "10")},
		{"SORT s DESC", elements("10", "3", "2", "1")},
		{"SORT z LIMIT 1 2", elements("2", "3")},
		{"SORT l ALPHA", elements("1", "10", "2", "3")},
		{"SORT l LIMIT 2 100 DESC", elements("2", "1")},
		{"SORT l BY nosort", elements("3", "1", "2", "10")},
		{"SORT l BY nosort DESC LIMIT 1 2", elements("2", "1")},
		{"SORT z BY nosort LIMIT 1 2", elements("1", "3")},
		{"SORT z BY nosort DESC LIMIT 1 2", elements("3", "1")},
		{"SORT s BY nosort LIMIT 1 2", elements("2", "3")},
		{"SORT l BY w_*", elements("10", "2", "3", "1")},
		{"SORT l BY w_* GET # GET name_*", elements("10", "(nil)", "2", "two", "3", "(nil)", "1", "one")},
		{"SORT l BY h_*->age GET h_*->age", elements("(nil)", "(nil)", "3", "5")},
		{"SORT l BY name_* ALPHA", elements("3", "10", "1", "2")},
		{"SORT l GET nothing LIMIT 0 1", elements("(nil)")},
		{"SORT none", "(empty array)"},
		{"SORT bad", wrongNumber},
		{"SORT bad ALPHA", elements("1", "x")},
		{"SORT str", "(error) WRONGTYPE Operation against a key holding the wrong kind of value"},
		{"SORT h", "(error) WRONGTYPE Operation against a key holding the wrong kind of value"},
		{"SORT str BOGUS", "(error) ERR syntax error"},
		{"SORT l LIMIT 1", "(error) ERR syntax error"},
		{"SORT l LIMIT 1 x", "(error) ERR value is not an integer or out of range"},
		{"SORT_RO l STORE d", "(error) ERR syntax error"},
		{"SORT_RO l DESC GET w_*", elements("(nil)", "20", "10", "30")},
	} {
		b.Expect(t, tt.line, tt.reply, "", "")
	}
}

func TestStore(t *testing.T) {
	b := newBench(t)
	b.Do("RPUSH l 3 1 2")
	b.Do("SADD s 3 x 2")
	b.Do("MSET w_1 a str v")
	for _, s := range []struct{ line, reply, logged, events string }{
		{"SORT l STORE d", "(integer) 3", "=", "sortstore d"},
		{"LRANGE d 0 -1", elements("1", "2", "3"), "", ""},
		{"SORT l GET w_* STORE d", "(integer) 3", "=", "sortstore d"},
		{"LRANGE d 0 -1", elements("a", "", ""), "", ""},
		{"SORT s BY nosort DESC STORE d", "(integer) 3", "=", "sortstore d"},
		{"LRANGE d 0 -1", elements("x", "3", "2"), "", ""},
		{"SORT l STORE l", "(integer) 3", "=", "sortstore l"},
		{"LRANGE l 0 -1", elements("1", "2", "3"), "", ""},
		{"SORT s STORE d", wrongNumber, "", ""},
		{"SORT str STORE d", "(error) WRONGTYPE Operation against a key holding the wrong kind of value", "", ""},
		{"LLEN d", "(integer) 3", "", ""},
		{"SORT l LIMIT 3 1 STORE d", "(integer) 0", "=", "del d"},
		{"SORT none STORE d", "(integer) 0", "", ""},
		{"SORT none STORE str", "(integer) 0", "=", "del str"},
	} {
		b.Expect(t, s.line, s.reply, s.logged, s.events)
	}
}

// TestKeys: what is locked, and what needs more than that.
func TestKeys(t *testing.T) {
	b := newBench(t)
	for _, tt := range []struct {
		line  string
		keys  string
		alone bool
	}{
		{"SORT l", "l", false},
		{"SORT l DESC ALPHA LIMIT 0 1", "l", false},
		{"SORT l STORE a STORE d", "l d", false},
		{"SORT l store d* LIMIT 1 2", "l d*", false},
		{"SORT l BY nosort GET # GET x STORE d", "l d", false},
		{"SORT l BY w_* STORE d", "l d", true},
		{"SORT l BY store GET store STORE d", "l d", false},
		{"SORT l LIMIT STORE GET STORE d", "l d", false},
		{"SORT l GET # get *", "l", true},
		{"SORT l BY", "l", false},
		{"SORT_RO l BY w_* GET #", "l", true},
		{"SORT_RO w_* ALPHA", "w_*", false},
	} {
		args := b.Words(tt.line)
		cmd := b.Lookup(args)
		found, ok := cmd.FindKeys(args, nil)
		var keys []string
		for _, k := range found {
			keys = append(keys, string(args[k.Pos]))
		}
		if got := strings.Join(keys, " "); got != tt.keys || !ok || cmd.RunsAlone(args) != tt.alone {
			t.Errorf("%s: keys %q, alone %v", tt.line, got, cmd.RunsAlone(args))
		}
	}
}

func TestNumber(t *testing.T) {
	inf := math.Inf(1)
	for text, want := range map[string]float64{
		"": 0, "5": 5, "-7": -7, "+5": 5, ".5": .5, "5.": 5, "1e3": 1000, "inf": inf, "-Infinity": -inf, "1e400": inf, "1e-400": 0, "5\x00abc": 5, "\x00": 0,
		"9223372036854775808": 1 << 63, "007": 7,
	} {
		if got, ok := number(pack.Parse([]byte(text))); got != want || !ok {
			t.Errorf("%q is %v, %v; want %v", text, got, ok, want)
		}
	}
	for _, text := range []string{" 5", "5 ", "0x10", "nan", "abc", "1_0", "--1", "1,5", "e5", " ", "1e", "+"} {
		if got, ok := number(pack.Parse([]byte(text))); ok {
			t.Errorf("%q is %v", text, got)
		}
	}
}

// TestLimitIsAWindow: the elements that are kept while sorting are those that a full sort has at their places.
func TestLimitIsAWindow(t *testing.T) {
	rnd := rand.New(rand.NewPCG(1, 2))
	for round := range 300 {
		o := options{alpha: round&1 != 0, desc: round&2 != 0, limited: true, offset: rnd.Int64N(40), count: rnd.Int64N(40)}
		if round&4 != 0 {
			o.by = &pattern{}
		}
		n := rnd.IntN(60)
		from, to := o.window(n)
		all, some := newOrder(&o, n, n), newOrder(&o, n, to)
		for i := range n {
			it := item{e: pack.Entry{Int: int64(i)}, by: pack.Entry{Int: rnd.Int64N(5)}, score: float64(rnd.IntN(10)), has: rnd.IntN(4) > 0}
			all.add(it)
			some.add(it)
		}
		want, got := all.sorted(0)[from:to], some.sorted(from)
		if !slices.EqualFunc(got, want, func(a, b pack.Entry) bool { return a.Int == b.Int }) {
			t.Fatalf("%+v of %d: %v, want %v", o, n, got, want)
		}
	}
}

// FuzzOptions: whatever the words are, the keys are found as the options are read.
func FuzzOptions(f *testing.F) {
	for _, seed := range []string{"BY w_* LIMIT 0 1 STORE d", "GET STORE STORE GET", "LIMIT 1 STORE STORE d", "STORE", "ASC store a by b"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, line string) {
		b := newBench(t)
		args := append(b.Words("SORT none"), nil)[:2]
		for _, w := range strings.Fields(line) {
			args = append(args, []byte(w))
		}
		b.Ctx.Args = args
		o, err := parse(&b.Ctx, true)
		if err != nil {
			return
		}
		found, _ := findKeys(args, nil)
		if last := args[found[len(found)-1].Pos]; o.store != nil && (len(found) != 2 || string(last) != string(o.store)) || o.store == nil && len(found) != 1 {
			t.Fatalf("%q: stores in %q, keys %v", line, o.store, found)
		}
		patterns := o.by != nil && !o.by.fixed
		for i := range o.gets {
			patterns = patterns || !o.gets[i].fixed
		}
		if patterns && !looksUp(args) {
			t.Fatalf("%q looks keys up and does not run alone", line)
		}
	})
}

func BenchmarkSort(b *testing.B) {
	for _, line := range []string{"SORT l", "SORT l LIMIT 0 10", "SORT l ALPHA", "SORT l BY w_*", "SORT l BY nosort GET w_*", "SORT l STORE d"} {
		b.Run(line, func(b *testing.B) {
			bench := newBench(b)
			for i := range 1000 {
				bench.Do(fmt.Sprintf("RPUSH l %d", i*7919%1000))
				bench.Do(fmt.Sprintf("SET w_%d %d", i, 1000-i))
			}
			args := bench.Words(line)
			cmd := bench.Lookup(args)
			bench.Silence()
			b.ReportAllocs()
			for b.Loop() {
				bench.Reply.Reset()
				bench.Run(cmd, args)
			}
		})
	}
}
