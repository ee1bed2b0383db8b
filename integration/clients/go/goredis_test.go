package clients

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/redis/go-redis/v9"
)

func TestGoRedis(t *testing.T) {
	t.Run("pipelines", goRedisPipelines)
	t.Run("watch", goRedisWatch)
	t.Run("scripts", goRedisScripts)
	t.Run("functions", goRedisFunctions)
	t.Run("pubsub", goRedisPubSub)
	t.Run("stream", goRedisStream)
}

func goRedisPipelines(t *testing.T) {
	c, ctx := goRedis(t), t.Context()
	const n = 1000
	counts := make([]*redis.IntCmd, n)
	_, err := c.Pipelined(ctx, func(p redis.Pipeliner) error {
		for i := range counts {
			counts[i] = p.Incr(ctx, "counter")
		}
		return nil
	})
	must(t, err)
	for i, cmd := range counts {
		equal(t, "INCR in a pipeline", cmd.Val(), int64(i+1))
	}
	_, err = c.TxPipelined(ctx, func(p redis.Pipeliner) error {
		p.Set(ctx, "text", "x", 0)
		p.Incr(ctx, "text")
		p.RPush(ctx, "list", 1, 2)
		return nil
	})
	if err == nil || err.Error() != "ERR value is not an integer or out of range" {
		t.Errorf("INCR of a text in a transaction: %v", err)
	}
	equal(t, "what came after the error", c.LLen(ctx, "list").Val(), 2)
}

// goRedisWatch lets two clients count on one key, each with WATCH and what it read before.
func goRedisWatch(t *testing.T) {
	const turns = 50
	add := func(c *redis.Client) error {
		for range turns {
			for {
				err := c.Watch(t.Context(), func(tx *redis.Tx) error {
					n, err := tx.Get(t.Context(), "sum").Int()
					if err != nil && !errors.Is(err, redis.Nil) {
						return err
					}
					_, err = tx.TxPipelined(t.Context(), func(p redis.Pipeliner) error {
						return p.Set(t.Context(), "sum", n+1, 0).Err()
					})
					return err
				}, "sum")
				if err == nil {
					break
				}
				if !errors.Is(err, redis.TxFailedErr) {
					return err
				}
			}
		}
		return nil
	}
	done := make(chan error, 2)
	for range 2 {
		c := goRedis(t)
		go func() { done <- add(c) }()
	}
	must(t, receive(t, done, "one client"))
	must(t, receive(t, done, "the other client"))
	equal(t, "what both counted", goRedis(t).Get(t.Context(), "sum").Val(), fmt.Sprint(2*turns))
}

func goRedisScripts(t *testing.T) {
	c, ctx := goRedis(t), t.Context()
	limiter := redis.NewScript(`
		local n = redis.call('INCR', KEYS[1])
		if n == 1 then redis.call('PEXPIRE', KEYS[1], ARGV[1]) end
		return {n, redis.call('PTTL', KEYS[1]) > 0 and 'timed' or 'for ever'}`)
	must(t, c.ScriptFlush(ctx).Err())
	for i := range 3 {
		got, err := limiter.Run(ctx, c, []string{"limited"}, 60_000).Slice()
		must(t, err)
		equal(t, "the limiter", fmt.Sprint(got), fmt.Sprintf("[%d timed]", i+1))
	}
	exists, err := limiter.Exists(ctx, c).Result()
	must(t, err)
	equal(t, "SCRIPT EXISTS", exists[0], true)
	err = c.Eval(ctx, "return redis.call('INCR', KEYS[1])", []string{"text"}).Err()
	if err == nil || !strings.Contains(err.Error(), "value is not an integer or out of range") {
		t.Errorf("an error in a script: %v", err)
	}
	v, err := c.EvalRO(ctx, "return cmsgpack.unpack(cmsgpack.pack({1, 'two', {3}}))", nil).Result()
	must(t, err)
	equal(t, "cmsgpack there and back", fmt.Sprint(v), "[1 two [3]]")
	if err := c.EvalRO(ctx, "return redis.call('SET', KEYS[1], 1)", []string{"k"}).Err(); err == nil {
		t.Error("EVAL_RO wrote")
	}
}

