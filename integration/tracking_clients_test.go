package integration

import (
	"fmt"
	"sync"
	"testing"
	"time"

	"github.com/redis/go-redis/v9"
	"github.com/redis/rueidis"
)

// cachingClient is a client of s that keeps copies of what it reads.
func cachingClient(t *testing.T, s *server, set ...func(*rueidis.ClientOption)) rueidis.Client {
	t.Helper()
	o := rueidis.ClientOption{InitAddress: []string{s.addr}}
	for _, f := range set {
		f(&o)
	}
	c, err := rueidis.NewClient(o)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(c.Close)
	return c
}

// cached reads key through the client's cache; hit: it had a copy.
func cached(t *testing.T, c rueidis.Client, key string) (value string, hit bool) {
	t.Helper()
	r := c.DoCache(t.Context(), c.B().Get().Key(key).Cache(), time.Minute)
	value, err := r.ToString()
	if err != nil && !rueidis.IsRedisNil(err) {
		t.Fatalf("GET %s: %v", key, err)
	}
	return value, r.IsCacheHit()
}

// awaitCached reads key until the client knows that its value is want: a message about the change may come after the reply to who
// changed it.
func awaitCached(t *testing.T, c rueidis.Client, key, want string) {
	t.Helper()
	for end := time.Now().Add(replyLimit); ; {
		got, _ := cached(t, c, key)
		if got == want {
			return
		}
		if time.Now().After(end) {
			t.Fatalf("%s is %q, want %q", key, got, want)
		}
	}
}

// TestClientSideCaching is a session of rueidis with its cache: with OPTIN, which is its own way, and with prefixes.
func TestClientSideCaching(t *testing.T) {
	t.Parallel()
	for name, options := range map[string][]string{
		"optin":  nil,
		"prefix": {"PREFIX", "k", "PREFIX", "h", "BCAST"},
		"noloop": {"OPTIN", "NOLOOP"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := start(t)
			db := goRedis(t, s, 3)
			c := cachingClient(t, s, func(o *rueidis.ClientOption) { o.ClientTrackingOptions = options })
			ctx := t.Context()
			expect(t, "SET", "OK")(db.Set(ctx, "k", "1", 0).Result())
			if v, hit := cached(t, c, "k"); v != "1" || hit {
				t.Errorf("first read: %q, from the cache: %t", v, hit)
			}
			if v, hit := cached(t, c, "k"); v != "1" || !hit {
				t.Errorf("second read: %q, from the cache: %t", v, hit)
			}
			for i := range 20 {
				want := fmt.Sprint("v", i)
				expect(t, "SET", "OK")(db.Set(ctx, "k", want, 0).Result())
				awaitCached(t, c, "k", want)
			}
			expect(t, "RENAME", "OK")(db.Rename(ctx, "k", "k2").Result())
			awaitCached(t, c, "k", "")
			awaitCached(t, c, "k2", "v19")
			expect(t, "PEXPIRE", true)(db.PExpire(ctx, "k2", 20*time.Millisecond).Result())
			awaitCached(t, c, "k2", "")
			expect(t, "HSET", int64(1))(db.HSet(ctx, "h", "f", "1").Result())
			read := func() string {
				v, _ := c.DoCache(ctx, c.B().Hget().Key("h").Field("f").Cache(), time.Minute).ToString()
				return v
			}
			if v := read(); v != "1" {
				t.Errorf("HGET: %q", v)
			}
			expect(t, "FLUSHALL", "OK")(db.FlushAll(ctx).Result())
			for end := time.Now().Add(replyLimit); read() != ""; {
				if time.Now().After(end) {
					t.Fatal("the cache outlives FLUSHALL")
				}
			}
		})
	}
}

// TestNoStaleCopies lets many write and many read through a cache; in the end no copy may be old.
func TestNoStaleCopies(t *testing.T) {
	t.Parallel()
	s := start(t)
	db := goRedis(t, s, 3)
	c := cachingClient(t, s)
	ctx := t.Context()
	const keys, writes = 8, 300
	var all sync.WaitGroup
	for w := range 3 {
		all.Go(func() {
			for i := range writes {
				if err := db.Set(ctx, fmt.Sprint("k", i%keys), fmt.Sprintf("%d-%d", w, i), 0).Err(); err != nil {
					t.Error(err)
				}
			}
		})
		all.Go(func() {
			for i := range writes {
				cached(t, c, fmt.Sprint("k", i%keys))
			}
		})
	}
	all.Wait()
	for i := range keys {
		key := fmt.Sprint("k", i)
		want, err := db.Get(ctx, key).Result()
		if err != nil {
			t.Fatal(err)
		}
		awaitCached(t, c, key, want)
	}
}

// TestMessagesByRedirect lets a client of RESP2 hear of what another one reads.
func TestMessagesByRedirect(t *testing.T) {
	t.Parallel()
	s := start(t)
	db := goRedis(t, s, 2, func(o *redis.Options) { o.PoolSize = 1 })
	ctx := t.Context()
	listener := dial(t, s.addr, 2)
	id := listener.Do("CLIENT", "ID").Int
	listener.Do("SUBSCRIBE", "__redis__:invalidate")
	if err := db.Do(ctx, "CLIENT", "TRACKING", "ON", "REDIRECT", id).Err(); err != nil {
		t.Fatal(err)
	}
	db.Get(ctx, "k")
	expect(t, "SET", "OK")(db.Set(ctx, "k", "1", 0).Result())
	if m, err := listener.Read(); err != nil || len(m.Elems) != 3 || m.Elems[1].Str != "__redis__:invalidate" || m.Elems[2].Elems[0].Str != "k" {
		t.Errorf("heard %s", m)
	}
}
