package integration

import (
	"context"
	"fmt"
	"sync"
	"testing"
	"time"

	"github.com/redis/rueidis"
)

// rueidisClient is a client of s that ends with the test. Its cache needs CLIENT TRACKING, so it is off.
func rueidisClient(t *testing.T, s *server, protocol int) rueidis.Client {
	t.Helper()
	c, err := rueidis.NewClient(rueidis.ClientOption{
		InitAddress: []string{s.addr}, Password: "secret", ClientName: "r", ClientNoEvict: true, SelectDB: protocol,
		DisableCache: true, AlwaysRESP2: protocol == 2,
	})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(c.Close)
	return c
}

// TestRueidis is a session of rueidis, which sends the commands of all goroutines over few connections.
func TestRueidis(t *testing.T) {
	t.Parallel()
	s := start(t, "--requirepass", "secret")
	for _, protocol := range []int{2, 3} {
		t.Run(fmt.Sprint("RESP", protocol), func(t *testing.T) {
			t.Parallel()
			c := rueidisClient(t, s, protocol)
			rueidisCommands(t, c)
			rueidisPipeline(t, c)
		})
	}
}

func rueidisCommands(t *testing.T, c rueidis.Client) {
	ctx := t.Context()
	if err := c.Do(ctx, c.B().Set().Key("k").Value("v").Nx().ExSeconds(100).Build()).Error(); err != nil {
		t.Errorf("SET: %v", err)
	}
	if err := c.Do(ctx, c.B().Set().Key("k").Value("w").Nx().Build()).Error(); !rueidis.IsRedisNil(err) {
		t.Errorf("SET NX: %v", err)
	}
	if v, err := c.Do(ctx, c.B().Get().Key("k").Build()).ToString(); err != nil || v != "v" {
		t.Errorf("GET: %v, %v", v, err)
	}
	if n, err := c.Do(ctx, c.B().Pttl().Key("k").Build()).AsInt64(); err != nil || n <= 90_000 || n > 100_000 {
		t.Errorf("PTTL: %v, %v", n, err)
	}
	if m, err := c.Do(ctx, c.B().ConfigGet().Parameter("maxmemory*").Build()).AsStrMap(); err != nil || m["maxmemory"] != "0" {
		t.Errorf("CONFIG GET: %v, %v", m, err)
	}
	err := c.Do(ctx, c.B().Incr().Key("k").Build()).Error()
	// It takes the ERR away itself.
	if e, ok := rueidis.IsRedisErr(err); !ok || e.Error() != "value is not an integer or out of range" {
		t.Errorf("INCR of a text: %v", err)
	}
	for i := range 300 {
		c.Do(ctx, c.B().Set().Key(fmt.Sprint("s", i)).Value("1").Build())
	}
	seen := map[string]bool{}
	for cursor := uint64(0); ; {
		e, err := c.Do(ctx, c.B().Scan().Cursor(cursor).Match("s*").Count(40).Build()).AsScanEntry()
		if err != nil {
			t.Fatal(err)
		}
		for _, k := range e.Elements {
			seen[k] = true
		}
		if cursor = e.Cursor; cursor == 0 {
			break
		}
	}
	if len(seen) != 300 {
		t.Errorf("SCAN finds %d keys", len(seen))
	}
}

func rueidisPipeline(t *testing.T, c rueidis.Client) {
	var all sync.WaitGroup
	for g := range 16 {
		all.Go(func() {
			key := fmt.Sprint("g", g)
			for range 50 {
				for _, r := range c.DoMulti(t.Context(), c.B().Incr().Key(key).Build(), c.B().Incr().Key("all").Build()) {
					if err := r.Error(); err != nil {
						t.Errorf("INCR: %v", err)
					}
				}
			}
		})
	}
	all.Wait()
	v, err := rueidis.MGet(c, t.Context(), []string{"all", "g0", "none"})
	if err != nil || len(v) != 3 {
		t.Fatalf("MGET: %v, %v", v, err)
	}
	for key, want := range map[string]int64{"all": 16 * 50, "g0": 50} {
		m := v[key]
		if n, err := m.AsInt64(); err != nil || n != want {
			t.Errorf("%s is %v, %v; want %d", key, n, err, want)
		}
	}
}

// TestRueidisReconnects ends the server's side of a connection that is in use.
func TestRueidisReconnects(t *testing.T) {
	t.Parallel()
	s := start(t, "--requirepass", "secret")
	c := rueidisClient(t, s, 3)
	killer := dial(t, s.addr, 2)
	killer.Do("AUTH", "secret")
	for range 5 {
		if v := killer.Do("CLIENT", "KILL", "TYPE", "normal", "SKIPME", "yes"); v.IsError() {
			t.Fatal(v)
		}
		ctx, cancel := context.WithTimeout(t.Context(), 10*time.Second)
		if err := c.Do(ctx, c.B().Get().Key("k").Build()).Error(); !rueidis.IsRedisNil(err) {
			t.Errorf("GET after CLIENT KILL: %v", err)
		}
		cancel()
	}
}
