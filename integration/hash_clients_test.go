package integration

import (
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"
	"time"

	redigo "github.com/gomodule/redigo/redis"
	"github.com/redis/go-redis/v9"
	"github.com/redis/rueidis"
)

// TestGoRedisHashes keeps profiles and sessions with go-redis.
func TestGoRedisHashes(t *testing.T) {
	t.Parallel()
	s := start(t)
	for _, protocol := range []int{2, 3} {
		for _, fields := range []int{50, 900} { // a small hash and a large one
			t.Run(fmt.Sprint("RESP", protocol, " ", fields), func(t *testing.T) {
				t.Parallel()
				db := goRedis(t, s, protocol, func(o *redis.Options) { o.DB = protocol + fields/100 })
				goRedisProfile(t, db, fields)
				goRedisSession(t, db, fields)
			})
		}
	}
}

func goRedisProfile(t *testing.T, db *redis.Client, fields int) {
	ctx := t.Context()
	const key = "profile"
	want := map[string]string{}
	for i := range fields {
		want[fmt.Sprint("field:", i)] = fmt.Sprint("value:", i)
	}
	expect(t, "HSET", int64(fields))(db.HSet(ctx, key, want).Result())
	expect(t, "HSET again", int64(0))(db.HSet(ctx, key, "field:0", "value:0").Result())
	expect(t, "HMSET", true)(db.HMSet(ctx, key, "field:1", "value:1").Result())
	expect(t, "HSETNX", false)(db.HSetNX(ctx, key, "field:2", "x").Result())
	expect(t, "HGET", "value:3")(db.HGet(ctx, key, "field:3").Result())
	if err := db.HGet(ctx, key, "none").Err(); !errors.Is(err, redis.Nil) {
		t.Errorf("HGET of nothing: %v", err)
	}
	expect(t, "HLEN", int64(fields))(db.HLen(ctx, key).Result())
	expect(t, "HSTRLEN", int64(7))(db.HStrLen(ctx, key, "field:3").Result())
	expect(t, "HEXISTS", true)(db.HExists(ctx, key, "field:4").Result())
	if all, err := db.HGetAll(ctx, key).Result(); err != nil || !maps.Equal(all, want) {
		t.Errorf("HGETALL: %v, %v", all, err)
	}
	keys, err := db.HKeys(ctx, key).Result()
	if slices.Sort(keys); err != nil || !slices.Equal(keys, slices.Sorted(maps.Keys(want))) {
		t.Errorf("HKEYS: %v, %v", keys, err)
	}
	values, err := db.HVals(ctx, key).Result()
	if slices.Sort(values); err != nil || !slices.Equal(values, slices.Sorted(maps.Values(want))) {
		t.Errorf("HVALS: %v, %v", values, err)
	}
	some, err := db.HMGet(ctx, key, "field:5", "none").Result()
	if err != nil || !slices.Equal(some, []any{"value:5", nil}) {
		t.Errorf("HMGET: %v, %v", some, err)
	}
	seen := map[string]string{}
	for cursor := uint64(0); ; {
		var page []string
		if page, cursor, err = db.HScan(ctx, key, cursor, "field:*", 20).Result(); err != nil {
			t.Fatal(err)
		}
		for pair := range slices.Chunk(page, 2) {
			seen[pair[0]] = pair[1]
		}
		if cursor == 0 {
			break
		}
	}
	if !maps.Equal(seen, want) {
		t.Errorf("HSCAN: %v", seen)
	}
	if page, _, err := db.HScanNoValues(ctx, key, 0, "field:*", 1000).Result(); err != nil || len(page) != fields {
		t.Errorf("HSCAN NOVALUES: %v, %v", page, err)
	}
	drawn, err := db.HRandFieldWithValues(ctx, key, 7).Result()
	if err != nil || len(drawn) != 7 || want[drawn[6].Key] != drawn[6].Value {
		t.Errorf("HRANDFIELD: %v, %v", drawn, err)
	}
	expect(t, "HINCRBY", int64(5))(db.HIncrBy(ctx, key, "n", 5).Result())
	expect(t, "HINCRBYFLOAT", 5.25)(db.HIncrByFloat(ctx, key, "n", 0.25).Result())
	if err := db.HIncrBy(ctx, key, "n", 1).Err(); err == nil || err.Error() != "ERR hash value is not an integer" {
		t.Errorf("HINCRBY of a fraction: %v", err)
	}
	expect(t, "HDEL", int64(1))(db.HDel(ctx, key, "n", "none").Result())
	expectAll(t, "HGETDEL", "value:7")(db.HGetDel(ctx, key, "field:7").Result())
	expect(t, "HLEN", int64(fields-1))(db.HLen(ctx, key).Result())
}

