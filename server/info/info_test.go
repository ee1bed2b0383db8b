package info

import (
	"strings"
	"testing"

	"redstart/server/client"
	"redstart/server/clock"
	"redstart/server/config"
	"redstart/server/pubsub"
	"redstart/server/stats"
	"redstart/server/track"
	"redstart/storage"
)

func newCollector() (*Collector, *stats.Command) {
	get := &stats.Command{}
	clk := clock.New()
	return New(Sources{
		Config: config.Default(), Clock: clk, Keys: storage.New(storage.Options{Now: clk.Milli}), Clients: &client.Registry{}, PubSub: &pubsub.Hub{}, Track: track.New(&client.Registry{}, 0), Stats: &stats.Stats{},
		Commands: func(yield func(string, *stats.Command) bool) { yield("get", get) },
	}), get
}

func titles(sections []Section) string {
	var t []string
	for _, s := range sections {
		t = append(t, s.Title)
	}
	return strings.Join(t, " ")
}

func TestSections(t *testing.T) {
	c, _ := newCollector()
	standard := "Server Clients Memory Persistence Threads Stats Replication CPU Modules Errorstats Cluster Keyspace Keysizes Runtime"
	whole := strings.Replace(standard, "Errorstats", "Commandstats Errorstats Latencystats", 1)
	for _, tt := range []struct{ names, want string }{
		{"", standard},
		{"default", standard},
		{"DEFAULT commandstats", strings.Replace(standard, "Errorstats", "Commandstats Errorstats", 1)},
		{"all", whole},
		{"Everything", whole},
		{"cpu CPU server", "Server CPU"},
		{"server nonsense", "Server"},
		{"nonsense", ""},
		{"debug", "Debug"},
	} {
		if got := titles(c.Collect(strings.Fields(tt.names)...)); got != tt.want {
			t.Errorf("%q gives %s, want %s", tt.names, got, tt.want)
		}
	}
}

// Tools take what is in front of the colon for a name: it must be one word, and there only once.
func TestFieldsAreNames(t *testing.T) {
	c, get := newCollector()
	get.Add(0, 1000, false)
	c.Stats.Error("ERR")
	seen := map[string]bool{}
	for _, s := range c.Collect(append(Sections(), "debug")...) {
		for _, f := range s.Fields {
			if seen[f.Name] || strings.ContainsAny(f.Name, " :\r\n") || f.Name == "" {
				t.Errorf("%s: field %q", s.Title, f.Name)
			}
			seen[f.Name] = true
			switch v := f.Value.(type) {
			case int64, Decimal, []Field:
			case string:
				if strings.ContainsAny(v, "\r\n") {
					t.Errorf("%s: %q breaks the line", f.Name, v)
				}
			default:
				t.Errorf("%s is a %T", f.Name, v)
			}
		}
	}
	for _, want := range []string{"redis_version", "used_memory", "cmdstat_get", "errorstat_ERR", "latency_percentiles_usec_get"} {
		if !seen[want] {
			t.Errorf("no %s", want)
		}
	}
}

func TestText(t *testing.T) {
	got := Text([]Section{
		{"One", []Field{{"n", int64(1)}, {"f", Decimal{2, 2}}, {"s", "x y"}}},
		{"Two", []Field{{"db0", []Field{{"keys", int64(3)}, {"p", Decimal{0.5, 3}}}}}},
	})
	want := "# One\r\nn:1\r\nf:2.00\r\ns:x y\r\n\r\n# Two\r\ndb0:keys=3,p=0.500\r\n"
	if got != want {
		t.Errorf("got %q\nwant %q", got, want)
	}
}

func TestHumanBytes(t *testing.T) {
	for n, want := range map[int64]string{
		0: "0B", 1023: "1023B", 1024: "1.00K", 1536: "1.50K", 1 << 20: "1.00M", 25276514304: "23.54G", 1 << 40: "1.00T", 1 << 62: "4096.00P",
	} {
		if got := humanBytes(n); got != want {
			t.Errorf("%d bytes are %s, want %s", n, got, want)
		}
	}
}

func TestMemory(t *testing.T) {
	c, _ := newCollector()
	tx := c.Keys.NewTx()
	key := []byte("key")
	tx.Lock(key)
	tx.SetString(key, make([]byte, 10000), 0, "set")
	tx.Unlock()
	m := c.Memory()
	if m.Count != 1 || m.Keys < 10000 || m.Used < m.Keys || m.Peak < m.Used || m.Overhead > m.Used || m.Dataset() < 10000 || m.PerKey() < 10000 {
		t.Errorf("%+v", m)
	}
	c.Keys.Gate.Lock()
	c.Keys.FlushAll()
	c.Keys.Gate.Unlock()
	if after := c.Memory(); after.Keys != 0 || after.Peak < m.Used || after.PerKey() != 0 {
		t.Errorf("after a flush: %+v", after)
	}
	c.Reset()
	if after := c.Memory(); after.Peak >= m.Used {
		t.Errorf("the peak stays at %d after Reset", after.Peak)
	}
}

func TestMemoryDoctor(t *testing.T) {
	const mb = 1 << 20
	for _, tt := range []struct {
		m    Memory
		want string
	}{
		{Memory{Used: mb, Peak: mb, Resident: mb}, "too little data"},
		{Memory{Used: 100 * mb, Peak: 100 * mb, Resident: 120 * mb}, "can't find any memory issue"},
		{Memory{Used: 100 * mb, Peak: 300 * mb, Resident: 120 * mb}, "Peak: 300.00M"},
		{Memory{Used: 100 * mb, Peak: 100 * mb, Resident: 300 * mb}, "Process: it holds 3.0 times"},
		{Memory{Used: 100 * mb, Peak: 100 * mb, Resident: 120 * mb, Clients: 50 * mb}, "Clients: 50.00M"},
	} {
		if got := tt.m.Doctor(); !strings.Contains(got, tt.want) || !strings.Contains(got, "Sam") {
			t.Errorf("%+v: %s", tt.m, got)
		}
	}
}

func TestRates(t *testing.T) {
	c, _ := newCollector()
	c.Sample()
	c.Stats.Batch(0, 100, 1000, 2000)
	c.Sample()
	if r := c.samples.rates(); r.commands <= 0 || r.in <= 0 || r.out <= 0 || r.reads <= 0 {
		t.Errorf("%+v", r)
	}
	c.Reset()
	if r := c.samples.rates(); r != (rates{}) {
		t.Errorf("after Reset: %+v", r)
	}
}

func TestIdentity(t *testing.T) {
	c, _ := newCollector()
	before := *c.replID.Load()
	c.ChangeReplID()
	if after := *c.replID.Load(); len(c.RunID()) != 40 || len(after) != 40 || after == before {
		t.Errorf("run %s, replication %s and then %s", c.RunID(), before, after)
	}
}
