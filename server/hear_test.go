package server

import (
	"fmt"
	"net"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"redstart/server/client"
	"redstart/server/pubsub"
	"redstart/storage/aof"
)

// subscribed makes a client that is subscribed to a channel.
func subscribed(t *testing.T, addr, channel string) *peer {
	t.Helper()
	p := dial(t, addr)
	p.want("SUBSCRIBE "+channel, "[subscribe "+channel+" 1]")
	return p
}

// Every subscriber gets the messages of each publisher in their order, and all subscribers those of a channel in the same one.
func TestMessagesKeepTheirOrder(t *testing.T) {
	t.Parallel()
	const publishers, messages, subscribers = 4, 300, 5
	_, addr := serving(t)
	var listeners []*peer
	for range subscribers {
		listeners = append(listeners, subscribed(t, addr, "c"))
	}
	var wg sync.WaitGroup
	for i := range publishers {
		p := dial(t, addr)
		wg.Go(func() {
			for j := range messages {
				p.send(fmt.Sprintf("PUBLISH c %d.%d", i, j))
			}
			for range messages {
				p.wantReply(fmt.Sprint(subscribers))
			}
		})
	}
	var orders [subscribers]string
	for n, p := range listeners {
		wg.Go(func() {
			var next [publishers]int
			var all strings.Builder
			for range publishers * messages {
				m := p.reply()
				var i, j int
				if _, err := fmt.Sscanf(m, "[message c %d.%d]", &i, &j); err != nil || next[i] != j {
					t.Errorf("%s, want number %v", m, next)
					return
				}
				next[i]++
				all.WriteString(m)
			}
			orders[n] = all.String()
		})
	}
	wg.Wait()
	for _, o := range orders[1:] {
		if o != orders[0] {
			t.Fatal("two subscribers got the messages of a channel in different orders")
		}
	}
}

// A client that publishes and subscribes in turn sees no message before it is subscribed, and none when it is no longer.
func TestNoMessageOutsideOfASubscription(t *testing.T) {
	t.Parallel()
	_, addr := serving(t)
	stop := make(chan struct{})
	noise := dial(t, addr)
	done := make(chan struct{})
	go func() {
		defer close(done)
		for {
			select {
			case <-stop:
				return
			default:
				noise.do("PUBLISH c x")
			}
		}
	}()
	p := dial(t, addr)
	for range 500 {
		p.send("SUBSCRIBE c", "UNSUBSCRIBE c", "PING")
		p.wantReply("[subscribe c 1]")
		m := p.reply()
		for m == "[message c x]" {
			m = p.reply()
		}
		if m != "[unsubscribe c 0]" {
			t.Fatalf("got %s", m)
		}
		p.wantReply("PONG")
	}
	close(stop)
	<-done
}

// A subscriber that never reads is closed when its messages exceed the limit of its class, and keeps no publisher waiting.
func TestSubscriberThatNeverReads(t *testing.T) {
	t.Parallel()
	srv, addr := serving(t, "client-output-buffer-limit pubsub 1mb 0 0")
	deaf, other := subscribed(t, addr, "c"), subscribed(t, addr, "quiet")
	p := dial(t, addr)
	message := strings.Repeat("x", 8<<10)
	sent := 0
	for p.do("PUBLISH c "+message) == "1" {
		if sent++; sent > 10_000 {
			t.Fatal("a subscriber that never reads is never closed")
		}
	}
	eventually(t, "the subscriber is gone", func() bool { return srv.clients.Len() == 2 })
	if n := srv.stats.OutputLimit.Load(); n != 1 {
		t.Errorf("%d connections exceeded the limit", n)
	}
	p.want("PUBSUB NUMSUB c quiet", "[c 0 quiet 1]")
	p.want("PUBLISH quiet x", "1")
	other.wantReply("[message quiet x]")
	deaf.Close()
}

// Large messages are shared by all who get them.
func TestLargeMessages(t *testing.T) {
	t.Parallel()
	_, addr := serving(t)
	listeners := []*peer{subscribed(t, addr, "c"), subscribed(t, addr, "c"), subscribed(t, addr, "c")}
	p := dial(t, addr)
	for size := 1 << 10; size <= 4<<20; size *= 4 {
		message := strings.Repeat(string(rune('a'+size%26)), size)
		p.send(fmt.Sprintf("*3\r\n$7\r\nPUBLISH\r\n$1\r\nc\r\n$%d\r\n%s", size, message), "PUBLISH c small")
		for _, l := range listeners {
			l.wantReply("[message c " + message + "]")
			l.wantReply("[message c small]")
		}
		p.wantReply("3")
		p.wantReply("3")
	}
}

// What a connection was subscribed to ends with it, and a channel with its last subscriber.
func TestSubscriptionsEndWithTheConnection(t *testing.T) {
	t.Parallel()
	srv, addr := serving(t)
	p := subscribed(t, addr, "c")
	p.want("PSUBSCRIBE p*", "[psubscribe p* 2]")
	p.want("SSUBSCRIBE s", "[ssubscribe s 1]")
	if n := srv.pubsub.Clients(); n != 1 {
		t.Errorf("%d clients are subscribed", n)
	}
	p.Close()
	eventually(t, "its subscriptions end", func() bool { return srv.pubsub.Clients() == 0 })
	for _, k := range []pubsub.Kind{pubsub.Channel, pubsub.Pattern, pubsub.Shard} {
		if n := srv.pubsub.Topics(k); n != 0 {
			t.Errorf("%d topics of kind %d are left", n, k)
		}
	}
}

// Without a reactor messages go through the outbox's goroutine.
func TestMessagesWithoutAReactor(t *testing.T) {
	t.Parallel()
	srv := configured(t)
	near, far := net.Pipe()
	go srv.serve(near, client.Unix)
	p := newPeer(t, far)
	p.send("HELLO 3")
	p.reply()
	p.want("SUBSCRIBE c", "[subscribe c 1]")
	go srv.pubsub.Publish(0, []byte("c"), []byte("x"))
	p.wantReply("[message c x]")
	p.want("PUBLISH c y", "1")
	p.wantReply("[message c y]")
	p.want("PING", "PONG")
}

// Messages are not in the log.
func TestMessagesAreNotLogged(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	addr, stop := serveLog(t, logServer(t, dir), aof.OS())
	c := dialTest(t, addr)
	c.do("PUBLISH c x")
	c.do("SPUBLISH c x")
	c.do("MULTI")
	c.do("PUBLISH c x")
	c.do("EXEC")
	c.do("SET k v")
	stop()
	files, _ := filepath.Glob(filepath.Join(dir, "appendonlydir", "*.incr.aof"))
	data, err := os.ReadFile(files[len(files)-1])
	if err != nil || strings.Contains(string(data), "PUBLISH") || !strings.Contains(string(data), "SET") {
		t.Errorf("the log has %q, %v", data, err)
	}
}
