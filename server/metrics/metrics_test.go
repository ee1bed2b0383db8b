package metrics

import (
	"bufio"
	"errors"
	"fmt"
	"maps"
	"net/http"
	"net/http/httptest"
	"os"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/prometheus/client_golang/prometheus"
	dto "github.com/prometheus/client_model/go"
	"github.com/prometheus/common/expfmt"
	"github.com/prometheus/common/model"

	"redstart/server/client"
	"redstart/server/clock"
	"redstart/server/config"
	"redstart/server/info"
	"redstart/server/latency"
	"redstart/server/pubsub"
	"redstart/server/slowlog"
	"redstart/server/stats"
	"redstart/server/store"
	"redstart/server/track"
	"redstart/storage"
)

// world is a server without connections.
type world struct {
	*Monitor
	Sources
	keys   *storage.Keyspace
	conf   *config.Config
	stores *store.Registry
	get    stats.Command
	busy   bool
}

func newWorld(t testing.TB) *world {
	clk := clock.New()
	w := &world{conf: config.Default(), keys: storage.New(storage.Options{Now: clk.Milli})}
	w.stores = store.New(w.keys, nil)
	counters := &stats.Stats{}
	counters.Error("WRONGTYPE")
	w.get.Add(0, int64(time.Millisecond), false)
	w.get.Add(0, int64(time.Millisecond), true)
	w.get.Reject()
	w.Sources = Sources{
		Info: info.New(info.Sources{
			Config: w.conf, Clock: clk, Keys: w.keys, Stores: w.stores, Clients: &client.Registry{}, PubSub: &pubsub.Hub{},
			Track: track.New(&client.Registry{}, 0), Stats: counters,
			Commands:    func(yield func(string, *stats.Command) bool) { yield("get", &w.get) },
			Persistence: func() info.Persistence { return info.Persistence{Enabled: true, CurrentSize: 100, WriteFailed: true} },
		}),
		Slow: &slowlog.Log{}, Latency: &latency.Monitor{},
		Busy:    func() bool { return w.busy },
		Unready: func() error { return nil },
	}
	w.Latency.SetThreshold(1)
	w.Latency.Add(latency.Command, 1000, int64(20*time.Millisecond))
	w.Slow.SetMax(10)
	w.Slow.Add(slowlog.Entry{Micros: 1500}, nil)
	w.Monitor = New(w.Sources)
	return w
}

// addStore makes a store, by the words of its definition, with n keys.
func (w *world) addStore(t testing.TB, words string, n int) *store.Store {
	t.Helper()
	def, err := store.Parse(strings.Fields(words))
	if err != nil {
		t.Fatal(err)
	}
	w.keys.Gate.Lock()
	s, err := w.stores.Create(def, false)
	w.keys.Gate.Unlock()
	if err != nil {
		t.Fatal(err)
	}
	w.put(t, s.DB, n)
	return s
}

// put sets n keys of a database.
func (w *world) put(t testing.TB, db, n int) {
	t.Helper()
	tx := w.keys.NewTx()
	if !tx.Select(db) {
		t.Fatalf("no database %d", db)
	}
	for i := range n {
		key := fmt.Appendf(nil, "key:%d", i)
		tx.Lock(key)
		tx.SetString(key, []byte("value"), 0, "set")
		if err := tx.Settle(); err != nil {
			t.Fatal(err)
		}
		tx.Unlock()
	}
}

// scrape parses an answer of the Monitor, whose text must be right by Prometheus' own parser.
func (w *world) scrape(t testing.TB, query string, sees func(int) bool) map[string]*dto.MetricFamily {
	t.Helper()
	rec := httptest.NewRecorder()
	w.Metrics(rec, httptest.NewRequest(http.MethodGet, "/metrics"+query, nil), sees)
	if rec.Code != http.StatusOK {
		t.Fatalf("status %d: %s", rec.Code, rec.Body)
	}
	parser := expfmt.NewTextParser(model.LegacyValidation)
	families, err := parser.TextToMetricFamilies(rec.Body)
	if err != nil {
		t.Fatal(err)
	}
	return families
}

// values are the series of a family: its labels' values and its value.
func values(f *dto.MetricFamily) map[string]float64 {
	out := map[string]float64{}
	for _, m := range f.GetMetric() {
		var labels []string
		for _, l := range m.GetLabel() {
			labels = append(labels, l.GetValue())
		}
		out[strings.Join(labels, ",")] = m.GetGauge().GetValue() + m.GetCounter().GetValue()
	}
	return out
}

