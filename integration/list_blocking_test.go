package integration

import (
	"bytes"
	"fmt"
	"strconv"
	"strings"
	"sync"
	"testing"
)

// blocked waits until so many clients of s wait for something.
func blocked(t *testing.T, c *Conn, clients int) {
	t.Helper()
	want := fmt.Sprintf("blocked_clients:%d\r\n", clients)
	within(t, want, func() bool { return strings.Contains(c.Do("INFO", "clients").Str, want) })
}

// send sends a command whose reply is read later.
func (c *Conn) send(args ...string) {
	c.t.Helper()
	if err := c.Write(encode(args)); err != nil {
		c.t.Fatalf("%q: %v", args, err)
	}
}

// want reads the next reply, as redis-cli shows it.
func (c *Conn) want(reply string) {
	c.t.Helper()
	v, err := c.Read()
	if err != nil {
		c.t.Fatal(err)
	}
	if v.String() != reply {
		c.t.Errorf("got %s, want %s", v, reply)
	}
}

// TestBlockedInOrder has many clients wait for one list, who are served in the order in which they came.
func TestBlockedInOrder(t *testing.T) {
	t.Parallel()
	s := start(t)
	pusher := dial(t, s.addr, 2)
	const n = 50
	var waiting []*Conn
	for i := range n {
		c := dial(t, s.addr, 2+i%2)
		c.send("BLPOP", "none", "k", "0")
		blocked(t, pusher, i+1)
		waiting = append(waiting, c)
	}
	for i := range n {
		if i%2 == 0 {
			pusher.Do("RPUSH", "k", strconv.Itoa(i), strconv.Itoa(i+1))
		}
		waiting[i].want("1) \"k\"\n2) \"" + strconv.Itoa(i) + `"`)
	}
	blocked(t, pusher, 0)
}

// TestBlockedLeave has clients that wait go away in all ways: their places are free, and no element is lost with them.
func TestBlockedLeave(t *testing.T) {
	t.Parallel()
	s := start(t)
	c := dial(t, s.addr, 2)
	for range 20 {
		gone, killed, last := dial(t, s.addr, 2), dial(t, s.addr, 2), dial(t, s.addr, 2)
		id := killed.Do("CLIENT", "ID").String()
		gone.send("BLPOP", "k", "0")
		blocked(t, c, 1)
		killed.send("BLMOVE", "k", "l", "LEFT", "LEFT", "0")
		blocked(t, c, 2)
		last.send("BLMPOP", "0", "2", "none", "k", "RIGHT", "COUNT", "5")
		blocked(t, c, 3)
		gone.nc.Close()
		blocked(t, c, 2)
		c.Do("CLIENT", "KILL", "ID", strings.TrimPrefix(id, "(integer) "))
		c.Do("RPUSH", "k", "1", "2")
		last.want("1) \"k\"\n2) 1) \"2\"\n   2) \"1\"")
		blocked(t, c, 0)
		if v := c.Do("DBSIZE"); v.Int != 0 {
			t.Fatalf("%s keys are left", v)
		}
	}
}

// TestBlockedPipeline pipelines behind a command that waits, and behind a push that serves who waits.
func TestBlockedPipeline(t *testing.T) {
	t.Parallel()
	s := start(t)
	waiter, pusher := dial(t, s.addr, 2), dial(t, s.addr, 2)
	for range 50 {
		waiter.send("BLPOP", "k", "0")
		waiter.send("BRPOP", "k", "0")
		waiter.send("LLEN", "k")
		blocked(t, pusher, 1)
		batch := bytes.Join([][]byte{
			encode([]string{"LPUSH", "k", "x"}), encode([]string{"LLEN", "k"}),
			encode([]string{"RPUSH", "done", "1"}), encode([]string{"LPOP", "done"}),
		}, nil)
		if err := pusher.Write(batch); err != nil {
			t.Fatal(err)
		}
		for _, reply := range []string{"(integer) 1", "(integer) 0", "(integer) 1", `"1"`} {
			pusher.want(reply)
		}
		waiter.want("1) \"k\"\n2) \"x\"")
		blocked(t, pusher, 1)
		pusher.Do("RPUSH", "k", "y", "z")
		waiter.want("1) \"k\"\n2) \"z\"")
		waiter.want("(integer) 1")
		pusher.Do("DEL", "k")
	}
}

// TestBlockedExactlyOnce has producers and consumers at both ends of lists that feed one another: what is pushed is popped once.
func TestBlockedExactlyOnce(t *testing.T) {
	t.Parallel()
	s := start(t)
	const producers, each = 4, 200
	var mu sync.Mutex
	seen := map[string]int{}
	var all sync.WaitGroup
	for i := range producers {
		p := dial(t, s.addr, 2)
		all.Go(func() {
			for k := range each {
				p.Do("RPUSH", "first", fmt.Sprint(i, ".", k))
			}
		})
	}
	for i, line := range []string{"BLMOVE first second LEFT RIGHT 0", "BRPOPLPUSH first second 0", "BLPOP second 0", "BLMPOP 0 2 none second RIGHT"} {
		c := dial(t, s.addr, 2+i%2)
		all.Go(func() {
			for range producers * each / 2 {
				v := c.Do(strings.Fields(line)...)
				for len(v.Elems) > 0 { // the element is the last of the reply
					v = v.Elems[len(v.Elems)-1]
				}
				if i >= 2 {
					mu.Lock()
					seen[v.Str]++
					mu.Unlock()
				}
			}
		})
	}
	all.Wait()
	if len(seen) != producers*each {
		t.Errorf("%d elements of %d", len(seen), producers*each)
	}
	for e, n := range seen {
		if n != 1 {
			t.Errorf("%s came %d times", e, n)
		}
	}
	blocked(t, dial(t, s.addr, 2), 0)
}
