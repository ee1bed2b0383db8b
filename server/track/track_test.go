package track

import (
	"bufio"
	"net"
	"slices"
	"strings"
	"testing"

	"redstart/resp"
	"redstart/server/client"
)

// listener is a client whose messages a test reads.
type listener struct {
	*client.Client
	t  *testing.T
	in *bufio.Reader
}

// join makes a client that speaks RESP version proto.
func join(t *testing.T, all *client.Registry, proto int32) *listener {
	t.Helper()
	ours, theirs := net.Pipe()
	c := client.New(ours, 0, func() {})
	c.Proto.Store(proto)
	all.Add(c, 100)
	t.Cleanup(func() { ours.Close(); theirs.Close() })
	return &listener{c, t, bufio.NewReader(theirs)}
}

// next is the next message, in one line.
func (l *listener) next() string {
	l.t.Helper()
	v, err := resp.ReadValue(l.in)
	if err != nil {
		l.t.Fatal(err)
	}
	return v.String()
}

// wants wants the next message to be about the keys.
func (l *listener) wants(keys ...string) {
	l.t.Helper()
	v, err := resp.ReadValue(l.in)
	if err != nil {
		l.t.Fatal(err)
	}
	var got []string
	for _, e := range v.Elems[len(v.Elems)-1].Elems {
		got = append(got, e.Str)
	}
	if !slices.Equal(got, keys) {
		l.t.Errorf("heard of %q, want %q", got, keys)
	}
}

func newTable(limit int) (*Table, *client.Registry) {
	all := &client.Registry{}
	return New(all, limit), all
}

func TestReadersHearOnce(t *testing.T) {
	t.Parallel()
	tb, all := newTable(0)
	if tb.On() {
		t.Error("on without clients")
	}
	a, b := join(t, all, 3), join(t, all, 3)
	tb.Start(a.Client, Options{})
	tb.Start(b.Client, Options{})
	for _, c := range []*listener{a, b, a} {
		tb.Note(c.Client, 0, []byte("x"))
	}
	tb.Note(a.Client, 0, []byte("y"))
	if got, want := tb.Counts(), (Counts{Clients: 2, Keys: 2, Items: 3}); got != want {
		t.Errorf("%+v, want %+v", got, want)
	}
	tb.Changed(0, []byte("x"), 0)
	tb.Changed(0, []byte("x"), 0)
	tb.Changed(0, []byte("y"), 0)
	a.wants("x")
	a.wants("y")
	b.wants("x")
	if got, want := tb.Counts(), (Counts{Clients: 2}); got != want {
		t.Errorf("%+v, want %+v", got, want)
	}
	tb.Note(b.Client, 0, []byte("z"))
	tb.Flushed(Every)
	a.wants()
	b.wants()
	tb.Note(b.Client, 0, []byte("z"))
	tb.Stop(a.Client)
	tb.Stop(a.Client)
	tb.Stop(b.Client)
	if got := tb.Counts(); got != (Counts{}) || tb.On() || a.Has(client.Tracking) {
		t.Errorf("%+v is left", got)
	}
}

func TestLimit(t *testing.T) {
	t.Parallel()
	tb, all := newTable(2)
	a := join(t, all, 3)
	tb.Start(a.Client, Options{})
	for _, key := range []string{"a", "b", "a", "c"} {
		tb.Note(a.Client, 0, []byte(key))
	}
	a.wants("b")
	tb.SetLimit(1)
	a.wants("a")
	if got := tb.Counts().Keys; got != 1 {
		t.Errorf("%d keys, want 1", got)
	}
	tb.SetLimit(0)
	for _, key := range []string{"d", "e", "f"} {
		tb.Note(a.Client, 0, []byte(key))
	}
	if got := tb.Counts().Keys; got != 4 {
		t.Errorf("%d keys, want 4", got)
	}
}

func TestNoLoop(t *testing.T) {
	t.Parallel()
	tb, all := newTable(0)
	a := join(t, all, 3)
	tb.Start(a.Client, Options{Modes: client.NoLoop})
	tb.Note(a.Client, 0, []byte("own"))
	tb.Note(a.Client, 0, []byte("other's"))
	tb.Changed(0, []byte("own"), a.ID)
	tb.Changed(0, []byte("other's"), a.ID+1)
	a.wants("other's")
	tb.Stop(a.Client)
	tb.Start(a.Client, Options{Modes: client.Broadcast | client.NoLoop})
	tb.Changed(0, []byte("own"), a.ID)
	tb.Broadcast()
	tb.Changed(0, []byte("own"), a.ID)
	tb.Changed(0, []byte("both"), a.ID)
	tb.Changed(0, []byte("both"), a.ID+1)
	tb.Broadcast()
	a.wants("both")
}