// goRedisSession uses the times to live of fields.
func goRedisSession(t *testing.T, db *redis.Client, fields int) {
	ctx := t.Context()
	const key = "session"
	for i := range fields {
		db.HSet(ctx, key, i, i)
	}
	expectTimes := func(what string, want ...int64) func([]int64, error) {
		return func(got []int64, err error) {
			t.Helper()
			if err != nil || !slices.Equal(got, want) {
				t.Errorf("%s: %v, %v; want %v", what, got, err, want)
			}
		}
	}
	expectTimes("HEXPIRE", 1, 1, -2)(db.HExpire(ctx, key, time.Hour, "1", "2", "none").Result())
	expectTimes("HEXPIRE NX", 0, 1)(db.HExpireWithArgs(ctx, key, time.Hour, redis.HExpireArgs{NX: true}, "1", "3").Result())
	at := time.UnixMilli(33177117420123)
	expectTimes("HPEXPIREAT", 1)(db.HPExpireAt(ctx, key, at, "4").Result())
	expectTimes("HPEXPIRETIME", at.UnixMilli(), -1)(db.HPExpireTime(ctx, key, "4", "5").Result())
	if left, err := db.HTTL(ctx, key, "1").Result(); err != nil || left[0] < 3500 || left[0] > 3600 {
		t.Errorf("HTTL: %v, %v", left, err)
	}
	expectTimes("HPERSIST", 1, -1)(db.HPersist(ctx, key, "1", "5").Result())
	expect(t, "HSETEX", int64(1))(db.HSetEXWithArgs(ctx, key, &redis.HSetEXOptions{
		Condition: redis.HSetEXFNX, ExpirationType: redis.HSetEXExpirationPXAT, ExpirationVal: at.UnixMilli(),
	}, "token", "secret").Result())
	expectTimes("HPEXPIRETIME", at.UnixMilli())(db.HPExpireTime(ctx, key, "token").Result())
	expectAll(t, "HGETEX", "secret")(db.HGetEXWithArgs(ctx, key, &redis.HGetEXOptions{ExpirationType: redis.HGetEXExpirationPERSIST}, "token").Result())
	expectTimes("HTTL", -1)(db.HTTL(ctx, key, "token").Result())

	for i := range fields {
		db.HPExpire(ctx, key, time.Millisecond, fmt.Sprint(i))
	}
	deadline := time.After(replyLimit)
	for db.HLen(ctx, key).Val() != 1 {
		select {
		case <-deadline:
			t.Fatalf("%d fields are left", db.HLen(ctx, key).Val())
		default:
		}
	}
	expect(t, "HGET", "secret")(db.HGet(ctx, key, "token").Result())
	expectTimes("HPEXPIRE", 2)(db.HPExpire(ctx, key, 0, "token").Result())
	expect(t, "EXISTS", int64(0))(db.Exists(ctx, key).Result())
}

// TestFieldsExpireUnasked has the sweep remove fields and the key, and INFO count them.
func TestFieldsExpireUnasked(t *testing.T) {
	t.Parallel()
	s := start(t)
	db := goRedis(t, s, 3)
	ctx := t.Context()
	for i := range 300 {
		db.HSetEXWithArgs(ctx, "h", &redis.HSetEXOptions{ExpirationType: redis.HSetEXExpirationPX, ExpirationVal: 1}, fmt.Sprint(i), "v")
		db.HSet(ctx, "h", "stays", "v")
	}
	deadline := time.After(replyLimit)
	for {
		info := db.Info(ctx, "stats").Val()
		if strings.Contains(info, "expired_subkeys:300\r\n") {
			break
		}
		select {
		case <-deadline:
			t.Fatal(info)
		default:
		}
	}
	expect(t, "HLEN", int64(1))(db.HLen(ctx, "h").Result())
	if info := db.Info(ctx, "keyspace").Val(); !strings.Contains(info, "subexpiry=1") {
		t.Error(info)
	}
}

