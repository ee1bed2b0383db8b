package server

import (
	"fmt"
	"math/rand/v2"
	"strings"
	"sync"
	"testing"

	"redstart/storage/aof"
)

// TestStoresComeAndGo has clients use stores which grow, while others drop and make them and the log is rewritten. Numbers of databases go
// from store to store all the time: nobody may find another store's data, and the log must make the same data again.
func TestStoresComeAndGo(t *testing.T) {
	t.Parallel()
	const stores, rounds = 6, 60
	dir := t.TempDir()
	addr, stop := serveLog(t, storeLog(t, dir, "enable-debug-command yes"), aof.OS())
	name := func(rnd *rand.Rand) string { return fmt.Sprint("s", rnd.IntN(stores)) }
	admin := dialTest(t, addr)
	admin.want("STORE CREATE always", "OK") // without any store a name is no number
	var users sync.WaitGroup
	turns := make(chan struct{}, 4)
	for w := range 4 {
		c := dialTest(t, addr)
		rnd := rand.New(rand.NewPCG(1, uint64(w)))
		users.Go(func() {
			for range rounds {
				c.useStore(name(rnd), rnd)
				turns <- struct{}{}
			}
		})
	}
	rnd := rand.New(rand.NewPCG(2, 2))
	for i := range 4 * rounds {
		<-turns
		verb := "CREATE"
		if rnd.IntN(3) == 0 {
			verb = "DROP"
		}
		admin.do("STORE " + verb + " " + name(rnd))
		if i%50 == 10 {
			admin.do("BGREWRITEAOF")
		}
	}
	users.Wait()
	admin.infoUntil("aof_rewrite_in_progress:0")
	admin.want("SELECT 0", "OK")
	admin.want("DBSIZE", "0")
	digest := admin.do("DEBUG DIGEST")
	stop()

	addr, stop = serveLog(t, storeLog(t, dir, "enable-debug-command yes"), aof.OS())
	dialTest(t, addr).want("DEBUG DIGEST", digest)
	stop()
}

// useStore selects a store, if it is there, and fills and asks it; every value of a store names it.
func (c *talk) useStore(store string, rnd *rand.Rand) {
	if got := c.do("SELECT " + store); got != "OK" {
		if !strings.HasPrefix(got, "NOSTORE") {
			c.t.Errorf("SELECT %s: %s", store, got)
		}
		return
	}
	var lines []string
	for range 300 {
		key := fmt.Sprint("k", rnd.IntN(3000))
		switch rnd.IntN(8) {
		case 0:
			lines = append(lines, "GET "+key)
		case 1:
			lines = append(lines, "GETDEL "+key)
		case 2:
			lines = append(lines, "RPUSH l "+store, "BLPOP l 0.001")
		case 3:
			lines = append(lines, "MULTI", "SET "+key+" "+store, "GET "+key, "EXEC")
		case 4:
			lines = append(lines, "SCAN 0 COUNT 5", "EVAL \"return redis.call('get', KEYS[1])\" 1 "+key)
		default:
			lines = append(lines, "SET "+key+" "+store)
		}
	}
	c.send(lines...)
	for _, line := range lines {
		got := c.read()
		verb, _, _ := strings.Cut(line, " ")
		switch {
		case strings.HasPrefix(got, "NOSTORE"), strings.HasPrefix(got, "EXECABORT"):
		case (verb == "GET" || verb == "GETDEL" || verb == "EVAL") && got != store && got != "(nil)" && got != "QUEUED":
			c.t.Errorf("store %s: %s: %s", store, line, got)
		case strings.HasPrefix(got, "ERR EXEC without MULTI"): // MULTI was refused
		case strings.HasPrefix(got, "ERR"):
			c.t.Errorf("store %s: %s: %s", store, line, got)
		}
	}
}