func TestBroadcast(t *testing.T) {
	t.Parallel()
	tb, all := newTable(0)
	a, b := join(t, all, 3), join(t, all, 3)
	tb.Start(a.Client, Options{Modes: client.Broadcast, Prefixes: []string{"foo", "ba"}})
	tb.Start(b.Client, Options{Modes: client.Broadcast})
	if got := tb.Prefixes(a.Client); !slices.Equal(got, []string{"ba", "foo"}) {
		t.Errorf("prefixes %q", got)
	}
	for _, key := range []string{"foo2", "bar", "foo1", "f", "foo2", "zoo"} {
		tb.Changed(0, []byte(key), 7)
	}
	tb.Broadcast()
	tb.Broadcast()
	a.wants("bar")
	a.wants("foo1", "foo2")
	b.wants("bar", "f", "foo1", "foo2", "zoo")
	if n := tb.Counts().Prefixes; n != 3 {
		t.Errorf("%d prefixes, want 3", n)
	}
	tb.Stop(b.Client)
	tb.Changed(0, []byte("zoo"), 7)
	tb.Changed(0, []byte("foo"), 7)
	tb.Broadcast()
	a.wants("foo")
}

func TestOverlapping(t *testing.T) {
	t.Parallel()
	tb, all := newTable(0)
	a := join(t, all, 3)
	tb.Start(a.Client, Options{Modes: client.Broadcast, Prefixes: []string{"foo"}})
	for _, tt := range []struct {
		prefixes []string
		want     Overlap
		found    bool
	}{
		{[]string{"bar", "baz"}, Overlap{}, false},
		{[]string{"bar", "fo"}, Overlap{"fo", "foo", true}, true},
		{[]string{"foobar"}, Overlap{"foobar", "foo", true}, true},
		{[]string{"a", "b", "ab"}, Overlap{"a", "ab", false}, true},
		{[]string{"b", "b"}, Overlap{"b", "b", false}, true},
	} {
		if got, found := tb.Overlapping(a.Client, tt.prefixes); got != tt.want || found != tt.found {
			t.Errorf("%q: %+v %t, want %+v %t", tt.prefixes, got, found, tt.want, tt.found)
		}
	}
}

func TestRedirect(t *testing.T) {
	t.Parallel()
	tb, all := newTable(0)
	reader, to := join(t, all, 3), join(t, all, 2)
	tb.Start(reader.Client, Options{Redirect: to.ID})
	key := []byte("x")
	tb.Note(reader.Client, 0, key)
	tb.Changed(0, key, 0) // to is not subscribed: nobody hears
	to.Set(client.PubSub, true)
	tb.Note(reader.Client, 0, key)
	tb.Changed(0, key, 0)
	if got := to.next(); !strings.Contains(got, "__redis__:invalidate") || !strings.Contains(got, "x") {
		t.Errorf("heard %s", got)
	}
	all.Remove(to.Client)
	tb.Note(reader.Client, 0, key)
	tb.Changed(0, key, 0)
	if got := reader.next(); !strings.Contains(got, "tracking-redir-broken") || !reader.Has(client.BrokenRedirect) {
		t.Errorf("heard %s", got)
	}
	tb.Start(reader.Client, Options{})
	if reader.Has(client.BrokenRedirect) {
		t.Error("the redirection is still broken")
	}
}

func TestNotes(t *testing.T) {
	t.Parallel()
	_, all := newTable(0)
	for _, tt := range []struct {
		flags client.Flags
		want  bool
	}{
		{0, false},
		{client.Tracking, true},
		{client.Tracking | client.NoLoop, true},
		{client.Tracking | client.Broadcast, false},
		{client.Tracking | client.OptIn, false},
		{client.Tracking | client.OptIn | client.Caching, true},
		{client.Tracking | client.OptOut, true},
		{client.Tracking | client.OptOut | client.Caching, false},
	} {
		c := join(t, all, 3)
		c.Set(tt.flags, true)
		if got := Notes(c.Client); got != tt.want {
			t.Errorf("flags %b: %t", tt.flags, got)
		}
	}
}

// A change of a key that nobody has read costs no allocation.
func TestChangedAllocates(t *testing.T) {
	table, all := newTable(0)
	l := join(t, all, 3)
	table.Start(l.Client, Options{})
	table.Note(l.Client, 0, []byte("read"))
	key := []byte("short")
	if n := testing.AllocsPerRun(100, func() { table.Changed(0, key, 0) }); n > 0 {
		t.Errorf("%v allocations", n)
	}
}
