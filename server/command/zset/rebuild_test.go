package zset

import (
	"bufio"
	"bytes"
	"strconv"
	"testing"

	"redstart/resp"
)

// The commands that Rebuild gives make the same set.
func TestRebuild(t *testing.T) {
	for _, n := range []int{1, 64, 65, 1000} {
		b := newBench(t)
		for i := range n {
			b.Do("ZADD z " + strconv.FormatFloat(float64(i)/3-20, 'g', -1, 64) + " " + strconv.Itoa(i))
		}
		b.Do("ZADD z inf x -inf y 1e300 z")
		want := b.Do("ZRANGE z 0 -1 WITHSCORES")
		key := []byte("z")
		b.Tx.Lock(key)
		log := Rebuild([]byte("+before\r\n"), b.Tx.Look(key))
		b.Tx.Delete(key, "del")
		b.Tx.Unlock()

		in := bufio.NewReader(bytes.NewReader(log))
		if v, err := resp.ReadValue(in); err != nil || v.String() != "before" {
			t.Fatalf("what was there before is %v, %v", v, err)
		}
		for commands := 0; ; commands++ {
			v, err := resp.ReadValue(in)
			if err != nil {
				if want := (n + 3 + 63) / 64; commands != want {
					t.Errorf("%d commands, want %d", commands, want)
				}
				break
			}
			args := make([][]byte, len(v.Elems))
			for i, e := range v.Elems {
				args[i] = []byte(e.Str)
			}
			b.Run(b.Lookup(args), args)
		}
		if got := b.Do("ZRANGE z 0 -1 WITHSCORES"); got != want {
			t.Errorf("%d elements: rebuilt as\n%s\nwant\n%s", n, got, want)
		}
	}
}
