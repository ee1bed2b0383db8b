package integration

import (
	"context"
	"errors"
	"fmt"
	"net"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/redis/go-redis/v9"
)

// goRedis is a client of s that ends with the test.
func goRedis(t *testing.T, s *server, protocol int, set ...func(*redis.Options)) *redis.Client {
	t.Helper()
	o := &redis.Options{Addr: s.addr, Protocol: protocol, ReadTimeout: replyLimit, ClientName: "tester"}
	for _, f := range set {
		f(o)
	}
	db := redis.NewClient(o)
	t.Cleanup(func() { _ = db.Close() })
	return db
}

// TestGoRedis is a session of go-redis, which greets with HELLO, CLIENT SETINFO and more.
func TestGoRedis(t *testing.T) {
	t.Parallel()
	s := start(t, "--requirepass", "secret")
	for _, protocol := range []int{2, 3} {
		t.Run(fmt.Sprint("RESP", protocol), func(t *testing.T) {
			t.Parallel()
			db := goRedis(t, s, protocol, func(o *redis.Options) { o.Password, o.DB = "secret", protocol })
			goRedisStrings(t, db)
			goRedisKeys(t, db)
			goRedisServer(t, db, protocol)
		})
	}
}

func goRedisStrings(t *testing.T, db *redis.Client) {
	ctx := t.Context()
	expect(t, "SET", "OK")(db.Set(ctx, "a", "1", 0).Result())
	expect(t, "SET NX of a key that is there", "")(db.SetArgs(ctx, "a", "2", redis.SetArgs{Mode: "NX"}).Result())
	expect(t, "SET GET EX", "1")(db.SetArgs(ctx, "a", "3", redis.SetArgs{Get: true, TTL: time.Minute}).Result())
	expect(t, "GET", "3")(db.Get(ctx, "a").Result())
	expect(t, "GET of nothing", "")(db.Get(ctx, "none").Result())
	if err := db.Get(ctx, "none").Err(); !errors.Is(err, redis.Nil) {
		t.Errorf("GET of nothing: %v", err)
	}
	expect(t, "INCRBY", int64(13))(db.IncrBy(ctx, "a", 10).Result())
	expect(t, "INCRBYFLOAT", 13.5)(db.IncrByFloat(ctx, "a", 0.5).Result())
	expect(t, "APPEND", int64(5))(db.Append(ctx, "a", "x").Result())
	expect(t, "GETRANGE", "3.5")(db.GetRange(ctx, "a", 1, 3).Result())
	expect(t, "GETDEL", "13.5x")(db.GetDel(ctx, "a").Result())
	expect(t, "MSET", "OK")(db.MSet(ctx, "m1", "1", "m2", "2").Result())
	got, err := db.MGet(ctx, "m1", "none", "m2").Result()
	if err != nil || !slices.Equal(got, []any{"1", nil, "2"}) {
		t.Errorf("MGET: %v, %v", got, err)
	}
	lcs, err := db.LCS(ctx, &redis.LCSQuery{Key1: "m1", Key2: "m2", Len: true}).Result()
	if err != nil || lcs.Len != 0 {
		t.Errorf("LCS: %v, %v", lcs, err)
	}
	_, err = db.Incr(ctx, "text").Result()
	if err != nil {
		t.Error(err)
	}
	db.Set(ctx, "text", "abc", 0)
	if err := db.Incr(ctx, "text").Err(); err == nil || err.Error() != "ERR value is not an integer or out of range" {
		t.Errorf("INCR of a text: %v", err)
	}
	if err := db.Do(ctx, "BOGUS", "x").Err(); err == nil || err.Error() != "ERR unknown command 'BOGUS', with args beginning with: 'x' " {
		t.Errorf("an unknown command: %v", err)
	}
}

func goRedisKeys(t *testing.T, db *redis.Client) {
	ctx := t.Context()
	expect(t, "EXPIRE", true)(db.Expire(ctx, "m1", time.Hour).Result())
	expect(t, "TTL", time.Hour)(db.TTL(ctx, "m1").Result())
	expect(t, "PERSIST", true)(db.Persist(ctx, "m1").Result())
	expect(t, "TTL of a key without", -1*time.Nanosecond)(db.TTL(ctx, "m1").Result())
	expect(t, "RENAME", "OK")(db.Rename(ctx, "m1", "m3").Result())
	expect(t, "EXISTS", int64(1))(db.Exists(ctx, "m1", "m3").Result())
	expect(t, "TYPE", "string")(db.Type(ctx, "m3").Result())
	expect(t, "COPY", int64(1))(db.Copy(ctx, "m3", "m4", db.Options().DB, false).Result())
	expect(t, "OBJECT ENCODING", "int")(db.ObjectEncoding(ctx, "m4").Result())
	pipe := db.Pipeline()
	for i := range 1000 {
		pipe.Set(ctx, fmt.Sprint("scan:", i), i, 0)
	}
	if _, err := pipe.Exec(ctx); err != nil {
		t.Fatal(err)
	}
	seen := map[string]bool{}
	all := db.Scan(ctx, 0, "scan:*", 50).Iterator()
	for all.Next(ctx) {
		seen[all.Val()] = true
	}
	if all.Err() != nil || len(seen) != 1000 {
		t.Errorf("SCAN finds %d keys, %v", len(seen), all.Err())
	}
	expect(t, "DEL", int64(2))(db.Del(ctx, "m2", "m3").Result())
	expect(t, "UNLINK", int64(1))(db.Unlink(ctx, "m4", "m5").Result())
	expect(t, "DBSIZE", int64(1001))(db.DBSize(ctx).Result())
	expect(t, "FLUSHDB", "OK")(db.FlushDB(ctx).Result())
}