// leftOut are the metrics of redis_exporter that there are not: docs/monitoring.md lists them, with the reasons.
func leftOut(t *testing.T) map[string]bool {
	t.Helper()
	text, err := os.ReadFile("../../docs/monitoring.md")
	if err != nil {
		t.Fatal(err)
	}
	_, list, _ := strings.Cut(string(text), "| metric | why |")
	list, _, _ = strings.Cut(list, "\n\n")
	names := map[string]bool{}
	for line := range strings.Lines(list) {
		if name, ok := strings.CutPrefix(line, "| `"); ok {
			name, _, _ = strings.Cut(name, "`")
			names[name] = true
		}
	}
	return names
}

// TestExporterNames compares with what redis_exporter shows: each metric with its type and labels, so that its dashboards work.
func TestExporterNames(t *testing.T) {
	w := newWorld(t)
	w.put(t, 0, 2)
	got := w.scrape(t, "", nil)
	file, err := os.Open("testdata/redis_exporter.txt")
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	absent := leftOut(t)
	missing := maps.Clone(absent)
	seen := 0
	for lines := bufio.NewScanner(file); lines.Scan(); {
		words := strings.Fields(lines.Text())
		if words[0] == "#" {
			continue
		}
		name, kind, labels := words[0], words[1], words[2:]
		if absent[name] {
			delete(missing, name)
			if got[name] != nil {
				t.Errorf("%s is there, and listed as left out", name)
			}
			continue
		}
		seen++
		f := got[name]
		if f == nil {
			t.Errorf("no %s", name)
			continue
		}
		if have := strings.ToLower(f.GetType().String()); have != kind {
			t.Errorf("%s is a %s, want %s", name, have, kind)
		}
		if have := labelsOf(f); !slices.Equal(have, labels) {
			t.Errorf("%s has the labels %q, want %q", name, have, labels)
		}
	}
	if seen < 100 || len(missing) > 0 {
		t.Errorf("%d metrics compared; listed as left out, but not among them: %v", seen, missing)
	}
}

// labelsOf are the names of all labels in a family, sorted.
func labelsOf(f *dto.MetricFamily) []string {
	names := map[string]bool{}
	for _, m := range f.GetMetric() {
		for _, l := range m.GetLabel() {
			names[l.GetName()] = true
		}
		if m.GetSummary() != nil {
			names["quantile"] = true
		}
	}
	return append([]string{}, slices.Sorted(maps.Keys(names))...)
}

func TestValues(t *testing.T) {
	w := newWorld(t)
	w.put(t, 3, 5)
	got := w.scrape(t, "", nil)
	for _, tt := range []struct {
		name, labels string
		want         float64
	}{
		{"redis_up", "", 1},
		{"redis_db_keys", "db3", 5},
		{"redis_db_keys", "db15", 0},
		{"redis_commands_total", "get", 2},
		{"redis_commands_duration_seconds_total", "get", 0.002},
		{"redis_commands_failed_calls_total", "get", 1},
		{"redis_commands_rejected_calls_total", "get", 1},
		{"redis_errors_total", "WRONGTYPE", 1},
		{"redis_aof_current_size_bytes", "", 100},
		{"redis_aof_last_write_status", "", 0},
		{"redis_aof_last_bgrewrite_status", "", 1},
		{"redis_slowlog_length", "", 1},
		{"redis_last_slow_execution_duration_seconds", "", 0.0015},
		{"redis_latency_spike_duration_seconds", "command", 0.02},
		{"redis_latency_spike_last", "command", 1000},
		{"redis_config_maxclients", "", 10000},
		{"redstart_stores", "", 0},
		{"redstart_script_busy", "", 0},
	} {
		if n, ok := values(got[tt.name])[tt.labels]; !ok || n != tt.want {
			t.Errorf("%s{%s} = %v (%v), want %v", tt.name, tt.labels, n, ok, tt.want)
		}
	}
	s := got["redis_latency_percentiles_usec"].GetMetric()[0].GetSummary()
	if s.GetSampleCount() != 2 || s.GetSampleSum() != 2000 || len(s.GetQuantile()) != 3 || s.GetQuantile()[0].GetQuantile() != 50 {
		t.Errorf("percentiles %v", s)
	}
	if n := values(w.scrape(t, "", nil)["redis_exporter_scrapes_total"])[""]; n != 2 {
		t.Errorf("%v scrapes, want 2", n)
	}
}

// A script that runs too long has the keys for itself: everything about them is left out, and the rest is there.
func TestBusy(t *testing.T) {
	w := newWorld(t)
	w.addStore(t, "a", 1)
	w.busy = true
	got := w.scrape(t, "", nil)
	if values(got["redstart_script_busy"])[""] != 1 || values(got["redis_up"])[""] != 1 || got["go_goroutines"] == nil {
		t.Error("not what should be there")
	}
	if got["redis_db_keys"] != nil || got["redstart_store_keys"] != nil || got["redis_memory_used_bytes"] != nil {
		t.Error("keys were looked at")
	}
}

