package integration

import (
	"errors"
	"fmt"
	"sync"
	"testing"
	"time"

	"github.com/gomodule/redigo/redis"
)

// TestRedigo is a session of redigo, which speaks RESP2.
func TestRedigo(t *testing.T) {
	t.Parallel()
	s := start(t, "--requirepass", "secret")
	if _, err := redis.Dial("tcp", s.addr, redis.DialPassword("guess")); err == nil ||
		err.Error() != "WRONGPASS invalid username-password pair or user is disabled." {
		t.Errorf("a wrong password: %v", err)
	}
	c, err := redis.Dial("tcp", s.addr, redis.DialPassword("secret"), redis.DialDatabase(5), redis.DialClientName("r"),
		redis.DialReadTimeout(replyLimit))
	if err != nil {
		t.Fatal(err)
	}
	defer c.Close()
	if v, err := redis.String(c.Do("SET", "k", "v", "EX", 100, "NX")); err != nil || v != "OK" {
		t.Errorf("SET: %v, %v", v, err)
	}
	if _, err := redis.String(c.Do("SET", "k", "v", "NX")); !errors.Is(err, redis.ErrNil) {
		t.Errorf("SET NX: %v", err)
	}
	if n, err := redis.Int(c.Do("TTL", "k")); err != nil || n < 90 || n > 100 {
		t.Errorf("TTL: %v, %v", n, err)
	}
	if b, err := redis.Bytes(c.Do("GETSET", "k", []byte{0, 255, '\r', '\n'})); err != nil || string(b) != "v" {
		t.Errorf("GETSET: %q, %v", b, err)
	}
	if b, err := redis.Bytes(c.Do("GET", "k")); err != nil || string(b) != "\x00\xff\r\n" {
		t.Errorf("GET of bytes: %q, %v", b, err)
	}
	if m, err := redis.StringMap(c.Do("CONFIG", "GET", "databases")); err != nil || m["databases"] != "16" {
		t.Errorf("CONFIG GET: %v, %v", m, err)
	}
	if v, err := redis.String(c.Do("CLIENT", "GETNAME")); err != nil || v != "r" {
		t.Errorf("CLIENT GETNAME: %v, %v", v, err)
	}
	if f, err := redis.Float64(c.Do("INCRBYFLOAT", "f", "1.25")); err != nil || f != 1.25 {
		t.Errorf("INCRBYFLOAT: %v, %v", f, err)
	}
	redigoPipeline(t, c)
}

func redigoPipeline(t *testing.T, c redis.Conn) {
	const n = 500
	for i := range n {
		if err := c.Send("SETEX", fmt.Sprint("p", i), 100, i); err != nil {
			t.Fatal(err)
		}
	}
	if err := c.Send("LPUSH"); err != nil { // an error between them
		t.Fatal(err)
	}
	if err := c.Send("MGET", "p0", fmt.Sprint("p", n-1)); err != nil {
		t.Fatal(err)
	}
	if err := c.Flush(); err != nil {
		t.Fatal(err)
	}
	for range n {
		if v, err := redis.String(c.Receive()); err != nil || v != "OK" {
			t.Fatalf("SETEX in a pipeline: %v, %v", v, err)
		}
	}
	if _, err := c.Receive(); err == nil {
		t.Error("LPUSH without words is no error")
	}
	if v, err := redis.Ints(c.Receive()); err != nil || len(v) != 2 || v[1] != n-1 {
		t.Errorf("MGET in a pipeline: %v, %v", v, err)
	}
}

// TestRedigoPool borrows and tests connections, as programs with redigo do.
func TestRedigoPool(t *testing.T) {
	t.Parallel()
	s := start(t)
	pool := &redis.Pool{
		MaxIdle: 4, MaxActive: 8, Wait: true, IdleTimeout: time.Minute,
		Dial: func() (redis.Conn, error) { return redis.Dial("tcp", s.addr) },
		TestOnBorrow: func(c redis.Conn, _ time.Time) error {
			_, err := c.Do("PING")
			return err
		},
	}
	defer pool.Close()
	var all sync.WaitGroup
	for range 32 {
		all.Go(func() {
			c := pool.Get()
			defer c.Close()
			for range 50 {
				if _, err := c.Do("INCR", "n"); err != nil {
					t.Errorf("INCR: %v", err)
				}
			}
		})
	}
	all.Wait()
	c := pool.Get()
	defer c.Close()
	if n, err := redis.Int(c.Do("GET", "n")); err != nil || n != 32*50 {
		t.Errorf("GET n: %v, %v", n, err)
	}
}
