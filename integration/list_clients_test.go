package integration

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	redigo "github.com/gomodule/redigo/redis"
	"github.com/redis/go-redis/v9"
	"github.com/redis/rueidis"
)

// TestListGoRedis is a session of go-redis with lists.
func TestListGoRedis(t *testing.T) {
	t.Parallel()
	s := start(t)
	for _, protocol := range []int{2, 3} {
		t.Run(fmt.Sprint("RESP", protocol), func(t *testing.T) {
			t.Parallel()
			db := goRedis(t, s, protocol, func(o *redis.Options) { o.DB = protocol })
			goRedisLists(t, db)
			goRedisWaits(t, db)
		})
	}
}

// expectAll is expect for a list.
func expectAll(t *testing.T, what string, want ...string) func([]string, error) {
	return func(got []string, err error) {
		t.Helper()
		if err != nil || !slices.Equal(got, want) {
			t.Errorf("%s: %q, %v; want %q", what, got, err, want)
		}
	}
}

func goRedisLists(t *testing.T, db *redis.Client) {
	ctx := t.Context()
	expect(t, "RPUSH", int64(4))(db.RPush(ctx, "l", "a", "b", "c", 4).Result())
	expect(t, "LPUSH", int64(5))(db.LPush(ctx, "l", "z").Result())
	expect(t, "LPUSHX", int64(0))(db.LPushX(ctx, "none", "z").Result())
	expectAll(t, "LRANGE", "z", "a", "b", "c", "4")(db.LRange(ctx, "l", 0, -1).Result())
	expect(t, "LINDEX", "4")(db.LIndex(ctx, "l", -1).Result())
	expect(t, "LINSERT", int64(6))(db.LInsertAfter(ctx, "l", "a", "a").Result())
	expect(t, "LPOS", int64(2))(db.LPos(ctx, "l", "a", redis.LPosArgs{Rank: -1}).Result())
	at, err := db.LPosCount(ctx, "l", "a", 0, redis.LPosArgs{}).Result()
	if err != nil || !slices.Equal(at, []int64{1, 2}) {
		t.Errorf("LPOS COUNT: %v, %v", at, err)
	}
	expect(t, "LREM", int64(2))(db.LRem(ctx, "l", 0, "a").Result())
	expect(t, "LSET", "OK")(db.LSet(ctx, "l", 0, "y").Result())
	expect(t, "LTRIM", "OK")(db.LTrim(ctx, "l", 0, 2).Result())
	expectAll(t, "LPOP with a count", "y", "b")(db.LPopCount(ctx, "l", 2).Result())
	expect(t, "LMOVE", "c")(db.LMove(ctx, "l", "m", "LEFT", "RIGHT").Result())
	expect(t, "RPOPLPUSH", "")(db.Do(ctx, "RPOPLPUSH", "l", "m").Text())
	key, popped, err := db.LMPop(ctx, "left", 5, "l", "m").Result()
	if err != nil || key != "m" || !slices.Equal(popped, []string{"c"}) {
		t.Errorf("LMPOP: %s, %q, %v", key, popped, err)
	}
	if err := db.LPop(ctx, "m").Err(); !errors.Is(err, redis.Nil) {
		t.Errorf("LPOP of nothing: %v", err)
	}
	if err := db.LSet(ctx, "m", 0, "x").Err(); err == nil || err.Error() != "ERR no such key" {
		t.Errorf("LSET of nothing: %v", err)
	}
}

func goRedisWaits(t *testing.T, db *redis.Client) {
	ctx := t.Context()
	if err := db.BLPop(ctx, 10*time.Millisecond, "none").Err(); !errors.Is(err, redis.Nil) {
		t.Errorf("BLPOP of nothing: %v", err)
	}
	popped := make(chan []string)
	go func() {
		v, err := db.BRPop(ctx, 0, "none", "queue").Result()
		if err != nil {
			t.Error(err)
		}
		popped <- v
	}()
	within(t, "waiting client", func() bool {
		list, err := db.ClientList(ctx).Result()
		return err == nil && strings.Contains(list, fmt.Sprintf("db=%d ", db.Options().DB)) && strings.Contains(list, "cmd=brpop ")
	})
	expect(t, "RPUSH", int64(2))(db.RPush(ctx, "queue", "a", "b").Result())
	if v := <-popped; !slices.Equal(v, []string{"queue", "b"}) {
		t.Errorf("BRPOP: %q", v)
	}
	expect(t, "BLMOVE", "a")(db.BLMove(ctx, "queue", "other", "LEFT", "LEFT", time.Second).Result())
	expect(t, "BRPOPLPUSH", "a")(db.Do(ctx, "BRPOPLPUSH", "other", "queue", 1).Text())
	key, v, err := db.BLMPop(ctx, time.Second, "right", 3, "other", "queue").Result()
	if err != nil || key != "queue" || !slices.Equal(v, []string{"a"}) {
		t.Errorf("BLMPOP: %s, %q, %v", key, v, err)
	}
}

