package integration

import (
	"math/rand/v2"
	"strconv"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"redstart/resp"
)

// TestCrashTypes is TestCrash with values of all types: writers make changes of which each depends on those before it, some of them as
// transactions, and somebody waits for elements. After each restart what a writer has made is what its first so many changes make on a
// server that is never killed: all that were acknowledged, and each transaction as a whole.
func TestCrashTypes(t *testing.T) {
	t.Parallel()
	seed := rand.Uint64()
	t.Logf("seed %d", seed)
	rng := rand.New(rand.NewPCG(seed, 1))
	dir := t.TempDir()
	whole := dial(t, start(t).addr, 2)
	s := startPath(t, binary(t), dir, crashArgs(0)...)
	fillLarge(dial(t, s.addr, 2))
	var writers []*typesWriter
	for i := range crashWriters {
		writers = append(writers, &typesWriter{prefix: "w" + strconv.Itoa(i) + ":", unit: i%2 == 0})
	}
	queue := &typesConsumer{}
	for round := range *crashRounds {
		loadTypes(t, s, rng, writers, queue)
		s = startPath(t, binary(t), dir, crashArgs(round+1)...)
		c := dial(t, s.addr, 2)
		for _, w := range writers {
			w.verify(t, c, whole)
		}
		queue.verify(t, c, writers[0].made)
		if t.Failed() {
			t.Fatalf("round %d", round)
		}
	}
	t.Logf("%d rounds; %d changes of the first writer, %d elements that somebody waited for", *crashRounds, writers[0].made, queue.last)
}

// fillLarge makes values that take a rewrite some time.
func fillLarge(c *Conn) {
	for i := 0; i < 60000; i += 100 {
		list, hash, zset := []string{"RPUSH", "large:list"}, []string{"HSET", "large:hash"}, []string{"ZADD", "large:zset"}
		for j := i; j < i+100; j++ {
			n := strconv.Itoa(j)
			list, hash, zset = append(list, n), append(hash, n, n), append(zset, n, n)
		}
		c.Do(list...)
		c.Do(hash...)
		c.Do(zset...)
	}
}

// typesWriter makes changes 1, 2, 3 and so on of keys of its own.
type typesWriter struct {
	prefix string
	unit   bool // each change is a transaction of all commands; otherwise one of them
	made   int  // the changes that the server had after the last restart
	acked  int
	sent   int
}

// typesKeys are the keys of a writer, after its prefix.
var typesKeys = []string{"list", "other", "hash", "copy", "set", "moved", "zset", "stream", "n", "f"}

// commands are those of the n-th change.
func (w *typesWriter) commands(n int) [][]string {
	p, id, member := w.prefix, strconv.Itoa(n), func(k int) string { return strconv.Itoa(k * n % 50) }
	all := [][]string{
		{"RPUSH", p + "list", id, id},
		{"LTRIM", p + "list", "-150", "-1"},
		{"LMOVE", p + "list", p + "other", "LEFT", "RIGHT"},
		{"LTRIM", p + "other", "-7", "-1"},
		{"HSET", p + "hash", member(1), id, member(3), id},
		{"HINCRBYFLOAT", p + "hash", member(1), "0.5"},
		{"HPEXPIREAT", p + "hash", strconv.Itoa(33333333333000 + n), "FIELDS", "1", member(3)},
		{"HDEL", p + "hash", member(7)},
		{"COPY", p + "hash", p + "copy", "REPLACE"},
		{"SADD", p + "set", member(1), "m" + id},
		{"SREM", p + "set", member(7), "m" + strconv.Itoa(n-40)},
		{"SMOVE", p + "set", p + "moved", member(3)},
		{"ZADD", p + "zset", member(3), member(1), id, "m" + id},
		{"ZPOPMIN", p + "zset"},
		{"ZINCRBY", p + "zset", "1.5", member(1)},
		{"XADD", p + "stream", "MAXLEN", "30", id + "-1", "n", id},
		{"INCR", p + "n"},
		{"INCRBYFLOAT", p + "f", "0.25"},
	}
	if w.unit {
		all = append(append([][]string{{"MULTI"}}, all...), []string{"RPUSH", p + "queue", id}, []string{"EXEC"})
		return all
	}
	return all[n%len(all) : n%len(all)+1]
}

