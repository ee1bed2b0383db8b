package set

import (
	"bufio"
	"bytes"
	"fmt"
	"math"
	"slices"
	"strings"
	"testing"

	"redstart/resp"
	"redstart/server/command/commandbench"
	"redstart/storage"
	"redstart/storage/table"
)

func newBench(t testing.TB) *commandbench.Bench {
	return commandbench.New(t, storage.Options{Shards: 4, Seed: 1}, Commands)
}

func run(t *testing.T, steps []commandbench.Step) {
	t.Helper()
	b := newBench(t)
	b.Steps(t, steps)
}

// list is a reply of several strings.
func list(members ...string) string {
	var b strings.Builder
	for i, m := range members {
		if i > 0 {
			b.WriteByte('\n')
		}
		b.WriteString(string(rune('1'+i)) + `) "` + m + `"`)
	}
	return b.String()
}

const wrongType = "(error) WRONGTYPE Operation against a key holding the wrong kind of value"

func TestMembers(t *testing.T) {
	run(t, []commandbench.Step{
		{"SADD s 3 1 2 1", "(integer) 3", "=", "sadd s"},
		{"SADD s 1 2", "(integer) 0", "", ""},
		{"SMEMBERS s", list("1", "2", "3"), "", ""},
		{"SADD s b a 01", "(integer) 3", "=", "sadd s"},
		{"SMEMBERS s", list("1", "2", "3", "b", "a", "01"), "", ""},
		{"SCARD s", "(integer) 6", "", ""},
		{"SCARD none", "(integer) 0", "", ""},
		{"SISMEMBER s 2", "(integer) 1", "", ""},
		{"SISMEMBER s 02", "(integer) 0", "", ""},
		{"SISMEMBER none 2", "(integer) 0", "", ""},
		{"SMISMEMBER s 2 x a 2", "1) (integer) 1\n2) (integer) 0\n3) (integer) 1\n4) (integer) 1", "", ""},
		{"SMISMEMBER none 2", "1) (integer) 0", "", ""},
		{"SMEMBERS none", "(empty array)", "", ""},
		{"SREM s 1 x a", "(integer) 2", "=", "srem s"},
		{"SREM s 1 x a", "(integer) 0", "", ""},
		{"SREM none 1", "(integer) 0", "", ""},
		{"SREM s 2 3 b 01", "(integer) 4", "=", "srem s,del s"},
		{"SCARD s", "(integer) 0", "", ""},
	})
}

func TestMove(t *testing.T) {
	run(t, []commandbench.Step{
		{"SADD a 1 2 x", "(integer) 3", "=", "sadd a"},
		{"SMOVE a b 1", "(integer) 1", "=", "srem a,sadd b"},
		{"SMOVE a b 9", "(integer) 0", "", ""},
		{"SMOVE a a x", "(integer) 1", "", ""},
		{"SMOVE a a y", "(integer) 0", "", ""},
		{"SADD b x", "(integer) 1", "=", "sadd b"},
		{"SMOVE a b x", "(integer) 1", "=", "srem a"},
		{"SMOVE a b 2", "(integer) 1", "=", "srem a,del a,sadd b"},
		{"SMOVE a b 2", "(integer) 0", "", ""},
		{"SMEMBERS b", list("1", "x", "2"), "", ""},
	})
}

func TestPopAndShow(t *testing.T) {
	run(t, []commandbench.Step{
		{"SPOP s", "(nil)", "", ""},
		{"SPOP s 3", "(empty array)", "", ""},
		{"SRANDMEMBER s", "(nil)", "", ""},
		{"SRANDMEMBER s -3", "(empty array)", "", ""},
		{"SADD s 7", "(integer) 1", "=", "sadd s"},
		{"SRANDMEMBER s", `"7"`, "", ""},
		{"SRANDMEMBER s 5", list("7"), "", ""},
		{"SRANDMEMBER s 0", "(empty array)", "", ""},
		{"SRANDMEMBER s -3", list("7", "7", "7"), "", ""},
		{"SPOP s 0", "(empty array)", "", ""},
		{"SPOP s", `"7"`, "SREM s 7", "spop s,del s"},
		{"SADD s 7 a", "(integer) 2", "=", "sadd s"},
		{"SPOP s 99", list("7", "a"), "DEL s", "spop s,del s"},
		{"SADD s 7 a", "(integer) 2", "=", "sadd s"},
		{"SPOP s -1", "(error) ERR value is out of range, must be positive", "", ""},
		{"SPOP s x", "(error) ERR value is out of range, must be positive", "", ""},
		{"SPOP s 1 2", "(error) ERR syntax error", "", ""},
		{"SRANDMEMBER s x", "(error) ERR value is not an integer or out of range", "", ""},
		{"SRANDMEMBER s -9223372036854775808", "(error) ERR value is out of range, value must between -9223372036854775807 and 9223372036854775807", "", ""},
		{"SRANDMEMBER s 9223372036854775807", list("7", "a"), "", ""},
		{"SRANDMEMBER s 1 2", "(error) ERR syntax error", "", ""},
	})
}

