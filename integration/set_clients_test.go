package integration

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"

	redigo "github.com/gomodule/redigo/redis"
	"github.com/redis/go-redis/v9"
	"github.com/redis/rueidis"
)

// TestSetGoRedis is a session of go-redis with sets.
func TestSetGoRedis(t *testing.T) {
	t.Parallel()
	s := start(t)
	for _, protocol := range []int{2, 3} {
		t.Run(fmt.Sprint("RESP", protocol), func(t *testing.T) {
			t.Parallel()
			db := goRedis(t, s, protocol, func(o *redis.Options) { o.DB = protocol })
			goRedisSets(t, db)
			goRedisSetScan(t, db)
			goRedisSort(t, db)
		})
	}
}

// inOrder is a reply whose order says nothing.
func inOrder(members []string, err error) ([]string, error) {
	slices.Sort(members)
	return members, err
}

func goRedisSets(t *testing.T, db *redis.Client) {
	ctx := t.Context()
	expect(t, "SADD", int64(4))(db.SAdd(ctx, "a", 3, 1, 2, "x", 1).Result())
	expect(t, "SADD", int64(3))(db.SAdd(ctx, "b", 2, 3, 4).Result())
	expect(t, "SCARD", int64(4))(db.SCard(ctx, "a").Result())
	expect(t, "SISMEMBER", true)(db.SIsMember(ctx, "a", "x").Result())
	many, err := db.SMIsMember(ctx, "a", 1, 9, "x").Result()
	if err != nil || !slices.Equal(many, []bool{true, false, true}) {
		t.Errorf("SMISMEMBER: %v, %v", many, err)
	}
	expectAll(t, "SMEMBERS", "1", "2", "3", "x")(inOrder(db.SMembers(ctx, "a").Result()))
	all, err := db.SMembersMap(ctx, "b").Result()
	if _, has := all["4"]; err != nil || len(all) != 3 || !has {
		t.Errorf("SMEMBERS as a map: %v, %v", all, err)
	}
	expectAll(t, "SINTER", "2", "3")(inOrder(db.SInter(ctx, "a", "b").Result()))
	expectAll(t, "SUNION", "1", "2", "3", "4", "x")(inOrder(db.SUnion(ctx, "a", "b").Result()))
	expectAll(t, "SDIFF", "1", "x")(inOrder(db.SDiff(ctx, "a", "b").Result()))
	expect(t, "SINTERCARD", int64(1))(db.SInterCard(ctx, 1, "a", "b").Result())
	expect(t, "SINTERSTORE", int64(2))(db.SInterStore(ctx, "d", "a", "b").Result())
	expect(t, "SUNIONSTORE", int64(5))(db.SUnionStore(ctx, "d", "a", "b").Result())
	expect(t, "SDIFFSTORE", int64(2))(db.SDiffStore(ctx, "d", "a", "b").Result())
	expect(t, "SMOVE", true)(db.SMove(ctx, "a", "b", "x").Result())
	expect(t, "SREM", int64(1))(db.SRem(ctx, "b", "x", "y").Result())
	one, err := db.SRandMember(ctx, "a").Result()
	if err != nil || !strings.Contains("123", one) {
		t.Errorf("SRANDMEMBER: %q, %v", one, err)
	}
	expectAll(t, "SRANDMEMBER with a count", "1", "2", "3")(inOrder(db.SRandMemberN(ctx, "a", 9).Result()))
	expectAll(t, "SPOP with a count", "1", "2", "3")(inOrder(db.SPopN(ctx, "a", 3).Result()))
	expect(t, "SPOP of nothing", "")(db.SPop(ctx, "a").Result())
	if err := db.LPush(ctx, "b", "x").Err(); err == nil || !strings.HasPrefix(err.Error(), "WRONGTYPE ") {
		t.Errorf("LPUSH to a set: %v", err)
	}
}

// goRedisSetScan walks over a set of words and numbers whose others come and go.
func goRedisSetScan(t *testing.T, db *redis.Client) {
	ctx := t.Context()
	want := map[string]bool{}
	for i := range 3000 {
		want["word:"+strconv.Itoa(i)], want[strconv.Itoa(i-1000)] = true, true
	}
	pipe := db.Pipeline()
	for m := range want {
		pipe.SAdd(ctx, "scan", m)
	}
	if _, err := pipe.Exec(ctx); err != nil {
		t.Fatal(err)
	}
	n := 0
	for it := db.SScan(ctx, "scan", 0, "", 50).Iterator(); it.Next(ctx); n++ {
		delete(want, it.Val())
		if n%40 == 0 {
			db.SAdd(ctx, "scan", "other:"+strconv.Itoa(n), n*1000+5000)
			db.SRem(ctx, "scan", "other:"+strconv.Itoa(n-400), (n-400)*1000+5000)
		}
	}
	if len(want) > 0 {
		t.Errorf("SSCAN left %d members out", len(want))
	}
	only := 0
	for it := db.SScan(ctx, "scan", 0, "word:*9", 500).Iterator(); it.Next(ctx); only++ {
		if !strings.HasSuffix(it.Val(), "9") {
			t.Errorf("SSCAN MATCH gave %q", it.Val())
		}
	}
	if only != 300 {
		t.Errorf("SSCAN MATCH gave %d members", only)
	}
}

