package integration

import (
	"context"
	"fmt"
	"testing"
	"time"

	redigo "github.com/gomodule/redigo/redis"
	"github.com/redis/go-redis/v9"
	"github.com/redis/rueidis"
)

// TestPubSubGoRedis listens to channels, patterns and keyspace events through go-redis, in both protocols.
func TestPubSubGoRedis(t *testing.T) {
	t.Parallel()
	s := start(t, "--notify-keyspace-events", "Ex$")
	for _, protocol := range []int{2, 3} {
		t.Run(fmt.Sprint("RESP", protocol), func(t *testing.T) {
			t.Parallel()
			ctx, cancel := context.WithTimeout(t.Context(), replyLimit)
			defer cancel()
			db := goRedis(t, s, protocol, func(o *redis.Options) { o.DB = protocol })
			news, weather := fmt.Sprint(protocol, "news"), fmt.Sprint(protocol, "weather")
			sub := db.Subscribe(ctx, news)
			defer sub.Close()
			goRedisGets(t, sub, "subscribe: "+news)
			if err := sub.PSubscribe(ctx, weather[:4]+"*"); err != nil {
				t.Fatal(err)
			}
			goRedisGets(t, sub, "psubscribe: "+weather[:4]+"*")
			expect(t, "PUBLISH", int64(1))(db.Publish(ctx, news, "hello").Result())
			expect(t, "PUBLISH", int64(1))(db.Publish(ctx, weather, "rain").Result())
			goRedisGets(t, sub, fmt.Sprintf("Message<%s: hello>", news))
			goRedisGets(t, sub, fmt.Sprintf("Message<%s: rain>", weather))
			if err := sub.Ping(ctx, "there"); err != nil {
				t.Fatal(err)
			}
			goRedisGets(t, sub, "Pong<there>")
			counts, err := db.PubSubNumSub(ctx, news, "none").Result()
			if err != nil || counts[news] != 1 || counts["none"] != 0 {
				t.Errorf("PUBSUB NUMSUB: %v, %v", counts, err)
			}
			events := fmt.Sprintf("__keyevent@%d__:", protocol)
			if err := sub.Subscribe(ctx, events+"set", events+"expired"); err != nil {
				t.Fatal(err)
			}
			goRedisGets(t, sub, "subscribe: "+events+"set")
			goRedisGets(t, sub, "subscribe: "+events+"expired")
			expect(t, "SET", "OK")(db.Set(ctx, "session", "x", 20*time.Millisecond).Result())
			goRedisGets(t, sub, fmt.Sprintf("Message<%sset: session>", events))
			goRedisGets(t, sub, fmt.Sprintf("Message<%sexpired: session>", events))
			if err := sub.Unsubscribe(ctx, news); err != nil {
				t.Fatal(err)
			}
			goRedisGets(t, sub, "unsubscribe: "+news)
			expect(t, "PUBLISH to nobody", int64(0))(db.Publish(ctx, news, "x").Result())
			shard := db.SSubscribe(ctx, news)
			defer shard.Close()
			goRedisGets(t, shard, "ssubscribe: "+news)
			expect(t, "SPUBLISH", int64(1))(db.SPublish(ctx, news, "to the shard").Result())
			goRedisGets(t, shard, fmt.Sprintf("Message<%s: to the shard>", news))
		})
	}
}

// goRedisGets wants what is received next to read as want.
func goRedisGets(t *testing.T, sub *redis.PubSub, want string) {
	t.Helper()
	m, err := sub.ReceiveTimeout(t.Context(), replyLimit)
	if got := fmt.Sprint(m); err != nil || got != want {
		t.Fatalf("received %s, %v, want %s", got, err, want)
	}
}

// TestPubSubGoRedisMany has channels of Go as subscribers, which get all messages in order.
func TestPubSubGoRedisMany(t *testing.T) {
	t.Parallel()
	s := start(t)
	ctx, db := t.Context(), goRedis(t, s, 3)
	const subscribers, messages = 20, 500
	var channels []<-chan *redis.Message
	for range subscribers {
		sub := db.Subscribe(ctx, "c")
		defer sub.Close()
		goRedisGets(t, sub, "subscribe: c")
		channels = append(channels, sub.Channel(redis.WithChannelSize(messages)))
	}
	pipe := db.Pipeline()
	for i := range messages {
		pipe.Publish(ctx, "c", i)
	}
	replies, err := pipe.Exec(ctx)
	if err != nil {
		t.Fatal(err)
	}
	for _, r := range replies {
		if n := r.(*redis.IntCmd).Val(); n != subscribers {
			t.Fatalf("PUBLISH: %d", n)
		}
	}
	for _, c := range channels {
		for i := range messages {
			select {
			case m := <-c:
				if m.Payload != fmt.Sprint(i) {
					t.Fatalf("message %d is %s", i, m.Payload)
				}
			case <-time.After(replyLimit):
				t.Fatalf("message %d never came", i)
			}
		}
	}
}