// TestListRueidis is a session of rueidis with lists.
func TestListRueidis(t *testing.T) {
	t.Parallel()
	s := start(t, "--requirepass", "secret")
	for _, protocol := range []int{2, 3} {
		t.Run(fmt.Sprint("RESP", protocol), func(t *testing.T) {
			t.Parallel()
			ctx, c := t.Context(), rueidisClient(t, s, protocol)
			var want []string
			for i := range 2000 {
				want = append(want, fmt.Sprint("element ", i))
			}
			if n, err := c.Do(ctx, c.B().Rpush().Key("l").Element(want...).Build()).AsInt64(); err != nil || n != 2000 {
				t.Errorf("RPUSH: %v, %v", n, err)
			}
			expect(t, "OBJECT ENCODING", "quicklist")(c.Do(ctx, c.B().ObjectEncoding().Key("l").Build()).ToString())
			expectAll(t, "LRANGE", want...)(c.Do(ctx, c.B().Lrange().Key("l").Start(0).Stop(-1).Build()).AsStrSlice())
			expect(t, "LINDEX", want[1234])(c.Do(ctx, c.B().Lindex().Key("l").Index(1234).Build()).ToString())
			expect(t, "LPOS", int64(1500))(c.Do(ctx, c.B().Lpos().Key("l").Element(want[1500]).Build()).AsInt64())
			expect(t, "LREM", int64(1))(c.Do(ctx, c.B().Lrem().Key("l").Count(-1).Element(want[1500]).Build()).AsInt64())
			expectAll(t, "LPOP", want[:3]...)(c.Do(ctx, c.B().Lpop().Key("l").Count(3).Build()).AsStrSlice())
			if _, err := c.Do(ctx, c.B().Rpop().Key("none").Count(3).Build()).AsStrSlice(); !rueidis.IsRedisNil(err) {
				t.Errorf("RPOP of nothing: %v", err)
			}
			expectAll(t, "BLPOP", "l", want[3])(c.Do(ctx, c.B().Blpop().Key("none", "l").Timeout(1).Build()).AsStrSlice())
			if err := c.Do(ctx, c.B().Blpop().Key("none").Timeout(0.01).Build()).Error(); !rueidis.IsRedisNil(err) {
				t.Errorf("BLPOP of nothing: %v", err)
			}
			m, err := c.Do(ctx, c.B().Lmpop().Numkeys(1).Key("l").Right().Count(2).Build()).ToArray()
			if err != nil || len(m) != 2 {
				t.Fatalf("LMPOP: %v, %v", m, err)
			}
			expectAll(t, "LMPOP", want[1999], want[1998])(m[1].AsStrSlice())
		})
	}
}

// TestListRedigo is a session of redigo with lists.
func TestListRedigo(t *testing.T) {
	t.Parallel()
	s := start(t)
	c, err := redigo.Dial("tcp", s.addr, redigo.DialReadTimeout(replyLimit))
	if err != nil {
		t.Fatal(err)
	}
	defer c.Close()
	for i := range 500 {
		if err := c.Send("LPUSH", "l", i); err != nil {
			t.Fatal(err)
		}
	}
	if _, err := c.Do(""); err != nil {
		t.Fatal(err)
	}
	expect(t, "LLEN", 500)(redigo.Int(c.Do("LLEN", "l")))
	expect(t, "RPOP", 0)(redigo.Int(c.Do("RPOP", "l")))
	expectAll(t, "LRANGE", "499", "498")(redigo.Strings(c.Do("LRANGE", "l", 0, 1)))
	expectAll(t, "BRPOP", "l", "1")(redigo.Strings(c.Do("BRPOP", "l", 1)))
	if _, err := redigo.Strings(c.Do("BLPOP", "none", "0.01")); !errors.Is(err, redigo.ErrNil) {
		t.Errorf("BLPOP of nothing: %v", err)
	}
	if _, err := c.Do("LPUSH", "l"); err == nil || err.Error() != "ERR wrong number of arguments for 'lpush' command" {
		t.Errorf("LPUSH of nothing: %v", err)
	}
	if _, err := c.Do("GET", "l"); err == nil || !strings.HasPrefix(err.Error(), "WRONGTYPE ") {
		t.Errorf("GET of a list: %v", err)
	}
}