func goRedisSort(t *testing.T, db *redis.Client) {
	ctx := t.Context()
	db.SAdd(ctx, "ids", 1, 2, 3)
	db.MSet(ctx, "age_1", 40, "age_2", 20, "age_3", 30, "name_1", "ann", "name_2", "bob")
	db.HSet(ctx, "user_1", "rank", 2)
	expectAll(t, "SORT", "3", "2", "1")(db.Sort(ctx, "ids", &redis.Sort{Order: "DESC"}).Result())
	expectAll(t, "SORT BY", "2", "3", "1")(db.Sort(ctx, "ids", &redis.Sort{By: "age_*"}).Result())
	expectAll(t, "SORT_RO", "2", "3")(db.SortRO(ctx, "ids", &redis.Sort{By: "age_*", Count: 2}).Result())
	got, err := db.SortInterfaces(ctx, "ids", &redis.Sort{By: "age_*", Get: []string{"#", "name_*", "user_*->rank"}}).Result()
	if want := []any{"2", "bob", nil, "3", nil, nil, "1", "ann", "2"}; err != nil || !slices.Equal(got, want) {
		t.Errorf("SORT GET: %v, %v", got, err)
	}
	expect(t, "SORT STORE", int64(3))(db.SortStore(ctx, "ids", "sorted", &redis.Sort{Get: []string{"name_*"}}).Result())
	expectAll(t, "LRANGE", "ann", "bob", "")(db.LRange(ctx, "sorted", 0, -1).Result())
}

// TestSetRueidis is a session of rueidis with sets.
func TestSetRueidis(t *testing.T) {
	t.Parallel()
	s := start(t, "--requirepass", "secret")
	for _, protocol := range []int{2, 3} {
		t.Run(fmt.Sprint("RESP", protocol), func(t *testing.T) {
			t.Parallel()
			c, ctx := rueidisClient(t, s, protocol), t.Context()
			expect(t, "SADD", int64(3))(c.Do(ctx, c.B().Sadd().Key("s").Member("1", "b", "c").Build()).AsInt64())
			expect(t, "SISMEMBER", true)(c.Do(ctx, c.B().Sismember().Key("s").Member("b").Build()).AsBool())
			expectAll(t, "SMEMBERS", "1", "b", "c")(inOrder(c.Do(ctx, c.B().Smembers().Key("s").Build()).AsStrSlice()))
			expectAll(t, "SUNION", "1", "b", "c")(inOrder(c.Do(ctx, c.B().Sunion().Key("s", "none").Build()).AsStrSlice()))
			e, err := c.Do(ctx, c.B().Sscan().Key("s").Cursor(0).Count(10).Build()).AsScanEntry()
			if err != nil || e.Cursor != 0 || len(e.Elements) != 3 {
				t.Errorf("SSCAN: %v, %v", e, err)
			}
			expectAll(t, "SORT", "1", "b", "c")(c.Do(ctx, c.B().Sort().Key("s").Alpha().Build()).AsStrSlice())
			expectAll(t, "SPOP", "1", "b", "c")(inOrder(c.Do(ctx, c.B().Spop().Key("s").Count(5).Build()).AsStrSlice()))
			if err := c.Do(ctx, c.B().Srandmember().Key("s").Build()).Error(); !rueidis.IsRedisNil(err) {
				t.Errorf("SRANDMEMBER of nothing: %v", err)
			}
		})
	}
}

// TestSetRedigo is a session of redigo with sets, in a pipeline.
func TestSetRedigo(t *testing.T) {
	t.Parallel()
	s := start(t)
	c, err := redigo.Dial("tcp", s.addr, redigo.DialReadTimeout(replyLimit))
	if err != nil {
		t.Fatal(err)
	}
	defer c.Close()
	const n = 2000
	for i := range n {
		if err := c.Send("SADD", "s", i%1500, fmt.Sprint("m", i)); err != nil {
			t.Fatal(err)
		}
	}
	if err := c.Flush(); err != nil {
		t.Fatal(err)
	}
	sum := 0
	for range n {
		added, err := redigo.Int(c.Receive())
		if err != nil {
			t.Fatal(err)
		}
		sum += added
	}
	expect(t, "members added", n+1500)(sum, nil)
	expect(t, "SCARD", n+1500)(redigo.Int(c.Do("SCARD", "s")))
	members, err := redigo.Strings(c.Do("SMEMBERS", "s"))
	if err != nil || len(members) != n+1500 {
		t.Errorf("SMEMBERS: %d members, %v", len(members), err)
	}
	popped, err := redigo.Strings(c.Do("SPOP", "s", n))
	if err != nil || len(popped) != n {
		t.Errorf("SPOP: %d members, %v", len(popped), err)
	}
	expect(t, "SCARD", 1500)(redigo.Int(c.Do("SCARD", "s")))
	expectAll(t, "SORT")(redigo.Strings(c.Do("SORT", "none")))
}

// TestSortSeesOneState sorts by keys that others change meanwhile, always two at once.
func TestSortSeesOneState(t *testing.T) {
	t.Parallel()
	s := start(t)
	c := dial(t, s.addr, 2)
	c.Do("RPUSH", "l", "1", "2")
	c.Do("MSET", "w_1", "1", "w_2", "2")
	var writers sync.WaitGroup
	stop := make(chan struct{})
	for range 4 {
		w := dial(t, s.addr, 2)
		writers.Go(func() {
			for i := 0; ; i++ {
				select {
				case <-stop:
					return
				default:
				}
				if i%2 == 0 {
					w.Do("MSET", "w_1", "20", "w_2", "10")
				} else {
					w.Do("MSET", "w_1", "1", "w_2", "2")
				}
			}
		})
	}
	for range 300 {
		got := flat(c.Do("SORT", "l", "BY", "w_*", "GET", "#", "GET", "w_*"))
		if got != ` [ "1" "1" "2" "2" ]` && got != ` [ "2" "10" "1" "20" ]` {
			t.Errorf("SORT saw%s", got)
		}
	}
	close(stop)
	writers.Wait()
}