func TestCombine(t *testing.T) {
	run(t, []commandbench.Step{
		{"SADD a 1 2 3 x", "(integer) 4", "=", "sadd a"},
		{"SADD b 2 3 4", "(integer) 3", "=", "sadd b"},
		{"SINTER a b", list("2", "3"), "", ""},
		{"SINTER a b none", "(empty array)", "", ""},
		{"SINTER a", list("1", "2", "3", "x"), "", ""},
		{"SUNION a b none a", list("1", "2", "3", "x", "4"), "", ""},
		{"SDIFF a b", list("1", "x"), "", ""},
		{"SDIFF none b", "(empty array)", "", ""},
		{"SINTERCARD 2 a b", "(integer) 2", "", ""},
		{"SINTERCARD 2 a b LIMIT 1", "(integer) 1", "", ""},
		{"SINTERCARD 2 a b limit 0", "(integer) 2", "", ""},
		{"SINTERCARD 0 a", "(error) ERR numkeys should be greater than 0", "", ""},
		{"SINTERCARD x a", "(error) ERR numkeys should be greater than 0", "", ""},
		{"SINTERCARD 2 a", "(error) ERR Number of keys can't be greater than number of args", "", ""},
		{"SINTERCARD 1 a b", "(error) ERR syntax error", "", ""},
		{"SINTERCARD 1 a LIMIT", "(error) ERR syntax error", "", ""},
		{"SINTERCARD 1 a LIMIT -1", "(error) ERR LIMIT can't be negative", "", ""},
		{"SINTERCARD 1 a LIMIT x", "(error) ERR LIMIT can't be negative", "", ""},
		{"SINTERSTORE d a b", "(integer) 2", "=", "sinterstore d"},
		{"SMEMBERS d", list("2", "3"), "", ""},
		{"SUNIONSTORE d d b", "(integer) 3", "=", "sunionstore d"},
		{"SDIFFSTORE d d a", "(integer) 1", "=", "sdiffstore d"},
		{"SMEMBERS d", list("4"), "", ""},
		{"SDIFFSTORE d d d", "(integer) 0", "=", "del d"},
		{"SDIFFSTORE d d d", "(integer) 0", "", ""},
		{"SINTERSTORE a none", "(integer) 0", "=", "del a"},
	})
}

func TestScan(t *testing.T) {
	run(t, []commandbench.Step{
		{"SADD s 1 2 x", "(integer) 3", "=", "sadd s"},
		{"SSCAN s 0", "1) \"0\"\n2) 1) \"1\"\n   2) \"2\"\n   3) \"x\"", "", ""},
		{"SSCAN s 0 COUNT 1 MATCH [12]", "1) \"0\"\n2) 1) \"1\"\n   2) \"2\"", "", ""},
		{"SSCAN none 0", "1) \"0\"\n2) (empty array)", "", ""},
		{"SSCAN none 0 BOGUS", "1) \"0\"\n2) (empty array)", "", ""},
		{"SSCAN none x", "(error) ERR invalid cursor", "", ""},
		{"SSCAN s 0 COUNT 0", "(error) ERR syntax error", "", ""},
		{"SSCAN s 0 TYPE set", "(error) ERR syntax error", "", ""},
		{"SSCAN s 0 NOVALUES", "(error) ERR NOVALUES option can only be used in HSCAN", "", ""},
	})
}

// TestWrongType: nothing is changed where one of the keys holds a string.
func TestWrongType(t *testing.T) {
	b := newBench(t)
	b.Tx.Lock([]byte("str"))
	b.Tx.SetString([]byte("str"), []byte("v"), 0, "set")
	b.Tx.Unlock()
	b.Do("SADD s a b 1")
	for _, line := range []string{
		"SADD str a", "SREM str a", "SCARD str", "SMEMBERS str", "SISMEMBER str a", "SMISMEMBER str a", "SMOVE str s a", "SMOVE s str a", "SPOP str",
		"SPOP str 1", "SRANDMEMBER str", "SRANDMEMBER str 2", "SSCAN str 0", "SINTER s str", "SINTER none str", "SUNION s str", "SDIFF str s",
		"SINTERCARD 2 s str", "SINTERSTORE s s str", "SUNIONSTORE s str", "SDIFFSTORE s none str",
	} {
		b.Expect(t, line, wrongType, "", "")
	}
	b.Expect(t, "SMOVE none str a", "(integer) 0", "", "")
	b.Expect(t, "SMEMBERS s", list("a", "b", "1"), "", "")
}

// TestPopLogsWhatItTook: one SREM for 1024 members.
func TestPopLogsWhatItTook(t *testing.T) {
	b := newBench(t)
	b.Do("SADD s" + many("m", 3000))
	b.Do("SPOP s 2500")
	parts := strings.Split(b.Logged, "; ")
	sizes, taken := []int{}, map[string]bool{}
	for _, p := range parts {
		words := strings.Fields(p)
		if words[0] != "SREM" || words[1] != "s" {
			t.Fatalf("logged %q", words[:2])
		}
		sizes = append(sizes, len(words)-2)
		for _, m := range words[2:] {
			taken[m] = true
		}
	}
	if !slices.Equal(sizes, []int{1024, 1024, 452}) || len(taken) != 2500 {
		t.Errorf("logged %v members, %d different ones", sizes, len(taken))
	}
	for m := range taken {
		if got := b.Do("SISMEMBER s " + m); got != "(integer) 0" {
			t.Fatalf("%s was logged and is still there", m)
		}
	}
	b.Expect(t, "SCARD s", "(integer) 500", "", "")
}