func TestStores(t *testing.T) {
	w := newWorld(t)
	w.addStore(t, "one", 1)
	w.addStore(t, "two", 2)
	w.addStore(t, "three max-keys 3 reject max-bytes 1mb reject", 3)
	if err := w.conf.Set([]config.Pair{{Name: "metrics-max-stores", Value: "2"}}, true); err != nil {
		t.Fatal(err)
	}
	for _, tt := range []struct {
		name, query string
		sees        func(int) bool
		keys        map[string]float64
		everything  bool
	}{
		{"all", "", nil, map[string]float64{"one": 1, "two": 2}, true},
		{"named", "?store=three&store=one&store=one&store=none", nil, map[string]float64{"three": 3, "one": 1}, false},
		{"none of the named", "?store=none", nil, map[string]float64{}, false},
		{"seen", "", func(db int) bool { return db == 18 }, map[string]float64{"three": 3}, false},
		{"seen and named", "?store=three&store=one", func(db int) bool { return db == 16 }, map[string]float64{"one": 1}, false},
	} {
		got := w.scrape(t, tt.query, tt.sees)
		if keys := values(got["redstart_store_keys"]); !maps.Equal(keys, tt.keys) {
			t.Errorf("%s: keys %v, want %v", tt.name, keys, tt.keys)
		}
		if writes := values(got["redstart_store_writes_total"]); !maps.Equal(writes, tt.keys) {
			t.Errorf("%s: writes %v, want %v", tt.name, writes, tt.keys)
		}
		if has := got["redis_up"] != nil || got["redstart_stores"] != nil || got["go_goroutines"] != nil; has != tt.everything {
			t.Errorf("%s: facts about the whole server: %v", tt.name, has)
		}
	}
	got := w.scrape(t, "?store=three", nil)
	if keys, bytes := values(got["redstart_store_max_keys"])["three"], values(got["redstart_store_max_bytes"])["three"]; keys != 3 || bytes != 1<<20 {
		t.Errorf("bounds of %v keys and %v bytes", keys, bytes)
	}
	got = w.scrape(t, "", nil)
	if n, shown := values(got["redstart_stores"])[""], values(got["redstart_stores_shown"])[""]; n != 3 || shown != 2 {
		t.Errorf("%v stores, %v of them shown", n, shown)
	}
}

func TestHealth(t *testing.T) {
	w := newWorld(t)
	var reason error
	w.sources.Unready = func() error { return reason }
	ask := func(h http.HandlerFunc) (int, string) {
		rec := httptest.NewRecorder()
		h(rec, httptest.NewRequest(http.MethodGet, "/", nil))
		return rec.Code, rec.Body.String()
	}
	if code, text := ask(w.Healthz); code != 200 || text != "ok\n" {
		t.Errorf("live: %d %q", code, text)
	}
	if code, text := ask(w.Readyz); code != 200 || text != "ready\n" {
		t.Errorf("ready: %d %q", code, text)
	}
	reason = errors.New("loading")
	if code, text := ask(w.Readyz); code != 503 || text != "loading\n" {
		t.Errorf("not ready: %d %q", code, text)
	}
}

func TestTooManyScrapes(t *testing.T) {
	w := newWorld(t)
	w.scrapes.running.Store(maxScrapes)
	rec := httptest.NewRecorder()
	w.Metrics(rec, httptest.NewRequest(http.MethodGet, "/metrics", nil), nil)
	if rec.Code != http.StatusServiceUnavailable || w.scrapes.running.Load() != maxScrapes {
		t.Errorf("status %d, %d scrapes run", rec.Code, w.scrapes.running.Load())
	}
}

// The registry itself checks that the metrics agree with one another: no name twice with other labels or another help.
func TestConsistent(t *testing.T) {
	w := newWorld(t)
	w.addStore(t, "a", 1)
	r := prometheus.NewPedanticRegistry()
	r.MustRegister(&serverCollector{w.Monitor}, &storeCollector{m: w.Monitor, stores: w.stores.All, scraped: true})
	if _, err := r.Gather(); err != nil {
		t.Error(err)
	}
}

func BenchmarkScrape(b *testing.B) {
	for _, stores := range []int{0, 1000, 100_000} {
		b.Run(fmt.Sprintf("stores=%d", stores), func(b *testing.B) {
			w := newWorld(b)
			for i := range stores {
				w.addStore(b, fmt.Sprintf("store-%d", i), 0)
			}
			b.ReportAllocs()
			for b.Loop() {
				rec := httptest.NewRecorder()
				w.Metrics(rec, httptest.NewRequest(http.MethodGet, "/metrics", nil), nil)
				b.ReportMetric(float64(rec.Body.Len()), "bytes")
			}
		})
	}
}
