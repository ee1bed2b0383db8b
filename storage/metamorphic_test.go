package storage

import (
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"
	"time"
)

// TestShardsDoNotMatter runs the same commands on keyspaces of different shape: they must end equal, and answer equally.
func TestShardsDoNotMatter(t *testing.T) {
	for seed := range uint64(3) {
		var want uint64
		var answers string
		for i, shards := range []int{1, 16, 1024, 64} {
			o := Options{Shards: shards, Databases: 4}
			if i == 3 {
				o.Databases = 1 // and small ones, which grow
			}
			f := newFixture(t, o)
			for f.Databases() < 4 {
				f.Open(f.Databases())
			}
			got := randomCommands(f, rand.New(rand.NewPCG(3, seed)))
			digest := f.digest()
			f.checkBooks(t)
			if i == 0 {
				want, answers = digest, got
				continue
			}
			if digest != want || got != answers {
				t.Errorf("seed %d: %d shards end with %x, one ends with %x; same answers: %v", seed, shards, digest, want, got == answers)
			}
		}
	}
}

// randomCommands runs commands and returns what they answered.
func randomCommands(f *fixture, rnd *rand.Rand) string {
	var out strings.Builder
	for range 10_000 {
		f.tx.Select(rnd.IntN(4))
		key := fmt.Sprint(rnd.IntN(500))
		value := strings.Repeat(string(rune('a'+rnd.IntN(26))), rnd.IntN(200))
		at := f.now.Load() + rnd.Int64N(2000) - 50
		switch rnd.IntN(12) {
		case 0, 1, 2:
			set(f.tx, key, value)
		case 3:
			setUntil(f.tx, key, value, at)
		case 4:
			fmt.Fprintln(&out, del(f.tx, key))
		case 5, 6:
			fmt.Fprintln(&out, key)
			v, ok := get(f.tx, key)
			fmt.Fprintln(&out, v, ok)
		case 7:
			on(f.tx, key, func(k []byte) { f.tx.SetExpire(k, at*int64(rnd.IntN(2)), "expire") })
		case 8:
			appendTo(f.tx, key, value)
		case 9:
			f.advance(time.Duration(rnd.IntN(20)) * time.Millisecond)
		case 10:
			if rnd.IntN(20) == 0 {
				f.Sweep(10, period)
			}
		case 11:
			if rnd.IntN(200) == 0 {
				a, b := rnd.IntN(4), rnd.IntN(4)
				f.Gate.Lock()
				f.growAtRandom(rnd.Uint64())
				f.Swap(a, b)
				if rnd.IntN(3) == 0 {
					f.Flush(b)
				}
				f.Gate.Unlock()
			}
		}
	}
	// What is left over of the expired keys depends on the sweeps; nobody can see them.
	for n := range 4 {
		f.tx.Select(n)
		fmt.Fprintln(&out, len(scanAll(f.tx, 10)))
	}
	return out.String()
}

func appendTo(tx *Tx, key, tail string) {
	on(tx, key, func(k []byte) {
		r := tx.Edit(k)
		if r.IsNil() {
			tx.SetString(k, []byte(tail), 0, "append")
			return
		}
		n := len(r.Value())
		r = tx.Resize(k, r, n+len(tail), 2*(n+len(tail)))
		copy(r.Value()[n:], tail)
		tx.Changed(k, "append")
	})
}