// TestPubSubRueidis receives on connections that carry other commands too, in RESP3, and on one of its own in RESP2.
func TestPubSubRueidis(t *testing.T) {
	t.Parallel()
	s := start(t, "--requirepass", "secret")
	for _, protocol := range []int{2, 3} {
		t.Run(fmt.Sprint("RESP", protocol), func(t *testing.T) {
			t.Parallel()
			ctx, cancel := context.WithTimeout(t.Context(), replyLimit)
			defer cancel()
			c := rueidisClient(t, s, protocol)
			channel := fmt.Sprint("c", protocol)
			got, ready := make(chan string, 10), make(chan struct{}, 10)
			ctx = rueidis.WithOnSubscriptionHook(ctx, func(rueidis.PubSubSubscription) { ready <- struct{}{} })
			go c.Receive(ctx, c.B().Subscribe().Channel(channel).Build(), func(m rueidis.PubSubMessage) { got <- m.Channel + " " + m.Message })
			go c.Receive(ctx, c.B().Psubscribe().Pattern(channel+"?").Build(), func(m rueidis.PubSubMessage) { got <- m.Pattern + " " + m.Message })
			for range 2 {
				select {
				case <-ready:
				case <-ctx.Done():
					t.Fatal("never subscribed")
				}
			}
			for _, tt := range []struct{ to, want string }{{channel, channel + " hi"}, {channel + "x", channel + "? hi"}} {
				n, err := c.Do(ctx, c.B().Publish().Channel(tt.to).Message("hi").Build()).AsInt64()
				if err != nil || n != 1 {
					t.Fatalf("PUBLISH: %d, %v", n, err)
				}
				select {
				case m := <-got:
					if m != tt.want {
						t.Errorf("received %q, want %q", m, tt.want)
					}
				case <-ctx.Done():
					t.Fatalf("nothing came by %s", tt.to)
				}
			}
			if err := c.Do(ctx, c.B().Set().Key("k").Value("v").Build()).Error(); err != nil {
				t.Error(err)
			}
		})
	}
}

// TestPubSubRedigo uses its PubSubConn.
func TestPubSubRedigo(t *testing.T) {
	t.Parallel()
	s := start(t)
	dialIt := func() redigo.Conn {
		c, err := redigo.Dial("tcp", s.addr, redigo.DialReadTimeout(replyLimit))
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() { c.Close() })
		return c
	}
	sub, c := redigo.PubSubConn{Conn: dialIt()}, dialIt()
	if err := sub.Subscribe("a", "b"); err != nil {
		t.Fatal(err)
	}
	if err := sub.PSubscribe("a*"); err != nil {
		t.Fatal(err)
	}
	gets := func(want string) {
		t.Helper()
		if got := fmt.Sprintf("%+v", sub.Receive()); got != want {
			t.Fatalf("received %s, want %s", got, want)
		}
	}
	gets("{Kind:subscribe Channel:a Count:1}")
	gets("{Kind:subscribe Channel:b Count:2}")
	gets("{Kind:psubscribe Channel:a* Count:3}")
	if n, err := redigo.Int(c.Do("PUBLISH", "a", "x")); err != nil || n != 2 {
		t.Errorf("PUBLISH: %d, %v", n, err)
	}
	gets("{Channel:a Pattern: Data:[120]}")
	gets("{Channel:a Pattern:a* Data:[120]}")
	if err := sub.Ping("y"); err != nil {
		t.Fatal(err)
	}
	gets("{Data:y}")
	if err := sub.PUnsubscribe(); err != nil {
		t.Fatal(err)
	}
	gets("{Kind:punsubscribe Channel:a* Count:2}")
	if err := sub.Unsubscribe("b", "a"); err != nil {
		t.Fatal(err)
	}
	gets("{Kind:unsubscribe Channel:b Count:1}")
	gets("{Kind:unsubscribe Channel:a Count:0}")
	if v, err := redigo.String(sub.Conn.Do("PING")); err != nil || v != "PONG" {
		t.Errorf("PING: %v, %v", v, err)
	}
}
