package integration

import (
	"context"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/redis/go-redis/v9"
	"github.com/redis/rueidis"
)

// TestGoRedisCluster is a session of go-redis' client of clusters with one process.
func TestGoRedisCluster(t *testing.T) {
	t.Parallel()
	s := start(t, "--cluster-enabled", "yes")
	for _, protocol := range []int{2, 3} {
		t.Run(fmt.Sprint("RESP", protocol), func(t *testing.T) {
			t.Parallel()
			db := redis.NewClusterClient(&redis.ClusterOptions{Addrs: []string{s.addr}, Protocol: protocol, ReadOnly: protocol == 3})
			t.Cleanup(func() { _ = db.Close() })
			ctx, tag := t.Context(), fmt.Sprintf("{%d}", protocol)
			for i := range 50 {
				key := fmt.Sprint(tag, "k", i)
				expect(t, "SET", "OK")(db.Set(ctx, key, i, 0).Result())
				expect(t, "GET", fmt.Sprint(i))(db.Get(ctx, key).Result())
			}
			cmds, err := db.Pipelined(ctx, func(p redis.Pipeliner) error {
				for i := range 50 {
					p.Incr(ctx, fmt.Sprint(tag, "n", i))
				}
				return nil
			})
			if err != nil || len(cmds) != 50 {
				t.Errorf("pipeline: %d replies, %v", len(cmds), err)
			}
			_, err = db.TxPipelined(ctx, func(p redis.Pipeliner) error {
				p.Set(ctx, tag+"a", 1, 0)
				p.Incr(ctx, tag+"a")
				return nil
			})
			if err != nil {
				t.Errorf("transaction: %v", err)
			}
			expect(t, "GET", "2")(db.Get(ctx, tag+"a").Result())
			if err := db.MGet(ctx, tag+"a", "{other}b").Err(); err == nil || !strings.HasPrefix(err.Error(), "CROSSSLOT") {
				t.Errorf("MGET of two slots: %v", err)
			}
			expect(t, "EVAL", "2")(db.Eval(ctx, "return redis.call('get', KEYS[1])", []string{tag + "a"}).Text())
			masters := 0
			if err := db.ForEachMaster(ctx, func(_ context.Context, _ *redis.Client) error { masters++; return nil }); err != nil || masters != 1 {
				t.Errorf("%d primaries, %v", masters, err)
			}
			sub := db.SSubscribe(ctx, tag+"channel")
			defer func() { _ = sub.Close() }()
			if _, err := sub.Receive(ctx); err != nil {
				t.Fatal(err)
			}
			expect(t, "SPUBLISH", int64(1))(db.SPublish(ctx, tag+"channel", "hello").Result())
			if m, err := sub.ReceiveMessage(ctx); err != nil || m.Payload != "hello" {
				t.Errorf("message %v, %v", m, err)
			}
		})
	}
}

// TestRueidisCluster is a session of rueidis, which finds out by itself that this is a cluster, with its cache.
func TestRueidisCluster(t *testing.T) {
	t.Parallel()
	s := start(t, "--cluster-enabled", "yes")
	c := cachingClient(t, s, func(o *rueidis.ClientOption) { o.ShuffleInit = true })
	ctx := t.Context()
	if c.Mode() != rueidis.ClientModeCluster {
		t.Errorf("mode %q", c.Mode())
	}
	for i := range 50 {
		key := fmt.Sprint("k", i)
		if err := c.Do(ctx, c.B().Set().Key(key).Value("v").Build()).Error(); err != nil {
			t.Fatal(err)
		}
	}
	all, err := rueidis.MGetCache(c, ctx, time.Minute, []string{"k1", "k2", "k3"})
	if err != nil || len(all) != 3 {
		t.Errorf("MGET: %v, %v", all, err)
	}
	if err := c.Do(ctx, c.B().Set().Key("k1").Value("w").Build()).Error(); err != nil {
		t.Fatal(err)
	}
	awaitCached(t, c, "k1", "w")
	if n := len(c.Nodes()); n != 1 {
		t.Errorf("%d nodes", n)
	}
}
