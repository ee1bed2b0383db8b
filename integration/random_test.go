package integration

import (
	"flag"
	"fmt"
	"maps"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
)

var (
	randomCommands = flag.Int("commands", 2000, "how many random `commands` of each family are compared")
	randomSeed     = flag.Uint64("seed", 1, "what random commands are made of")
)

// randomBatch is how many random commands are sent before their replies are read.
const randomBatch = 100

// TestRandomCommands sends the same random commands to two servers and compares all replies: to the program and, with -oracle, to a
// Redis 8.0.2. Without, the other one is the program again, which keeps all collections in their large form, writes a log, is stopped
// in the middle and loads it.
func TestRandomCommands(t *testing.T) {
	for _, family := range slices.Sorted(maps.Keys(randomFamilies)) {
		t.Run(family, func(t *testing.T) {
			t.Parallel()
			r := rand.New(rand.NewPCG(*randomSeed, 0))
			p := newPair(t, 2+r.IntN(2))
			for sent := 0; sent < *randomCommands && !t.Failed(); sent += randomBatch {
				if p.restarts && sent >= *randomCommands/2 {
					p.restart()
				}
				var batch [][]string
				for len(batch) < randomBatch {
					if words := randomFamilies[family].pick(r, "command"); p.knows(words) {
						batch = append(batch, words)
					}
				}
				p.compare(batch)
				p.compare(p.readAll(family != "mixed"))
			}
		})
	}
}

// pair is two servers that are to answer the same.
type pair struct {
	t        *testing.T
	proto    int
	other    *server
	one, two *Conn
	redis    bool // the other one is Redis
	restarts bool // the other one is still to be restarted
	history  [][]string
}

// otherOptions make the program differ from itself as much as nobody may see.
var otherOptions = []string{"--appendonly", "yes", "--appendfsync", "no", "--zset-max-listpack-entries", "0"}

// sameOptions have values become large soon.
var sameOptions = []string{"--zset-max-listpack-entries", "20"}

func newPair(t *testing.T, proto int) *pair {
	p := &pair{t: t, proto: proto, redis: *oracle != "", restarts: *oracle == ""}
	if p.redis {
		p.other = startPath(t, *oracle, t.TempDir(), sameOptions...)
	} else {
		p.other = start(t, otherOptions...)
	}
	p.one, p.two = dial(t, start(t, sameOptions...).addr, proto), dial(t, p.other.addr, proto)
	return p
}

// restart stops the other server and starts it again with what it has written down.
func (p *pair) restart() {
	p.other.stop()
	p.other = startPath(p.t, binary(p.t), p.other.dir, otherOptions...)
	p.two = dial(p.t, p.other.addr, p.proto)
	p.restarts = false
}

// knows reports whether the two must answer a command in the same way. What a range by name is among members of different scores depends
// on the form, in Redis too.
func (p *pair) knows(words []string) bool {
	return p.redis || !slices.Contains([]string{"CONFIG", "OBJECT", "DEBUG"}, words[0]) && !strings.Contains(words[0], "LEX") && !slices.Contains(words, "BYLEX")
}

// readAll is commands that read all that the keys hold, and in which form: some commands that only read have Redis change that of values
// of other types (SORT that of a sorted set, HEXPIRE that of a hash even if no field gets a time).
func (p *pair) readAll(forms bool) (batch [][]string) {
	batch = append(batch, []string{"DISCARD"}, []string{"UNWATCH"}, []string{"SELECT", "1"}, []string{"DBSIZE"}, []string{"SELECT", "0"})
	for i := range randomKeys {
		key := fmt.Sprint("k", i)
		batch = append(batch, []string{"TYPE", key}, []string{"GET", key}, []string{"ZRANGE", key, "0", "-1", "WITHSCORES"})
		if p.redis {
			batch = append(batch, []string{"DEBUG", "DIGEST-VALUE", key})
		}
		if p.redis && forms {
			batch = append(batch, []string{"OBJECT", "ENCODING", key})
		}
	}
	return batch
}

// compare sends commands to both and compares the replies; it ends at the first that differ.
func (p *pair) compare(batch [][]string) {
	p.t.Helper()
	var request []byte
	for _, words := range batch {
		request = append(request, encode(words)...)
	}
	for _, c := range []*Conn{p.one, p.two} {
		if err := c.Write(request); err != nil {
			p.t.Fatal(err)
		}
	}
	for _, words := range batch {
		a, err := p.one.Read()
		if err != nil {
			p.t.Fatalf("the program, after %q: %v", words, err)
		}
		b, err := p.two.Read()
		if err != nil {
			p.t.Fatalf("the other, after %q: %v", words, err)
		}
		if anyOrder(words[0]) {
			a, b = sorted(a, "all"), sorted(b, "all")
		}
		if a.String() != b.String() {
			p.t.Fatalf("%q: %s\nthe other: %s\nbefore (of %d commands, -seed %d):\n%s",
				words, shortened(a.String()), shortened(b.String()), len(p.history), *randomSeed, p.before(words))
		}
		p.history = append(p.history, words)
	}
}

// anyOrder reports whether the replies to a command are compared without regard to order, which nobody promises; a transaction may hold
// such ones.
func anyOrder(name string) bool {
	switch name {
	case "HKEYS", "HVALS", "HGETALL", "SMEMBERS", "SINTER", "SUNION", "SDIFF", "KEYS", "SCAN", "SSCAN", "HSCAN", "ZSCAN", "EXEC":
		return true
	}
	return false
}

// before shows the last commands on the keys of one.
func (p *pair) before(words []string) string {
	var lines []string
	for i := len(p.history) - 1; i >= 0 && len(lines) < 12; i-- {
		if slices.ContainsFunc(p.history[i][1:], func(w string) bool {
			return slices.Contains(words[1:], w) && (w[:min(len(w), 1)] == "k" || w[:min(len(w), 1)] == "d")
		}) {
			lines = append(lines, shortened(fmt.Sprintf("%q", p.history[i])))
		}
	}
	slices.Reverse(lines)
	return strings.Join(lines, "\n")
}

// shortened keeps a line readable.
func shortened(s string) string {
	if len(s) > 600 {
		return s[:600] + "..."
	}
	return s
}