// write makes changes, some at a time, until the connection breaks.
func (w *typesWriter) write(t *testing.T, c *Conn, rng *rand.Rand, acked func()) {
	for {
		var b []byte
		first := w.sent + 1
		for range 1 + rng.IntN(8) {
			w.sent++
			for _, cmd := range w.commands(w.sent) {
				b = append(b, encode(cmd)...)
			}
		}
		if c.Write(b) != nil {
			return
		}
		for n := first; n <= w.sent; n++ {
			for range w.commands(n) {
				v, err := c.Read()
				if err != nil {
					return
				}
				if v.IsError() || v.Null && w.unit {
					t.Errorf("change %d was answered with %v", n, v)
					return
				}
			}
			w.acked = n
			acked()
		}
	}
}

// verify finds how many changes the server has: some number from those acknowledged to those sent.
func (w *typesWriter) verify(t *testing.T, c, whole *Conn) {
	t.Helper()
	found := w.digest(c)
	for n := w.made + 1; n <= w.sent; n++ {
		if n > w.acked && w.digest(whole) == found {
			w.sent = n - 1
			break
		}
		for _, cmd := range w.commands(n) {
			whole.Do(cmd...)
		}
	}
	if w.digest(whole) != found {
		t.Errorf("%s is not what any number of changes from %d to %d makes", w.prefix, w.acked, w.sent)
		for _, k := range typesKeys {
			t.Logf("%s: %s\nafter %d changes: %s", k, shortened(valueOf(c, w.prefix+k)), w.sent, shortened(valueOf(whole, w.prefix+k)))
		}
	}
	w.made, w.acked = w.sent, w.sent
}

// digest stands for all that the writer's keys hold, but for what somebody takes from them.
func (w *typesWriter) digest(c *Conn) string {
	words := []string{"DEBUG", "DIGEST-VALUE"}
	for _, k := range typesKeys {
		words = append(words, w.prefix+k)
	}
	return c.Do(words...).String()
}

// typesConsumer waits for the elements of the first writer's queue, which are the numbers of its changes.
type typesConsumer struct{ last int }

func (q *typesConsumer) consume(t *testing.T, c *Conn) {
	for {
		v, err := c.query("BLPOP", "w0:queue", "1")
		if err != nil {
			return
		}
		if v.Null {
			continue
		}
		n := number(v)
		if n != q.last+1 {
			t.Errorf("%d comes after %d", n, q.last)
			return
		}
		q.last = n
	}
}

func number(v resp.Value) int {
	if len(v.Elems) != 2 {
		return -1
	}
	n, _ := strconv.Atoi(v.Elems[1].Str)
	return n
}

// verify finds everything in the queue that nobody has taken. One more may be gone, whose reply was lost.
func (q *typesConsumer) verify(t *testing.T, c *Conn, made int) {
	t.Helper()
	left := c.Do("LRANGE", "w0:queue", "0", "-1").Elems
	next := made + 1 - len(left)
	if next != q.last+1 && next != q.last+2 {
		t.Errorf("%d of %d elements are left, after %d were taken", len(left), made, q.last)
	}
	for i, v := range left {
		if v.Str != strconv.Itoa(next+i) {
			t.Errorf("element %d is %v, want %d", i, v, next+i)
			break
		}
	}
	q.last = next - 1
}

// loadTypes has all write, and the log rewritten over and over, until the server is killed.
func loadTypes(t *testing.T, s *server, rng *rand.Rand, writers []*typesWriter, queue *typesConsumer) {
	var wg sync.WaitGroup
	var acked atomic.Int64
	goal, kill := 50+rng.Int64N(2500), make(chan struct{})
	for _, w := range writers {
		c, own := dial(t, s.addr, 2), rand.New(rand.NewPCG(rng.Uint64(), 2))
		wg.Go(func() {
			w.write(t, c, own, func() {
				if acked.Add(1) == goal {
					close(kill)
				}
			})
		})
	}
	c, waits := dial(t, s.addr, 2), dial(t, s.addr, 2)
	wg.Go(func() { rewriteForever(c) })
	wg.Go(func() { queue.consume(t, waits) })
	limit := time.NewTimer(crashLimit)
	defer limit.Stop()
	select {
	case <-kill:
	case <-limit.C:
	}
	s.kill()
	wg.Wait()
}
