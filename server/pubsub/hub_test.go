package pubsub

import (
	"fmt"
	"math/rand/v2"
	"net"
	"slices"
	"strings"
	"testing"

	"redstart/server/client"
)

func newClient(t testing.TB) *client.Client {
	near, far := net.Pipe()
	t.Cleanup(func() { near.Close(); far.Close() })
	c := client.New(near, 0, func() {})
	c.Out.Hold() // what is published stays where the test finds it
	return c
}

func received(c *client.Client) string { return string(c.Out.TakeHeld(nil)) }

// The hub agrees with a list of all subscriptions.
func TestHubAgreesWithAModel(t *testing.T) {
	t.Parallel()
	type sub struct{ c, k, n int }
	var h Hub
	r := rand.New(rand.NewPCG(1, 2))
	clients := make([]*client.Client, 5)
	for i := range clients {
		clients[i] = newClient(t)
	}
	var model []sub
	holds := func(f func(sub) bool) (n int) {
		for _, s := range model {
			if f(s) {
				n++
			}
		}
		return n
	}
	for range 5000 {
		s := sub{r.IntN(len(clients)), r.IntN(client.SubKinds), r.IntN(4)}
		c, k, name := clients[s.c], Kind(s.k), []byte(fmt.Sprint("n", s.n))
		n := -1
		switch r.IntN(8) {
		case 0:
			h.Drop(c)
			model = slices.DeleteFunc(model, func(o sub) bool { return o.c == s.c })
		case 1, 2, 3:
			n = h.Unsubscribe(c, k, name)
			model = slices.DeleteFunc(model, func(o sub) bool { return o == s })
		default:
			n = h.Subscribe(c, k, name)
			if !slices.Contains(model, s) {
				model = append(model, s)
			}
		}
		want := holds(func(o sub) bool { return o.c == s.c && (o.k == int(Shard)) == (k == Shard) })
		if n >= 0 && n != want {
			t.Fatalf("%v: %d subscriptions, want %d", s, n, want)
		}
		if got, want := h.Listeners(0, k, name), holds(func(o sub) bool { return o.k == s.k && o.n == s.n }); got != want {
			t.Fatalf("%v: %d listeners, want %d", s, got, want)
		}
		if got, want := c.Has(client.PubSub), holds(func(o sub) bool { return o.c == s.c }) > 0; got != want || c.Has(client.Limited) != want {
			t.Fatalf("%v: subscribed %v, want %v", s, got, want)
		}
		var names []string
		for _, o := range model {
			if o.c == s.c && o.k == s.k {
				names = append(names, fmt.Sprint("n", o.n))
			}
		}
		if got := h.Names(c, k); !slices.Equal(got, names) {
			t.Fatalf("%v: names %q, want %q", s, got, names)
		}
		got := h.Publish(0, name, nil)
		if want := holds(func(o sub) bool { return o.k != int(Shard) && o.n == s.n }); got != want {
			t.Fatalf("published to %d, want %d", got, want)
		}
		for _, c := range clients {
			received(c)
		}
	}
	for _, c := range clients {
		h.Drop(c)
	}
	if h.Clients() != 0 || h.Topics(Channel) != 0 || h.Topics(Pattern) != 0 || h.Topics(Shard) != 0 || len(h.shared.patterns) != 0 {
		t.Error("something is left")
	}
}

func TestMessages(t *testing.T) {
	t.Parallel()
	var h Hub
	two, three := newClient(t), newClient(t)
	h.Switch(three, 3, func() {})
	for _, c := range []*client.Client{two, three} {
		h.Subscribe(c, Channel, []byte("c"))
		h.Subscribe(c, Pattern, []byte("?"))
		h.Subscribe(c, Shard, []byte("c"))
	}
	if n := h.Publish(0, []byte("c"), []byte("a\r\n")); n != 4 {
		t.Errorf("PUBLISH to %d", n)
	}
	if n := h.PublishShard(0, []byte("c"), nil); n != 2 {
		t.Errorf("SPUBLISH to %d", n)
	}
	want := "*3\r\n$7\r\nmessage\r\n$1\r\nc\r\n$3\r\na\r\n\r\n*4\r\n$8\r\npmessage\r\n$1\r\n?\r\n$1\r\nc\r\n$3\r\na\r\n\r\n" +
		"*3\r\n$8\r\nsmessage\r\n$1\r\nc\r\n$0\r\n\r\n"
	if got := received(two); got != want {
		t.Errorf("RESP2: %q", got)
	}
	if got := received(three); got != strings.ReplaceAll(want, "*", ">") {
		t.Errorf("RESP3: %q", got)
	}
	h.Switch(three, 2, func() {})
	if !three.Has(client.Limited) || !two.Has(client.Limited) {
		t.Error("not limited in RESP2")
	}
}

// A message to many is encoded once, and costs no allocation but the growth of outboxes.
func TestPublishAllocates(t *testing.T) {
	var h Hub
	for range 100 {
		h.Subscribe(newClient(t), Channel, []byte("c"))
	}
	channel, message, nobody := []byte("c"), []byte("message"), []byte("nobody")
	empty := func() {
		for c := range h.members {
			c.Out.TakeHeld(nil)
		}
	}
	if n := testing.AllocsPerRun(20, func() { h.Publish(0, channel, message) }); n > 50 {
		t.Errorf("%v allocations for a message to 100", n)
	}
	empty()
	if n := testing.AllocsPerRun(100, func() { h.Publish(0, nobody, message) }); n > 0 {
		t.Errorf("%v allocations for a message to nobody", n)
	}
}

func BenchmarkPublish(b *testing.B) {
	for _, n := range []int{1, 100} {
		b.Run(fmt.Sprint(n), func(b *testing.B) {
			var h Hub
			var all []*client.Client
			for range n {
				c := newClient(b)
				all = append(all, c)
				h.Subscribe(c, Channel, []byte("c"))
			}
			channel, message, room := []byte("c"), []byte("a message of some length"), make([]byte, 0, 1<<20)
			for i := 0; b.Loop(); i++ {
				h.Publish(0, channel, message)
				if i%100 == 0 {
					for _, c := range all {
						c.Out.TakeHeld(room)
					}
				}
			}
		})
	}
}