func goRedisServer(t *testing.T, db *redis.Client, protocol int) {
	ctx := t.Context()
	conf, err := db.ConfigGet(ctx, "max*").Result()
	if err != nil || conf["maxmemory-policy"] != "noeviction" || conf["maxclients"] == "" {
		t.Errorf("CONFIG GET: %v, %v", conf, err)
	}
	expect(t, "CONFIG SET", "OK")(db.ConfigSet(ctx, "lfu-decay-time", "2").Result())
	info, err := db.InfoMap(ctx, "server", "keyspace", "memory").Result()
	if err != nil || info["Server"]["redis_version"] != "8.0.2" || info["Memory"]["maxmemory_policy"] != "noeviction" {
		t.Errorf("INFO: %v, %v", info, err)
	}
	commands, err := db.Command(ctx).Result()
	if err != nil || commands["get"] == nil || !commands["get"].ReadOnly || commands["mset"].StepCount != 2 {
		t.Errorf("COMMAND: %d commands, %v", len(commands), err)
	}
	expect(t, "CLIENT GETNAME", "tester")(db.ClientGetName(ctx).Result())
	line, err := db.ClientInfo(ctx).Result()
	if err != nil || line.Resp != protocol || line.LibName == "" || line.DB != protocol {
		t.Errorf("CLIENT INFO: %+v, %v", line, err)
	}
	list, err := db.ClientList(ctx).Result()
	if err != nil || !strings.Contains(list, "lib-name=go-redis") {
		t.Errorf("CLIENT LIST: %s, %v", list, err)
	}
	if at, err := db.Time(ctx).Result(); err != nil || time.Since(at).Abs() > time.Minute {
		t.Errorf("TIME: %v, %v", at, err)
	}
	if _, err := db.SlowLogGet(ctx, 10).Result(); err != nil {
		t.Errorf("SLOWLOG GET: %v", err)
	}
	if n, err := db.MemoryUsage(ctx, "none").Result(); !errors.Is(err, redis.Nil) {
		t.Errorf("MEMORY USAGE of nothing: %d, %v", n, err)
	}
}

// expect checks the two results of a call. A redis.Nil counts as the zero value.
func expect[V comparable](t *testing.T, what string, want V) func(V, error) {
	return func(got V, err error) {
		t.Helper()
		if err != nil && !errors.Is(err, redis.Nil) || got != want {
			t.Errorf("%s: %v, %v; want %v", what, got, err, want)
		}
	}
}

// TestGoRedisPool has many goroutines share few connections, some of which the server closes under them.
func TestGoRedisPool(t *testing.T) {
	t.Parallel()
	s := start(t)
	db := goRedis(t, s, 3, func(o *redis.Options) { o.PoolSize, o.MaxRetries = 8, 5 })
	killer := goRedis(t, s, 2)
	var all sync.WaitGroup
	for g := range 32 {
		all.Go(func() {
			for i := range 50 {
				if g == 0 && i%10 == 0 {
					if err := killer.ClientKillByFilter(t.Context(), "TYPE", "normal", "SKIPME", "yes").Err(); err != nil {
						t.Errorf("CLIENT KILL: %v", err)
					}
				}
				key, value := fmt.Sprint("k", g), fmt.Sprint(i)
				if err := db.Set(t.Context(), key, value, 0).Err(); err != nil {
					t.Errorf("SET: %v", err)
				}
				expect(t, "GET", value)(db.Get(t.Context(), key).Result())
			}
		})
	}
	all.Wait()
	if n := db.PoolStats().TotalConns; n > 8 {
		t.Errorf("the pool has %d connections", n)
	}
}

// TestGoRedisTimeout has a client give up waiting, and come back.
func TestGoRedisTimeout(t *testing.T) {
	t.Parallel()
	s := start(t)
	db := goRedis(t, s, 3, func(o *redis.Options) { o.ContextTimeoutEnabled, o.MaxRetries = true, -1 })
	expect(t, "SET", "OK")(db.Set(t.Context(), "k", "v", 0).Result())
	pauser := goRedis(t, s, 2)
	if err := pauser.Do(t.Context(), "CLIENT", "PAUSE", time.Minute.Milliseconds(), "WRITE").Err(); err != nil {
		t.Errorf("CLIENT PAUSE: %v", err)
	}
	ctx, cancel := context.WithTimeout(t.Context(), 50*time.Millisecond)
	defer cancel()
	var late net.Error
	err := db.Append(ctx, "k", "w").Err()
	if !errors.Is(err, context.DeadlineExceeded) && (!errors.As(err, &late) || !late.Timeout()) {
		t.Errorf("APPEND while writes are paused: %v", err)
	}
	expect(t, "GET", "v")(db.Get(t.Context(), "k").Result())
	expect(t, "CLIENT UNPAUSE", true)(pauser.ClientUnpause(t.Context()).Result())
	expect(t, "STRLEN", int64(1))(db.StrLen(t.Context(), "k").Result())
}
