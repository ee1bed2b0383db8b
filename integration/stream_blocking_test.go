package integration

import (
	"fmt"
	"strconv"
	"strings"
	"sync"
	"testing"

	"redstart/resp"
)

// TestStreamLeave has consumers that wait go away: no entry becomes theirs.
func TestStreamLeave(t *testing.T) {
	t.Parallel()
	s := start(t)
	c := dial(t, s.addr, 2)
	c.Do("XGROUP", "CREATE", "s", "g", "0", "MKSTREAM")
	for i := range 20 {
		gone, killed, last := dial(t, s.addr, 2), dial(t, s.addr, 3), dial(t, s.addr, 2)
		id := killed.Do("CLIENT", "ID").Int
		gone.send("XREADGROUP", "GROUP", "g", "gone", "BLOCK", "0", "STREAMS", "s", ">")
		blocked(t, c, 1)
		killed.send("XREADGROUP", "GROUP", "g", "killed", "BLOCK", "0", "STREAMS", "s", ">")
		blocked(t, c, 2)
		last.send("XREADGROUP", "GROUP", "g", "last", "BLOCK", "0", "STREAMS", "s", ">")
		blocked(t, c, 3)
		gone.nc.Close()
		blocked(t, c, 2)
		c.Do("CLIENT", "KILL", "ID", strconv.FormatInt(id, 10))
		added := c.Do("XADD", "s", "*", "i", strconv.Itoa(i)).Str
		last.want(fmt.Sprintf("1) 1) \"s\"\n   2) 1) 1) \"%s\"\n         2) 1) \"i\"\n            2) \"%d\"", added, i))
		blocked(t, c, 0)
	}
	c.send("XPENDING", "s", "g")
	v, err := c.Read()
	if err != nil || v.Elems[0].Int != 20 || len(v.Elems[3].Elems) != 1 {
		t.Errorf("pending: %s, %v", v, err)
	}
}

// TestStreamFanOut has many readers wait for the same stream: all of them get all of its entries, in order.
func TestStreamFanOut(t *testing.T) {
	t.Parallel()
	s := start(t)
	const readers, entries = 20, 50
	var all sync.WaitGroup
	for i := range readers {
		c := dial(t, s.addr, 2)
		all.Go(func() {
			last := "0"
			for n := 0; n < entries; {
				v := c.Do("XREAD", "BLOCK", "0", "COUNT", strconv.Itoa(1+i%5), "STREAMS", "none", "s", "$", last)
				for _, e := range v.Elems[0].Elems[1].Elems {
					if got := e.Elems[1].Elems[1].Str; got != strconv.Itoa(n) {
						t.Errorf("reader %d: entry %d is %s", i, n, got)
					}
					last = e.Elems[0].Str
					n++
				}
			}
		})
	}
	c := dial(t, s.addr, 2)
	for n := range entries {
		c.Do("XADD", "s", "*", "n", strconv.Itoa(n))
	}
	all.Wait()
}

// TestStreamWorkers has producers and the workers of two groups, some of whom die with what they were given; others claim that. Every
// entry is worked on in each group, and after a restart nothing is pending.
func TestStreamWorkers(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	args := []string{"--appendonly", "yes", "--appendfsync", "no", "--stream-node-max-entries", "7"}
	s := startPath(t, binary(t), dir, args...)
	const producers, each, workers = 3, 150, 3
	f := &factory{t: t, s: s, total: producers * each, done: map[string]map[string]bool{}}
	c := dial(t, s.addr, 2)
	for _, group := range []string{"mail", "bill"} {
		c.Do("XGROUP", "CREATE", "orders", group, "$", "MKSTREAM")
		f.done[group] = map[string]bool{}
		for w := range workers {
			f.all.Go(func() { f.work(group, fmt.Sprint("worker", w), w == 0) })
		}
	}
	for p := range producers {
		c := dial(t, s.addr, 2)
		f.all.Go(func() {
			for i := range each {
				c.Do("XADD", "orders", "*", "order", fmt.Sprint(p, ".", i))
			}
		})
	}
	f.all.Wait()
	state := func(c *Conn) string {
		return c.Do("XINFO", "GROUPS", "orders").String() + c.Do("XLEN", "orders").String()
	}
	before := state(c)
	if n := strings.Count(before, `"pending"`+"\n    6) (integer) 0"); n != 2 || strings.Count(before, `"lag"`+"\n   12) (integer) 0") != 2 {
		t.Errorf("at the end:\n%s", before)
	}
	s.stop()
	s = startPath(t, binary(t), dir, args...)
	if after := state(dial(t, s.addr, 2)); after != before {
		t.Errorf("after the restart:\n%s\nwant\n%s", after, before)
	}
}

// factory is the workers on one stream.
type factory struct {
	t     *testing.T
	s     *server
	total int
	all   sync.WaitGroup

	mu   sync.Mutex
	done map[string]map[string]bool // by group, the orders that were worked on
}

// work reads and acknowledges orders until all have been worked on. One that dies does so after each second order that it is given, and
// comes back under another name.
func (f *factory) work(group, name string, dies bool) {
	c := dial(f.t, f.s.addr, 2)
	for life := 1; !f.over(group); life++ {
		v := c.Do("XREADGROUP", "GROUP", group, name, "COUNT", "4", "BLOCK", "5", "STREAMS", "orders", ">")
		if v.Null {
			f.ack(c, group, c.Do("XAUTOCLAIM", "orders", group, name, "20", "0", "COUNT", "10").Elems[1].Elems)
			continue
		}
		if dies && life%2 == 0 {
			c.nc.Close()
			c, name = dial(f.t, f.s.addr, 2), fmt.Sprint(name, ".", life)
			continue
		}
		f.ack(c, group, v.Elems[0].Elems[1].Elems)
	}
}

// ack acknowledges entries, and notes their orders.
func (f *factory) ack(c *Conn, group string, entries []resp.Value) {
	for _, e := range entries {
		c.Do("XACK", "orders", group, e.Elems[0].Str)
		f.mu.Lock()
		f.done[group][e.Elems[1].Elems[1].Str] = true
		f.mu.Unlock()
	}
}

// over reports whether a group has worked on all orders.
func (f *factory) over(group string) bool {
	f.mu.Lock()
	defer f.mu.Unlock()
	return len(f.done[group]) == f.total
}
