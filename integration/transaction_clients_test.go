package integration

import (
	"errors"
	"fmt"
	"strconv"
	"sync"
	"testing"

	redigo "github.com/gomodule/redigo/redis"
	"github.com/redis/go-redis/v9"
	"github.com/redis/rueidis"
)

// TestTransactionGoRedis is a session of go-redis with transactions, and a race of optimistic locks.
func TestTransactionGoRedis(t *testing.T) {
	t.Parallel()
	s := start(t)
	for _, protocol := range []int{2, 3} {
		t.Run(fmt.Sprint("RESP", protocol), func(t *testing.T) {
			t.Parallel()
			db := goRedis(t, s, protocol, func(o *redis.Options) { o.DB = protocol })
			goRedisTransaction(t, db)
			goRedisWatch(t, db)
		})
	}
}

func goRedisTransaction(t *testing.T, db *redis.Client) {
	ctx := t.Context()
	var set *redis.StatusCmd
	var wrong *redis.IntCmd
	var members *redis.StringSliceCmd
	_, err := db.TxPipelined(ctx, func(p redis.Pipeliner) error {
		set = p.Set(ctx, "a", "1", 0)
		wrong = p.LPush(ctx, "a", "x")
		p.SAdd(ctx, "s", "one", "two")
		members = p.SMembers(ctx, "s")
		return nil
	})
	if set.Val() != "OK" || err == nil || !errors.Is(err, wrong.Err()) || len(members.Val()) != 2 {
		t.Errorf("EXEC: %v, %v, %v, %v", set, wrong, members, err)
	}
}

func goRedisWatch(t *testing.T, db *redis.Client) {
	ctx := t.Context()
	const clients, each = 5, 20
	var wg sync.WaitGroup
	for range clients {
		wg.Go(func() {
			for n := 0; n < each; {
				err := db.Watch(ctx, func(tx *redis.Tx) error {
					v, err := tx.Get(ctx, "n").Int()
					if err != nil && !errors.Is(err, redis.Nil) {
						return err
					}
					_, err = tx.TxPipelined(ctx, func(p redis.Pipeliner) error { return p.Set(ctx, "n", v+1, 0).Err() })
					return err
				}, "n")
				if err == nil {
					n++
				} else if !errors.Is(err, redis.TxFailedErr) {
					t.Error(err)
					return
				}
			}
		})
	}
	wg.Wait()
	expect(t, "the counter", strconv.Itoa(clients*each))(db.Get(ctx, "n").Result())
}

// TestTransactionRueidis is a session of rueidis with transactions.
func TestTransactionRueidis(t *testing.T) {
	t.Parallel()
	db := rueidisClient(t, start(t), 3)
	ctx := t.Context()
	err := db.Dedicated(func(c rueidis.DedicatedClient) error {
		b := c.B()
		for _, r := range c.DoMulti(ctx, b.Watch().Key("k").Build(), b.Multi().Build(), b.Set().Key("k").Value("v").Build(), b.Incr().Key("n").Build()) {
			if err := r.Error(); err != nil {
				return err
			}
		}
		replies, err := c.Do(ctx, b.Exec().Build()).ToArray()
		if err != nil || len(replies) != 2 {
			t.Errorf("EXEC: %v, %v", replies, err)
		}
		if err := c.Do(ctx, b.Exec().Build()).Error(); err == nil || err.Error() != "EXEC without MULTI" {
			t.Errorf("EXEC without MULTI: %v", err)
		}
		return nil
	})
	if err != nil {
		t.Error(err)
	}
}

// TestTransactionRedigo is a session of redigo with transactions.
func TestTransactionRedigo(t *testing.T) {
	t.Parallel()
	c, err := redigo.Dial("tcp", start(t).addr, redigo.DialReadTimeout(replyLimit))
	if err != nil {
		t.Fatal(err)
	}
	defer c.Close()
	for _, line := range [][]any{{"MULTI"}, {"SET", "a", 1}, {"INCR", "a"}} {
		if err := c.Send(line[0].(string), line[1:]...); err != nil {
			t.Fatal(err)
		}
	}
	got, err := redigo.Values(c.Do("EXEC"))
	if err != nil || len(got) != 2 || got[0] != "OK" || got[1] != int64(2) {
		t.Errorf("EXEC: %v, %v", got, err)
	}
	for _, line := range [][]any{{"WATCH", "a"}, {"SET", "a", 5}, {"MULTI"}, {"SET", "a", 6}} {
		if _, err := c.Do(line[0].(string), line[1:]...); err != nil {
			t.Fatal(err)
		}
	}
	if _, err := redigo.Values(c.Do("EXEC")); !errors.Is(err, redigo.ErrNil) {
		t.Errorf("EXEC after a change: %v", err)
	}
}
