package integration

import (
	"context"
	"errors"
	"testing"

	"github.com/redis/go-redis/v9"
)

// TestScriptsOfGoRedis runs a rate limiter by go-redis' Script, which tries EVALSHA first and sends the body when it must, and functions.
func TestScriptsOfGoRedis(t *testing.T) {
	t.Parallel()
	ctx := context.Background()
	c := redis.NewClient(&redis.Options{Addr: start(t).addr})
	defer c.Close()
	limiter := redis.NewScript(`
		local n = redis.call('INCR', KEYS[1])
		if n == 1 then redis.call('PEXPIRE', KEYS[1], ARGV[1]) end
		return {n <= tonumber(ARGV[2]) and 1 or 0, redis.call('PTTL', KEYS[1])}`)
	for i := range 5 {
		got, err := limiter.Run(ctx, c, []string{"user"}, 60_000, 3).Int64Slice()
		if err != nil {
			t.Fatal(err)
		}
		if allowed := got[0] == 1; allowed != (i < 3) || got[1] <= 0 || got[1] > 60_000 {
			t.Fatalf("call %d: %v", i, got)
		}
	}
	if known, err := limiter.Exists(ctx, c).Result(); err != nil || !known[0] {
		t.Fatal(known, err)
	}
	if err := c.ScriptFlush(ctx).Err(); err != nil {
		t.Fatal(err)
	}
	if err := limiter.EvalSha(ctx, c, []string{"user"}, 1, 1).Err(); !redis.HasErrorPrefix(err, "NOSCRIPT") {
		t.Fatal(err)
	}
	if err := limiter.EvalRO(ctx, c, []string{"user"}, 1, 1).Err(); err == nil {
		t.Fatal("a script that writes ran by EVAL_RO")
	}
	if v, err := redis.NewScript("return false").Run(ctx, c, nil).Result(); !errors.Is(err, redis.Nil) {
		t.Fatal(v, err)
	}

	if err := c.FunctionLoad(ctx, "#!lua name=lib\nredis.register_function('hello', function(keys, args) return 'hello ' .. args[1] end)").Err(); err != nil {
		t.Fatal(err)
	}
	if got, err := c.FCall(ctx, "hello", nil, "world").Text(); err != nil || got != "hello world" {
		t.Fatal(got, err)
	}
	libs, err := c.FunctionList(ctx, redis.FunctionListQuery{WithCode: true}).Result()
	if err != nil || len(libs) != 1 || libs[0].Functions[0].Name != "hello" {
		t.Fatal(libs, err)
	}
	payload, err := c.FunctionDump(ctx).Result()
	if err != nil {
		t.Fatal(err)
	}
	if err := c.FunctionFlush(ctx).Err(); err != nil {
		t.Fatal(err)
	}
	if err := c.FunctionRestore(ctx, payload).Err(); err != nil {
		t.Fatal(err)
	}
}
