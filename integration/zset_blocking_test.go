package integration

import (
	"fmt"
	"strconv"
	"strings"
	"sync"
	"testing"
)

// TestSortedSetServesInOrder has many clients wait for one sorted set: each addition serves those who came first, and each of them gets
// what is lowest or highest then.
func TestSortedSetServesInOrder(t *testing.T) {
	t.Parallel()
	s := start(t)
	adder := dial(t, s.addr, 2)
	const n = 30
	var waiting []*Conn
	for i := range n {
		c := dial(t, s.addr, 2)
		c.send([]string{"BZPOPMIN", "BZPOPMAX"}[i%2], "none", "z", "0")
		blocked(t, adder, i+1)
		waiting = append(waiting, c)
	}
	for i := 0; i < n; i += 2 {
		adder.Do("ZADD", "z", strconv.Itoa(i), "low", strconv.Itoa(i+1), "high")
		waiting[i].want(fmt.Sprintf("1) \"z\"\n2) \"low\"\n3) \"%d\"", i))
		waiting[i+1].want(fmt.Sprintf("1) \"z\"\n2) \"high\"\n3) \"%d\"", i+1))
	}
	blocked(t, adder, 0)
	if v := adder.Do("DBSIZE"); v.Int != 0 {
		t.Errorf("%s keys are left", v)
	}
}

// TestSortedSetExactlyOnce has clients that add and clients that wait: what is added is popped once, in whatever form the set is.
func TestSortedSetExactlyOnce(t *testing.T) {
	t.Parallel()
	for _, entries := range []string{"128", "0"} {
		t.Run(entries+" entries", func(t *testing.T) {
			t.Parallel()
			s := start(t, "--zset-max-listpack-entries", entries)
			const adders, each = 4, 150
			var mu sync.Mutex
			seen := map[string]int{}
			var all sync.WaitGroup
			for i := range adders {
				c := dial(t, s.addr, 2)
				all.Go(func() {
					for k := range each {
						c.Do("ZADD", []string{"y", "z"}[k%2], strconv.Itoa(k), fmt.Sprint("m", i, ".", k))
					}
				})
			}
			for i, line := range []string{"BZPOPMIN y z 0", "BZPOPMAX z y 0", "BZMPOP 0 3 none z y MIN", "BZMPOP 0 2 y z MAX COUNT 1"} {
				c := dial(t, s.addr, 2+i%2)
				all.Go(func() {
					for range adders * each / 4 {
						text := c.Do(strings.Fields(line)...).String()
						at := strings.Index(text, `"m`)
						if at < 0 {
							t.Errorf("%s: %s", line, text)
							return
						}
						member, _, _ := strings.Cut(text[at+1:], `"`)
						mu.Lock()
						seen[member]++
						mu.Unlock()
					}
				})
			}
			all.Wait()
			if len(seen) != adders*each {
				t.Errorf("%d elements of %d", len(seen), adders*each)
			}
			for m, n := range seen {
				if n != 1 {
					t.Errorf("%s came %d times", m, n)
				}
			}
		})
	}
}