// TestRueidisHashes has rueidis build commands from its own grammar of them.
func TestRueidisHashes(t *testing.T) {
	t.Parallel()
	s := start(t, "--requirepass", "secret")
	for _, protocol := range []int{2, 3} {
		c := rueidisClient(t, s, protocol)
		ctx := t.Context()
		set := c.B().Hset().Key("h").FieldValue().FieldValue("a", "1").FieldValue("b", "two").Build()
		if n, err := c.Do(ctx, set).AsInt64(); err != nil || n != 2 {
			t.Errorf("HSET: %v, %v", n, err)
		}
		all, err := c.Do(ctx, c.B().Hgetall().Key("h").Build()).AsStrMap()
		if err != nil || !maps.Equal(all, map[string]string{"a": "1", "b": "two"}) {
			t.Errorf("RESP%d: HGETALL: %v, %v", protocol, all, err)
		}
		times, err := c.Do(ctx, c.B().Hexpire().Key("h").Seconds(100).Gt().Fields().Numfields(2).Field("a", "none").Build()).AsIntSlice()
		if err != nil || !slices.Equal(times, []int64{0, -2}) {
			t.Errorf("HEXPIRE GT: %v, %v", times, err)
		}
		times, err = c.Do(ctx, c.B().Hpexpireat().Key("h").UnixTimeMilliseconds(33177117420123).Fields().Numfields(1).Field("a").Build()).AsIntSlice()
		if err != nil || !slices.Equal(times, []int64{1}) {
			t.Errorf("HPEXPIREAT: %v, %v", times, err)
		}
		if f, err := c.Do(ctx, c.B().Hincrbyfloat().Key("h").Field("a").Increment(0.5).Build()).AsFloat64(); err != nil || f != 1.5 {
			t.Errorf("HINCRBYFLOAT: %v, %v", f, err)
		}
		scan, err := c.Do(ctx, c.B().Hscan().Key("h").Cursor(0).Match("b").Build()).AsScanEntry()
		if err != nil || scan.Cursor != 0 || !slices.Equal(scan.Elements, []string{"b", "two"}) {
			t.Errorf("HSCAN: %v, %v", scan, err)
		}
		if err := c.Do(ctx, c.B().Hget().Key("h").Field("none").Build()).Error(); !rueidis.IsRedisNil(err) {
			t.Errorf("HGET of nothing: %v", err)
		}
		if n, err := c.Do(ctx, c.B().Hdel().Key("h").Field("a", "b").Build()).AsInt64(); err != nil || n != 2 {
			t.Errorf("HDEL: %v, %v", n, err)
		}
	}
}

// TestRedigoHashes pipelines and scans structs with redigo.
func TestRedigoHashes(t *testing.T) {
	t.Parallel()
	s := start(t)
	c, err := redigo.Dial("tcp", s.addr, redigo.DialReadTimeout(replyLimit))
	if err != nil {
		t.Fatal(err)
	}
	defer c.Close()
	type person struct {
		Name string `redis:"name"`
		Age  int    `redis:"age"`
		Tall bool   `redis:"tall"`
	}
	want := person{Name: "Ada", Age: 36, Tall: true}
	if _, err := c.Do("HSET", redigo.Args{}.Add("person").AddFlat(want)...); err != nil {
		t.Fatal(err)
	}
	reply, err := redigo.Values(c.Do("HGETALL", "person"))
	if err != nil {
		t.Fatal(err)
	}
	var got person
	if err := redigo.ScanStruct(reply, &got); err != nil || got != want {
		t.Errorf("HGETALL: %+v, %v", got, err)
	}
	const n = 700
	for i := range n {
		if err := c.Send("HSET", "h", i, i*i); err != nil {
			t.Fatal(err)
		}
	}
	if err := c.Flush(); err != nil {
		t.Fatal(err)
	}
	for range n {
		if added, err := redigo.Int(c.Receive()); err != nil || added != 1 {
			t.Fatalf("HSET: %v, %v", added, err)
		}
	}
	squares, err := redigo.IntMap(c.Do("HGETALL", "h"))
	if err != nil || len(squares) != n || squares["26"] != 676 {
		t.Errorf("HGETALL: %v, %v", squares, err)
	}
	if some, err := redigo.Ints(c.Do("HMGET", "h", 1, 2, 3)); err != nil || !slices.Equal(some, []int{1, 4, 9}) {
		t.Errorf("HMGET: %v, %v", some, err)
	}
}
