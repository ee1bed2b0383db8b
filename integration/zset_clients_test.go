package integration

import (
	"errors"
	"fmt"
	"math"
	"slices"
	"testing"
	"time"

	redigo "github.com/gomodule/redigo/redis"
	"github.com/redis/go-redis/v9"
	"github.com/redis/rueidis"
)

// TestGoRedisSortedSets keeps a high-score table with go-redis.
func TestGoRedisSortedSets(t *testing.T) {
	t.Parallel()
	s := start(t)
	for _, protocol := range []int{2, 3} {
		for _, players := range []int{50, 500} { // a small set and a large one
			t.Run(fmt.Sprint("RESP", protocol, " ", players), func(t *testing.T) {
				t.Parallel()
				db := goRedis(t, s, protocol, func(o *redis.Options) { o.DB = protocol + players/100 })
				goRedisTable(t, db, players)
				goRedisSetsOfScores(t, db)
			})
		}
	}
}

func goRedisTable(t *testing.T, db *redis.Client, players int) {
	ctx := t.Context()
	const key = "scores"
	for i := range players {
		expect(t, "ZADD", int64(1))(db.ZAdd(ctx, key, redis.Z{Score: float64(i) + 0.5, Member: fmt.Sprintf("player:%03d", i)}).Result())
	}
	expect(t, "ZADD GT CH", int64(1))(db.ZAddArgs(ctx, key, redis.ZAddArgs{GT: true, Ch: true, Members: []redis.Z{
		{Score: 1000, Member: "player:003"}, {Score: 1, Member: "player:004"},
	}}).Result())
	expect(t, "ZADD INCR", 5.5)(db.ZAddArgsIncr(ctx, key, redis.ZAddArgs{Members: []redis.Z{{Score: 1, Member: "player:004"}}}).Result())
	expect(t, "ZINCRBY", 4.5)(db.ZIncrBy(ctx, key, -1, "player:004").Result())
	expect(t, "ZCARD", int64(players))(db.ZCard(ctx, key).Result())
	expect(t, "ZSCORE", 1000.0)(db.ZScore(ctx, key, "player:003").Result())
	expect(t, "ZRANK", int64(players-1))(db.ZRank(ctx, key, "player:003").Result())
	expect(t, "ZREVRANK", int64(0))(db.ZRevRank(ctx, key, "player:003").Result())
	expect(t, "ZRANK WITHSCORE", redis.RankScore{Rank: 3, Score: 4.5})(db.ZRankWithScore(ctx, key, "player:004").Result())
	if err := db.ZRank(ctx, key, "nobody").Err(); !errors.Is(err, redis.Nil) {
		t.Errorf("ZRANK of nobody: %v", err)
	}
	expect(t, "ZCOUNT", int64(9))(db.ZCount(ctx, key, "(4.5", "13.5").Result())
	top, err := db.ZRangeArgsWithScores(ctx, redis.ZRangeArgs{Key: key, Start: 0, Stop: 1, Rev: true}).Result()
	if want := (redis.Z{Score: 1000, Member: "player:003"}); err != nil || len(top) != 2 || top[0] != want {
		t.Errorf("ZRANGE REV WITHSCORES: %v, %v", top, err)
	}
	by, err := db.ZRangeArgs(ctx, redis.ZRangeArgs{Key: key, ByScore: true, Start: "(5.5", Stop: "+inf", Offset: 1, Count: 2}).Result()
	if err != nil || !slices.Equal(by, []string{"player:007", "player:008"}) {
		t.Errorf("ZRANGE BYSCORE LIMIT: %v, %v", by, err)
	}
	seen := map[string]bool{}
	for cursor := uint64(0); ; {
		var page []string
		if page, cursor, err = db.ZScan(ctx, key, cursor, "player:*", 20).Result(); err != nil {
			t.Fatal(err)
		}
		for i := 0; i < len(page); i += 2 {
			seen[page[i]] = true
		}
		if cursor == 0 {
			break
		}
	}
	if len(seen) != players {
		t.Errorf("ZSCAN gave %d members of %d", len(seen), players)
	}
	some, err := db.ZRandMemberWithScores(ctx, key, 7).Result()
	if err != nil || len(some) != 7 {
		t.Errorf("ZRANDMEMBER: %v, %v", some, err)
	}
	low, err := db.ZPopMin(ctx, key, 2).Result()
	if err != nil || len(low) != 2 || low[1] != (redis.Z{Score: 1.5, Member: "player:001"}) {
		t.Errorf("ZPOPMIN: %v, %v", low, err)
	}
	from, high, err := db.BZMPop(ctx, time.Second, "max", 1, "none", key).Result()
	if err != nil || from != key || len(high) != 1 || high[0].Score != 1000 {
		t.Errorf("BZMPOP: %v %v, %v", from, high, err)
	}
	one, err := db.BZPopMin(ctx, time.Second, key).Result()
	if err != nil || one.Key != key || one.Member != "player:002" {
		t.Errorf("BZPOPMIN: %v, %v", one, err)
	}
	expect(t, "ZREMRANGEBYSCORE", int64(1))(db.ZRemRangeByScore(ctx, key, "4.5", "(5.5").Result())
	expect(t, "ZREMRANGEBYRANK", int64(players-5))(db.ZRemRangeByRank(ctx, key, 0, -1).Result())
	expect(t, "EXISTS", int64(0))(db.Exists(ctx, key).Result())
}

