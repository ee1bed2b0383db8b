package server

import (
	"fmt"
	"math/rand/v2"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"testing"

	"redstart/storage"
)

// Clients push to, move between and wait at a few lists of a store that is always full: what was pushed and not refused is there in the end,
// or was popped, once; no bound is broken meanwhile, and nobody waits for ever.
func TestRulesLoseNothing(t *testing.T) {
	const clients, rounds = 6, 300
	for name, rules := range map[string]storage.Rules{
		"keys":   {MaxKeys: 3},
		"values": {MaxValueBytes: 60},
		"bytes":  {MaxBytes: 300},
	} {
		t.Run(name, func(t *testing.T) {
			srv, addr := serving(t)
			srv.rule(0, rules)
			var pushed, popped, refused atomic.Int64
			var all sync.WaitGroup
			for c := range clients {
				p := dial(t, addr)
				all.Go(func() {
					rnd := rand.New(rand.NewPCG(uint64(c), 4))
					list := func() string { return "list" + strconv.Itoa(rnd.IntN(6)) }
					for range rounds {
						n := 1 + rnd.IntN(3)
						line, counts := "", &popped
						switch rnd.IntN(8) {
						case 0, 1, 2:
							line, counts = "RPUSH "+list()+strings.Repeat(" element", n), &pushed
						case 3:
							line = "BLPOP " + list() + " " + list() + " 0.01"
						case 4:
							line, counts = "BLMOVE "+list()+" "+list()+" LEFT RIGHT 0.01", nil
						case 5:
							line, counts = "LMOVE "+list()+" "+list()+" LEFT RIGHT", nil
						case 6:
							line = "LPOP " + list()
						case 7:
							line, counts = `EVAL "return redis.call('LMOVE', KEYS[1], KEYS[2], 'LEFT', 'LEFT')" 2 `+list()+" "+list(), nil
						}
						switch reply := p.do(line); {
						case strings.HasPrefix(reply, "STOREFULL ") || strings.HasPrefix(reply, "VALUETOOLARGE "):
							refused.Add(1)
						case counts == &pushed:
							pushed.Add(int64(n))
						case counts != nil && reply != "" && reply != "[]":
							popped.Add(1)
						}
					}
				})
			}
			all.Wait()
			p := dial(t, addr)
			left := int64(0)
			for i := range 6 {
				n, err := strconv.ParseInt(p.do(fmt.Sprint("LLEN list", i)), 10, 64)
				if err != nil {
					t.Fatal(err)
				}
				left += n
			}
			if pushed.Load() != popped.Load()+left || refused.Load() == 0 || popped.Load() == 0 {
				t.Errorf("%d pushed, %d popped, %d left; %d commands refused", pushed.Load(), popped.Load(), left, refused.Load())
			}
			if u := srv.keys.Usage(0); u.Refused != refused.Load() {
				t.Errorf("%d refusals are counted, %d came", u.Refused, refused.Load())
			}
		})
	}
}