func goRedisFunctions(t *testing.T) {
	c, ctx := goRedis(t), t.Context()
	must(t, c.FunctionLoadReplace(ctx, `#!lua name=counts
		redis.register_function('add', function(keys, args) return redis.call('INCRBY', keys[1], args[1]) end)`).Err())
	n, err := c.FCall(ctx, "add", []string{"fcounter"}, 5).Int()
	must(t, err)
	equal(t, "FCALL", n, 5)
	libraries, err := c.FunctionList(ctx, redis.FunctionListQuery{WithCode: true}).Result()
	must(t, err)
	if len(libraries) != 1 || libraries[0].Name != "counts" || len(libraries[0].Functions) != 1 || libraries[0].Code == "" {
		t.Errorf("FUNCTION LIST: %+v", libraries)
	}
	must(t, c.FunctionDelete(ctx, "counts").Err())
}

func goRedisPubSub(t *testing.T) {
	c, ctx := goRedis(t), t.Context()
	sub := c.Subscribe(ctx, "news")
	defer sub.Close()
	for range 1 {
		_, err := sub.Receive(ctx)
		must(t, err)
	}
	must(t, sub.PSubscribe(ctx, "sp*"))
	_, err := sub.Receive(ctx)
	must(t, err)
	messages := sub.Channel()
	const n = 1000
	for i := range n {
		must(t, c.Publish(ctx, "news", i).Err())
	}
	for i := range n {
		equal(t, "a message", receive(t, messages, "a message").Payload, fmt.Sprint(i))
	}
	equal(t, "receivers", c.Publish(ctx, "sport", "goal").Val(), 1)
	m := receive(t, messages, "a message by pattern")
	equal(t, "by pattern", m.Pattern+" "+m.Channel+" "+m.Payload, "sp* sport goal")

	shard := c.SSubscribe(ctx, "shard")
	defer shard.Close()
	_, err = shard.Receive(ctx)
	must(t, err)
	equal(t, "receivers of a shard's channel", c.SPublish(ctx, "shard", "x").Val(), 1)
	equal(t, "of a shard's channel", receive(t, shard.Channel(), "a shard's message").Payload, "x")
	channels := c.PubSubChannels(ctx, "*").Val()
	slices.Sort(channels)
	equal(t, "PUBSUB CHANNELS", strings.Join(channels, " "), "news")
}

// goRedisStream has two consumers of a group share the entries, and one take over what the other left.
func goRedisStream(t *testing.T) {
	c, ctx := goRedis(t), t.Context()
	must(t, c.XGroupCreateMkStream(ctx, "jobs", "g", "$").Err())
	read := func(consumer string) redis.XMessage {
		got, err := c.XReadGroup(ctx, &redis.XReadGroupArgs{Group: "g", Consumer: consumer, Streams: []string{"jobs", ">"}, Count: 1, Block: limit}).Result()
		must(t, err)
		return got[0].Messages[0]
	}
	got := make(chan redis.XMessage, 1)
	go func() { got <- read("one") }()
	id := c.XAdd(ctx, &redis.XAddArgs{Stream: "jobs", Values: []string{"n", "1"}}).Val()
	equal(t, "an entry", receive(t, got, "an entry").ID, id)
	moved, _, err := c.XAutoClaim(ctx, &redis.XAutoClaimArgs{Stream: "jobs", Group: "g", Consumer: "two", Start: "0"}).Result()
	must(t, err)
	if len(moved) != 1 || moved[0].ID != id {
		t.Errorf("XAUTOCLAIM: %v", moved)
	}
	equal(t, "XACK", c.XAck(ctx, "jobs", "g", id).Val(), 1)
	equal(t, "what is pending", c.XPending(ctx, "jobs", "g").Val().Count, 0)
}
