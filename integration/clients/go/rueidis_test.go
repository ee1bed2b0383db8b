package clients

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/redis/rueidis"
	"github.com/redis/rueidis/rueidislock"
)

func rueidisOptions() rueidis.ClientOption {
	return rueidis.ClientOption{InitAddress: []string{addr()}, AlwaysRESP2: protocol() == 2, DisableCache: protocol() == 2}
}

func rueidisClient(t *testing.T) rueidis.Client {
	t.Helper()
	c, err := rueidis.NewClient(rueidisOptions())
	must(t, err)
	t.Cleanup(c.Close)
	return c
}

func TestRueidis(t *testing.T) {
	t.Run("watch", rueidisWatch)
	t.Run("scripts", rueidisScripts)
	t.Run("pubsub", rueidisPubSub)
	if protocol() == 3 {
		t.Run("caching", rueidisCaching)
	}
}

func rueidisWatch(t *testing.T) {
	c, ctx := rueidisClient(t), t.Context()
	err := c.Dedicated(func(d rueidis.DedicatedClient) error {
		if err := d.Do(ctx, d.B().Watch().Key("w").Build()).Error(); err != nil {
			return err
		}
		if err := c.Do(ctx, c.B().Set().Key("w").Value("other").Build()).Error(); err != nil {
			return err
		}
		replies := d.DoMulti(ctx, d.B().Multi().Build(), d.B().Set().Key("w").Value("mine").Build(), d.B().Exec().Build())
		if err := replies[2].Error(); !rueidis.IsRedisNil(err) {
			return fmt.Errorf("EXEC of a touched key: %w", err)
		}
		return nil
	})
	must(t, err)
}

func rueidisScripts(t *testing.T) {
	c, ctx := rueidisClient(t), t.Context()
	script := rueidis.NewLuaScript("return {redis.call('INCRBY', KEYS[1], ARGV[1]), ARGV[2]}")
	for i := range 3 {
		got, err := script.Exec(ctx, c, []string{"n"}, []string{"2", "x"}).ToArray()
		must(t, err)
		n, err := got[0].AsInt64()
		must(t, err)
		equal(t, "a script", n, int64(2*(i+1)))
	}
	read := rueidis.NewLuaScriptReadOnly("return redis.call('GET', KEYS[1])")
	v, err := read.Exec(ctx, c, []string{"n"}, nil).ToString()
	must(t, err)
	equal(t, "a script that reads", v, "6")
}

func rueidisPubSub(t *testing.T) {
	c := rueidisClient(t)
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	subscribed, messages, ended := make(chan string, 1), make(chan string, 10), make(chan error, 1)
	ctx = rueidis.WithOnSubscriptionHook(ctx, func(s rueidis.PubSubSubscription) { subscribed <- s.Kind })
	go func() {
		ended <- c.Receive(ctx, c.B().Psubscribe().Pattern("n?ws").Build(), func(m rueidis.PubSubMessage) {
			messages <- m.Pattern + " " + m.Channel + " " + m.Message
		})
	}()
	equal(t, "a subscription", receive(t, subscribed, "a subscription"), "psubscribe")
	n, err := c.Do(t.Context(), c.B().Publish().Channel("news").Message("hi").Build()).AsInt64()
	must(t, err)
	equal(t, "receivers", n, 1)
	equal(t, "a message", receive(t, messages, "a message"), "n?ws news hi")
	cancel()
	if err := receive(t, ended, "the end"); !errors.Is(err, context.Canceled) {
		t.Error(err)
	}
}

func rueidisCaching(t *testing.T) {
	c, writer, ctx := rueidisClient(t), goRedis(t), t.Context()
	get := func() rueidis.RedisResult { return c.DoCache(ctx, c.B().Get().Key("cached").Cache(), time.Minute) }
	must(t, writer.Set(ctx, "cached", "one", 0).Err())
	equal(t, "the first read is of the cache", get().IsCacheHit(), false)
	second := get()
	equal(t, "the second read is of the cache", second.IsCacheHit(), true)
	v, err := second.ToString()
	must(t, err)
	equal(t, "the cached value", v, "one")
	changes := []struct {
		what string
		do   func() error
		want string // empty: nothing
	}{
		{"SET", func() error { return writer.Set(ctx, "cached", "two", 0).Err() }, "two"},
		{"APPEND in a script", func() error {
			return writer.Eval(ctx, "return redis.call('APPEND', KEYS[1], '!')", []string{"cached"}).Err()
		}, "two!"},
		{"RENAME", func() error { return writer.Rename(ctx, "cached", "elsewhere").Err() }, ""},
		{"RENAME back", func() error { return writer.Rename(ctx, "elsewhere", "cached").Err() }, "two!"},
		{"expiry", func() error { return writer.PExpire(ctx, "cached", 20*time.Millisecond).Err() }, ""},
		{"SET after expiry", func() error { return writer.Set(ctx, "cached", "three", 0).Err() }, "three"},
		{"FLUSHDB", func() error { return writer.FlushDB(ctx).Err() }, ""},
	}
	for _, change := range changes {
		must(t, change.do())
		until(t, "invalidation by "+change.what, func() bool {
			v, err := get().ToString()
			return v == change.want && (err == nil) == (change.want != "")
		})
	}
	// Fields of many keys in one read, through MULTI and OPTIN.
	for i := range 50 {
		must(t, writer.Set(ctx, fmt.Sprint("many", i), i, 0).Err())
	}
	keys := strings.Fields(strings.Repeat("many ", 50))
	for i := range keys {
		keys[i] += fmt.Sprint(i)
	}
	for range 2 {
		got, err := rueidis.MGetCache(c, ctx, time.Minute, keys)
		must(t, err)
		last := got["many49"]
		v, err := last.ToString()
		must(t, err)
		equal(t, "the last of many", v, "49")
	}
	must(t, writer.Set(ctx, "many49", "new", 0).Err())
	until(t, "invalidation of one of many", func() bool {
		v, _ := c.DoCache(ctx, c.B().Get().Key("many49").Cache(), time.Minute).ToString()
		return v == "new"
	})
}

// TestRueidisLock hands a lock on; it needs client-side caching, so RESP3.
func TestRueidisLock(t *testing.T) {
	locker := func() rueidislock.Locker {
		l, err := rueidislock.NewLocker(rueidislock.LockerOption{ClientOption: rueidisOptions(), KeyMajority: 1, KeyValidity: 10 * time.Second})
		must(t, err)
		t.Cleanup(l.Close)
		return l
	}
	one, two := locker(), locker()
	held, release, err := one.WithContext(t.Context(), "turn")
	must(t, err)
	if _, _, err := two.TryWithContext(t.Context(), "turn"); !errors.Is(err, rueidislock.ErrNotLocked) {
		t.Errorf("a second lock: %v", err)
	}
	next := make(chan error, 1)
	go func() {
		_, release, err := two.WithContext(t.Context(), "turn")
		if err == nil {
			release()
		}
		next <- err
	}()
	must(t, held.Err())
	release()
	must(t, receive(t, next, "the next turn"))

	held, release, err = one.WithContext(t.Context(), "lost")
	must(t, err)
	defer release()
	must(t, goRedis(t).FlushDB(t.Context()).Err())
	ended(t, held)
}

// ended waits until a context ends.
func ended(t *testing.T, ctx context.Context) {
	t.Helper()
	select {
	case <-ctx.Done():
	case <-time.After(limit):
		t.Fatal("the lock was not lost")
	}
}
