package clients

import (
	"fmt"
	"testing"

	"github.com/gomodule/redigo/redis"
)

func TestRedigo(t *testing.T) {
	pool := &redis.Pool{MaxIdle: 4, MaxActive: 8, Wait: true, Dial: func() (redis.Conn, error) { return redis.Dial("tcp", addr()) }}
	t.Cleanup(func() { pool.Close() })
	c := pool.Get()
	defer c.Close()
	t.Run("pool", func(t *testing.T) { redigoPool(t, pool) })
	t.Run("watch", func(t *testing.T) { redigoWatch(t, pool, c) })
	t.Run("scripts", func(t *testing.T) { redigoScripts(t, c) })
	t.Run("pubsub", func(t *testing.T) { redigoPubSub(t, pool, c) })
}

func redigoPool(t *testing.T, pool *redis.Pool) {
	done := make(chan error, 50)
	for range cap(done) {
		go func() {
			c := pool.Get()
			defer c.Close()
			_, err := c.Do("INCR", "pool")
			done <- err
		}()
	}
	for range cap(done) {
		must(t, receive(t, done, "INCR"))
	}
	c := pool.Get()
	defer c.Close()
	n, err := redis.Int(c.Do("GET", "pool"))
	must(t, err)
	equal(t, "what all counted", n, cap(done))
}

func redigoWatch(t *testing.T, pool *redis.Pool, c redis.Conn) {
	other := pool.Get()
	defer other.Close()
	for _, touched := range []bool{true, false} {
		_, err := c.Do("WATCH", "w")
		must(t, err)
		if touched {
			_, err = other.Do("SET", "w", "other")
			must(t, err)
		}
		must(t, c.Send("MULTI"))
		must(t, c.Send("SET", "w", "mine"))
		must(t, c.Send("STRLEN", "w"))
		reply, err := c.Do("EXEC")
		must(t, err)
		want := "[OK 4]"
		if touched {
			want = "<nil>"
		}
		equal(t, "EXEC", fmt.Sprint(reply), want)
	}
}

func redigoScripts(t *testing.T, c redis.Conn) {
	script := redis.NewScript(1, "return {redis.call('INCRBY', KEYS[1], ARGV[1]), false, ARGV[1]}")
	for i := range 3 {
		got, err := redis.Values(script.Do(c, "n", 2))
		must(t, err)
		equal(t, "a script", fmt.Sprintf("%v %v %s", got...), fmt.Sprintf("%d <nil> 2", 2*(i+1)))
	}
}

func redigoPubSub(t *testing.T, pool *redis.Pool, c redis.Conn) {
	sub := redis.PubSubConn{Conn: pool.Get()}
	defer sub.Close()
	must(t, sub.Subscribe("news"))
	must(t, sub.PSubscribe("n*"))
	next := func() any { return sub.ReceiveWithTimeout(limit) }
	equal(t, "a subscription", next().(redis.Subscription).Count, 1)
	equal(t, "another one", next().(redis.Subscription).Count, 2)
	n, err := redis.Int(c.Do("PUBLISH", "news", "hi"))
	must(t, err)
	equal(t, "receivers", n, 2)
	for _, pattern := range []string{"", "n*"} {
		m := next().(redis.Message)
		equal(t, "a message", m.Pattern+" "+m.Channel+" "+string(m.Data), pattern+" news hi")
	}
	must(t, sub.Ping("there"))
	equal(t, "PING of a subscriber", next().(redis.Pong).Data, "there")
}