func goRedisSetsOfScores(t *testing.T, db *redis.Client) {
	ctx := t.Context()
	db.ZAdd(ctx, "x", redis.Z{Score: 1, Member: "a"}, redis.Z{Score: 2, Member: "b"}, redis.Z{Score: math.Inf(1), Member: "c"})
	db.ZAdd(ctx, "y", redis.Z{Score: 10, Member: "a"}, redis.Z{Score: 20, Member: "d"})
	db.SAdd(ctx, "s", "b", "d")
	sum, err := db.ZUnionWithScores(ctx, redis.ZStore{Keys: []string{"x", "y", "s"}, Weights: []float64{1, 2, 3}}).Result()
	want := []redis.Z{{Score: 5, Member: "b"}, {Score: 21, Member: "a"}, {Score: 43, Member: "d"}, {Score: math.Inf(1), Member: "c"}}
	if err != nil || !slices.Equal(sum, want) {
		t.Errorf("ZUNION: %v, %v", sum, err)
	}
	expect(t, "ZINTERSTORE", int64(1))(db.ZInterStore(ctx, "i", &redis.ZStore{Keys: []string{"x", "y"}, Aggregate: "MAX"}).Result())
	expect(t, "ZSCORE", 10.0)(db.ZScore(ctx, "i", "a").Result())
	expect(t, "ZDIFFSTORE", int64(2))(db.ZDiffStore(ctx, "d", "x", "y").Result())
	expect(t, "ZINTERCARD", int64(1))(db.ZInterCard(ctx, 0, "x", "y").Result())
	scores, err := db.ZMScore(ctx, "x", "a", "none", "c").Result()
	if err != nil || !slices.Equal(scores, []float64{1, 0, math.Inf(1)}) {
		t.Errorf("ZMSCORE: %v, %v", scores, err)
	}
	expect(t, "ZLEXCOUNT", int64(3))(db.ZLexCount(ctx, "x", "-", "+").Result())
	if err := db.ZIncrBy(ctx, "x", math.Inf(-1), "c").Err(); err == nil || err.Error() != "ERR resulting score is not a number (NaN)" {
		t.Errorf("ZINCRBY to NaN: %v", err)
	}
}

