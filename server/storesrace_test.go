package server

import (
	"fmt"
	"math/rand/v2"
	"strings"
	"sync"
	"testing"
)

// Stores come and go under their clients, and numbers of databases are used again at once: nobody ever sees or changes what is another
// store's.
func TestDropUnderLoad(t *testing.T) {
	t.Parallel()
	const clients, stores, drops = 6, 4, 150
	srv, addr := serving(t, "store-auto-create yes")
	done := make(chan struct{})
	var wg sync.WaitGroup
	for i := range clients {
		p, rng := dial(t, addr), rand.New(rand.NewPCG(uint64(i), 1))
		wg.Go(func() {
			for {
				select {
				case <-done:
					return
				default:
					tenant(p, rng, fmt.Sprintf("s%d", rng.IntN(stores)))
				}
			}
		})
	}
	admin := dial(t, addr)
	for n := range drops {
		if reply := admin.do(fmt.Sprintf("STORE DROP s%d", n%stores)); reply != "OK" && !strings.HasPrefix(reply, "NOSTORE") {
			t.Error(reply)
		}
		admin.do("PING")
	}
	close(done)
	wg.Wait()
	for _, s := range srv.stores.All() {
		admin.want("SELECT "+s.Name, "OK")
		for _, reply := range []string{admin.do("GET k"), admin.do("LINDEX l 0")} {
			if reply != "" && reply != s.Name {
				t.Errorf("store %s has %s", s.Name, reply)
			}
		}
	}
}

// tenant uses a store, which may go at any moment; it knows its own values by the store's name.
func tenant(p *peer, rng *rand.Rand, name string) {
	p.do("SELECT " + name)
	own := func(line string, allowed ...string) {
		reply := p.do(line)
		for _, a := range append(allowed, "", name, "["+name+"]", "NOSTORE the selected store was dropped") {
			if reply == a {
				return
			}
		}
		p.t.Errorf("store %s: %s: %q", name, line, reply)
	}
	for range 5 {
		switch rng.IntN(7) {
		case 0:
			own("SET k "+name, "OK")
		case 1:
			own("GET k")
		case 2:
			own("KEYS *", "[k]", "[l]", "[k l]", "[l k]", "[]")
		case 3:
			own("RPUSH l "+name, "1", "2", "3", "4", "5", "6", "7", "8", "9", "10", "11", "12", "13", "14", "15", "16")
			own("LTRIM l 0 7", "OK")
		case 4:
			own("BLPOP l 0.002", "[l "+name+"]")
		case 5:
			own("EVAL \"return redis.call('GET','k')\" 0")
		case 6:
			p.send("MULTI", "SET k "+name, "GET k", "EXEC")
			for range 3 {
				p.reply()
			}
			if reply := p.reply(); reply != "[OK "+name+"]" && !strings.HasPrefix(reply, "EXECABORT") && !strings.HasPrefix(reply, "ERR EXEC without") && !strings.HasPrefix(reply, "NOSTORE") {
				p.t.Errorf("store %s: EXEC: %q", name, reply)
			}
		}
	}
}
