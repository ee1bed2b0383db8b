// Package clients runs what Go programs use Redis through - clients, a queue, locks - against a server. scripts/test-clients starts
// the server and says where it is.
package clients

import (
	"cmp"
	"context"
	"net"
	"os"
	"strconv"
	"testing"
	"time"

	"github.com/redis/go-redis/v9"
)

// limit bounds each wait for what must happen.
const limit = 20 * time.Second

// addr is host:port of the server under test.
func addr() string { return net.JoinHostPort("127.0.0.1", cmp.Or(os.Getenv("REDIS_PORT"), "6379")) }

// protocol is the version of RESP to speak.
func protocol() int {
	n, err := strconv.Atoi(os.Getenv("REDIS_PROTOCOL"))
	if err != nil {
		return 3
	}
	return n
}

// goRedis is a go-redis client that ends with the test.
func goRedis(t *testing.T) *redis.Client {
	t.Helper()
	c := redis.NewClient(&redis.Options{Addr: addr(), Protocol: protocol()})
	t.Cleanup(func() { c.Close() })
	return c
}

// receive is the next value of a channel.
func receive[T any](t *testing.T, c <-chan T, what string) T {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), limit)
	defer cancel()
	select {
	case v, ok := <-c:
		if !ok {
			t.Fatalf("%s: closed", what)
		}
		return v
	case <-ctx.Done():
		t.Fatalf("%s: not within %v", what, limit)
	}
	panic("unreachable")
}

// until asks again, as soon as each answer is there, until it is the wanted one; for what no event tells, such as an expiry.
func until(t *testing.T, what string, ask func() bool) {
	t.Helper()
	for end := time.Now().Add(limit); !ask(); {
		if time.Now().After(end) {
			t.Fatalf("%s: not within %v", what, limit)
		}
	}
}

// must fails the test at once if err is not nil.
func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

// equal compares what was got with what was wanted.
func equal[T comparable](t *testing.T, what string, got, want T) {
	t.Helper()
	if got != want {
		t.Errorf("%s: got %v, want %v", what, got, want)
	}
}