// TestRueidisSortedSets has rueidis build commands from its own grammar of them.
func TestRueidisSortedSets(t *testing.T) {
	t.Parallel()
	s := start(t, "--requirepass", "secret")
	for _, protocol := range []int{2, 3} {
		c := rueidisClient(t, s, protocol)
		ctx := t.Context()
		add := c.B().Zadd().Key("z").Gt().Ch().ScoreMember().ScoreMember(1.5, "a").ScoreMember(2, "b").ScoreMember(math.Inf(-1), "c").Build()
		if n, err := c.Do(ctx, add).AsInt64(); err != nil || n != 3 {
			t.Errorf("ZADD: %v, %v", n, err)
		}
		all, err := c.Do(ctx, c.B().Zrange().Key("z").Min("-inf").Max("+inf").Byscore().Limit(0, 2).Withscores().Build()).AsZScores()
		if err != nil || !slices.Equal(all, []rueidis.ZScore{{Member: "c", Score: math.Inf(-1)}, {Member: "a", Score: 1.5}}) {
			t.Errorf("RESP%d: ZRANGE: %v, %v", protocol, all, err)
		}
		if f, err := c.Do(ctx, c.B().Zincrby().Key("z").Increment(0.25).Member("a").Build()).AsFloat64(); err != nil || f != 1.75 {
			t.Errorf("ZINCRBY: %v, %v", f, err)
		}
		if low, err := c.Do(ctx, c.B().Zpopmin().Key("z").Build()).AsZScore(); err != nil || low.Member != "c" {
			t.Errorf("ZPOPMIN: %v, %v", low, err)
		}
		if high, err := c.Do(ctx, c.B().Zpopmax().Key("z").Count(5).Build()).AsZScores(); err != nil || len(high) != 2 || high[0].Member != "b" {
			t.Errorf("ZPOPMAX: %v, %v", high, err)
		}
		if err := c.Do(ctx, c.B().Zscore().Key("z").Member("a").Build()).Error(); !rueidis.IsRedisNil(err) {
			t.Errorf("ZSCORE of nothing: %v", err)
		}
		if err := c.Do(ctx, c.B().Bzpopmin().Key("z").Timeout(0.01).Build()).Error(); !rueidis.IsRedisNil(err) {
			t.Errorf("BZPOPMIN: %v", err)
		}
	}
}

// TestRedigoSortedSets pipelines with redigo.
func TestRedigoSortedSets(t *testing.T) {
	t.Parallel()
	s := start(t)
	c, err := redigo.Dial("tcp", s.addr, redigo.DialReadTimeout(replyLimit))
	if err != nil {
		t.Fatal(err)
	}
	defer c.Close()
	const n = 400
	for i := range n {
		if err := c.Send("ZADD", "z", i*7%n, i); err != nil {
			t.Fatal(err)
		}
	}
	if err := c.Flush(); err != nil {
		t.Fatal(err)
	}
	for range n {
		if added, err := redigo.Int(c.Receive()); err != nil || added != 1 {
			t.Fatalf("ZADD: %v, %v", added, err)
		}
	}
	scores, err := redigo.Int64Map(c.Do("ZRANGE", "z", 0, 9, "WITHSCORES"))
	if err != nil || len(scores) != 10 || scores["0"] != 0 {
		t.Errorf("ZRANGE WITHSCORES: %v, %v", scores, err)
	}
	members, err := redigo.Ints(c.Do("ZRANGEBYSCORE", "z", 100, 102))
	if err != nil || len(members) != 3 || members[0]*7%n != 100 {
		t.Errorf("ZRANGEBYSCORE: %v, %v", members, err)
	}
	if f, err := redigo.Float64(c.Do("ZSCORE", "z", 3)); err != nil || f != 21 {
		t.Errorf("ZSCORE: %v, %v", f, err)
	}
	if got, err := redigo.Float64s(c.Do("ZMSCORE", "z", 1, 2)); err != nil || !slices.Equal(got, []float64{7, 14}) {
		t.Errorf("ZMSCORE: %v, %v", got, err)
	}
}
