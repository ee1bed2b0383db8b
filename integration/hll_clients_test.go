package integration

import (
	"fmt"
	"testing"

	redigo "github.com/gomodule/redigo/redis"
	"github.com/redis/go-redis/v9"
)

// TestHyperLogLogGoRedis counts visitors through go-redis, and carries a HyperLogLog from one key to another as a string.
func TestHyperLogLogGoRedis(t *testing.T) {
	t.Parallel()
	s := start(t)
	for _, protocol := range []int{2, 3} {
		t.Run(fmt.Sprint("RESP", protocol), func(t *testing.T) {
			t.Parallel()
			ctx := t.Context()
			db := goRedis(t, s, protocol, func(o *redis.Options) { o.DB = protocol })
			expect(t, "PFADD", int64(1))(db.PFAdd(ctx, "monday", "a", "b", "c").Result())
			expect(t, "PFADD again", int64(0))(db.PFAdd(ctx, "monday", "a").Result())
			expect(t, "PFADD of another", int64(1))(db.PFAdd(ctx, "tuesday", "c", "d").Result())
			expect(t, "PFCOUNT", int64(3))(db.PFCount(ctx, "monday").Result())
			expect(t, "PFCOUNT of two", int64(4))(db.PFCount(ctx, "monday", "tuesday").Result())
			expect(t, "PFMERGE", "OK")(db.PFMerge(ctx, "week", "monday", "tuesday").Result())
			expect(t, "PFCOUNT of both", int64(4))(db.PFCount(ctx, "week").Result())
			many := make([]any, 20000)
			for i := range many {
				many[i] = i
			}
			expect(t, "PFADD of many", int64(1))(db.PFAdd(ctx, "many", many...).Result())
			n, err := db.PFCount(ctx, "many").Result()
			if err != nil || n < 19_500 || n > 20_500 {
				t.Errorf("PFCOUNT of many: %d, %v", n, err)
			}
			text, err := db.Get(ctx, "many").Result()
			if err != nil || len(text) != 12304 {
				t.Fatalf("GET: %d bytes, %v", len(text), err)
			}
			expect(t, "SET", "OK")(db.Set(ctx, "copy", text, 0).Result())
			expect(t, "PFCOUNT of the copy", n)(db.PFCount(ctx, "copy").Result())
			expect(t, "PFADD to the copy", int64(0))(db.PFAdd(ctx, "copy", many[:100]...).Result())
		})
	}
}

// TestHyperLogLogRueidis uses its builders.
func TestHyperLogLogRueidis(t *testing.T) {
	t.Parallel()
	c := rueidisClient(t, start(t, "--requirepass", "secret"), 3)
	if n, err := c.Do(t.Context(), c.B().Pfadd().Key("k").Element("a", "b").Build()).AsInt64(); err != nil || n != 1 {
		t.Errorf("PFADD: %v, %v", n, err)
	}
	if n, err := c.Do(t.Context(), c.B().Pfcount().Key("k", "none").Build()).AsInt64(); err != nil || n != 2 {
		t.Errorf("PFCOUNT: %v, %v", n, err)
	}
	if err := c.Do(t.Context(), c.B().Pfmerge().Destkey("d").Sourcekey("k").Build()).Error(); err != nil {
		t.Errorf("PFMERGE: %v", err)
	}
}

// TestHyperLogLogRedigo sends one PFADD after another without waiting.
func TestHyperLogLogRedigo(t *testing.T) {
	t.Parallel()
	c, err := redigo.Dial("tcp", start(t).addr, redigo.DialReadTimeout(replyLimit))
	if err != nil {
		t.Fatal(err)
	}
	defer c.Close()
	const n = 1000
	for i := range n {
		if err := c.Send("PFADD", "k", fmt.Sprint("element ", i)); err != nil {
			t.Fatal(err)
		}
	}
	if err := c.Send("PFCOUNT", "k"); err != nil {
		t.Fatal(err)
	}
	replies, err := redigo.Ints(c.Do(""))
	if err != nil || len(replies) != n+1 {
		t.Fatalf("%d replies, %v", len(replies), err)
	}
	changes := 0
	for _, r := range replies[:n] {
		changes += r
	}
	if got := replies[n]; got < 970 || got > 1030 || changes > n || changes < 900 {
		t.Errorf("counts %d after %d changes", got, changes)
	}
}
