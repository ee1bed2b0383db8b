// Package metrics is what monitoring asks a server over HTTP: metrics as Prometheus reads them, and whether the server lives and may be
// sent requests. What Redis has too is called as redis_exporter calls it, so that its dashboards and alerts work; what only this server
// has begins with redstart_.
package metrics

import (
	"net/http"
	"slices"
	"sync/atomic"

	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/client_golang/prometheus/collectors"
	"github.com/prometheus/client_golang/prometheus/promhttp"

	"redstart/server/info"
	"redstart/server/latency"
	"redstart/server/slowlog"
	"redstart/server/store"
)

const redisPrefix = "redis_"

// maxScrapes is how many scrapes may run at a time; further ones are answered with 503.
const maxScrapes = 4

// Sources are where a Monitor looks.
type Sources struct {
	Info    *info.Collector
	Slow    *slowlog.Log
	Latency *latency.Monitor
	// Busy tells, while the keyspace's gate is held, that a script has lent it and nobody may look at keys.
	Busy func() bool
	// Unready says why the server should not be sent requests now; nil: it may be.
	Unready func() error
}

// Monitor answers what monitoring asks.
type Monitor struct {
	sources Sources
	all     http.Handler
	facts   map[string]fact

	scrapes struct {
		running, begun atomic.Int64
		last           atomic.Int64 // ns
	}
}

// New makes a Monitor.
func New(s Sources) *Monitor {
	m := &Monitor{sources: s, facts: newFacts()}
	m.all = handler(&serverCollector{m}, &storeCollector{m: m, stores: s.Info.Stores.All, scraped: true},
		collectors.NewGoCollector(), collectors.NewProcessCollector(collectors.ProcessCollectorOpts{}))
	return m
}

// handler answers with the metrics of some collectors.
func handler(from ...prometheus.Collector) http.Handler {
	r := prometheus.NewRegistry()
	r.MustRegister(from...)
	return promhttp.HandlerFor(r, promhttp.HandlerOpts{})
}

// Metrics answers a scrape. With query parameters store=NAME there are the metrics of these stores and nothing else. Who does not see
// everything (sees is not nil) gets the metrics of the stores that sees names, and nothing else.
func (m *Monitor) Metrics(w http.ResponseWriter, r *http.Request, sees func(db int) bool) {
	if n := m.scrapes.running.Add(1); n > maxScrapes {
		m.scrapes.running.Add(-1)
		http.Error(w, "too many scrapes at a time", http.StatusServiceUnavailable)
		return
	}
	defer m.scrapes.running.Add(-1)
	m.scrapes.begun.Add(1)
	clock := m.sources.Info.Clock
	began := clock.Nanos()
	m.handlerFor(r.URL.Query()["store"], sees).ServeHTTP(w, r)
	m.scrapes.last.Store(clock.Nanos() - began)
}

func (m *Monitor) handlerFor(names []string, sees func(db int) bool) http.Handler {
	if len(names) == 0 && sees == nil {
		return m.all
	}
	return handler(&storeCollector{m: m, stores: func() []*store.Store {
		stores := m.named(names)
		if sees != nil {
			stores = slices.DeleteFunc(stores, func(s *store.Store) bool { return !sees(s.DB) })
		}
		return stores
	}})
}

// named are the stores that there are of some names, each once; without names all.
func (m *Monitor) named(names []string) []*store.Store {
	if len(names) == 0 {
		return m.sources.Info.Stores.All()
	}
	slices.Sort(names)
	var all []*store.Store
	for _, name := range slices.Compact(names) {
		if s := m.sources.Info.Stores.Get([]byte(name)); s != nil {
			all = append(all, s)
		}
	}
	return all
}