// TestRandomRepliesAreUniform counts replies with a fixed seed and compares them by Pearson's chi-square, with a limit of five standard
// deviations.
func TestRandomRepliesAreUniform(t *testing.T) {
	const members, rounds = 100, 20
	for _, line := range []string{"SRANDMEMBER s", "SRANDMEMBER s 20", "SRANDMEMBER s -20", "SRANDMEMBER s 75", "SPOP s", "SPOP s 20", "SPOP s 95"} {
		for _, prefix := range []string{"", "m"} {
			b := newBench(t)
			seen, total := map[string]int{}, 0
			fill := "SADD s" + many(prefix, members)
			b.Do(fill)
			for total < members*rounds {
				if line[1] == 'P' {
					b.Do(fill)
				}
				v := replyTo(t, b, line)
				for _, e := range append(v.Elems, v) {
					if e.Kind == '$' {
						seen[e.Str]++
						total++
					}
				}
			}
			chi, expected := 0.0, float64(total)/members
			for _, n := range seen {
				chi += (float64(n) - expected) * (float64(n) - expected) / expected
			}
			if limit := members - 1 + 5*math.Sqrt(2*(members-1)); chi > limit || len(seen) != members {
				t.Errorf("%s of %q: chi-square %.0f, limit %.0f, %d members", line, prefix, chi, limit, len(seen))
			}
		}
	}
}

// replyTo is a line's reply.
func replyTo(t *testing.T, b *commandbench.Bench, line string) resp.Value {
	t.Helper()
	b.Do(line)
	v, err := resp.ReadValue(bufio.NewReader(bytes.NewReader(b.Reply.B)))
	if err != nil {
		t.Fatal(err)
	}
	return v
}

func TestRebuild(t *testing.T) {
	for _, all := range []string{" 1", many("", 300), many("m", 100), many("m", 300) + many("", 700)} {
		b := newBench(t)
		b.Do("SADD s" + all)
		b.Tx.Lock([]byte("s"))
		r := b.Tx.Look([]byte("s"))
		log := Rebuild(nil, r)
		members := map[string]bool{}
		Each(r, func(m []byte) { members[string(m)] = true })
		b.Tx.Unlock()

		n := 0
		fresh := newBench(t)
		for in := bufio.NewReader(bytes.NewReader(log)); ; n++ {
			v, err := resp.ReadValue(in)
			if err != nil {
				break
			}
			var words [][]byte
			for _, e := range v.Elems {
				words = append(words, []byte(e.Str))
			}
			fresh.Run(fresh.Lookup(words), words)
		}
		fresh.Tx.Lock([]byte("s"))
		count := 0
		Each(fresh.Tx.Look([]byte("s")), func(m []byte) {
			count++
			if !members[string(m)] {
				t.Fatalf("%q is no member", m)
			}
		})
		fresh.Tx.Unlock()
		want := len(strings.Fields(all))
		if count != want || len(members) != want || n != (want+63)/64 {
			t.Errorf("%d members by %d commands, want %d", count, n, want)
		}
	}
	if got := Rebuild(nil, table.NewPacked(table.KindSet, 0, []byte("k"), []byte{1, 7}, 0, 0)); string(got) != "*3\r\n$4\r\nSADD\r\n$1\r\nk\r\n$1\r\n7\r\n" {
		t.Errorf("%q", got)
	}
}

// TestTimeToLive stays with a set that is edited and goes with one that is replaced.
func TestTimeToLive(t *testing.T) {
	b := newBench(t)
	key := []byte("s")
	expires := func() bool {
		b.Tx.Lock(key)
		defer b.Tx.Unlock()
		return b.Tx.Look(key).HasExpire()
	}
	b.Do("SADD s 1")
	b.Tx.Lock(key)
	b.Tx.SetExpire(key, commandbench.Start+1000, "expire")
	b.Tx.Unlock()
	for _, line := range []string{"SADD s 2 100000", "SADD s a", "SADD s" + many("m", 400), "SREM s a", "SPOP s", "SPOP s 380"} {
		if b.Do(line); !expires() {
			t.Errorf("%s lost the time to live", line)
		}
	}
	if b.Do("SUNIONSTORE s s"); expires() {
		t.Error("SUNIONSTORE kept the time to live")
	}
	b.Do("SADD d x")
	if b.Do("SMOVE d s x"); expires() {
		t.Error("SMOVE gave a time to live")
	}
}

// many are n words that begin with prefix.
func many(prefix string, n int) string {
	var s strings.Builder
	for i := range n {
		fmt.Fprintf(&s, " %s%d", prefix, i)
	}
	return s.String()
}
