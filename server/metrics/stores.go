package metrics

import (
	"iter"

	"github.com/prometheus/client_golang/prometheus"

	"redstart/server/config"
	"redstart/storage"
)

// storeCollector collects what there is about each of some stores.
type storeCollector struct {
	m      *Monitor
	stores iter.Seq2[string, int]
	// scraped: everything is asked for. Then there is the number of stores too, and no more than metrics-max-stores are shown.
	scraped bool
}

// storeFact is a metric of each store.
type storeFact struct {
	desc *prometheus.Desc
	kind prometheus.ValueType
	of   func(*storage.Usage) int64
}

var (
	storesTotal = prometheus.NewDesc("redstart_stores", "Named stores.", nil, nil)
	storesShown = prometheus.NewDesc("redstart_stores_shown", "Stores with metrics of their own here: metrics-max-stores at most.", nil, nil)

	storeFacts = []storeFact{
		storeGauge("keys", "Keys of a store.", func(u *storage.Usage) int64 { return int64(u.Keys) }),
		storeGauge("bytes", "Bytes of a store's keys, values and tables.", func(u *storage.Usage) int64 { return u.Bytes }),
		storeCounter("hits_total", "Lookups that found a key.", func(u *storage.Usage) int64 { return u.Hits }),
		storeCounter("misses_total", "Lookups that found no key.", func(u *storage.Usage) int64 { return u.Misses }),
		storeCounter("writes_total", "Changes of keys.", func(u *storage.Usage) int64 { return u.Writes }),
		storeCounter("evictions_total", "Keys that left to make room.", func(u *storage.Usage) int64 { return u.Evictions }),
		storeCounter("expirations_total", "Keys whose time to live ended.", func(u *storage.Usage) int64 { return u.Expirations }),
		storeCounter("refused_total", "Commands that the store's rules refused.", func(u *storage.Usage) int64 { return u.Refused }),
	}
)

func storeGauge(name, help string, of func(*storage.Usage) int64) storeFact {
	return storeFact{prometheus.NewDesc(storePrefix+name, help, []string{"store"}, nil), prometheus.GaugeValue, of}
}

func storeCounter(name, help string, of func(*storage.Usage) int64) storeFact {
	return storeFact{prometheus.NewDesc(storePrefix+name, help, []string{"store"}, nil), prometheus.CounterValue, of}
}

// Describe names nothing ahead: there may be no store.
func (c *storeCollector) Describe(chan<- *prometheus.Desc) {}

// stretch is how many stores are looked at before the gate is left for a moment, so that nobody waits for a hundred thousand of them.
const stretch = 512

// usage is what a store has been used for.
type usage struct {
	name string
	storage.Usage
}

// Collect sends all metrics, nothing about single stores while a script has lent the gate.
func (c *storeCollector) Collect(out chan<- prometheus.Metric) {
	s := &c.m.sources
	most := -1
	if c.scraped {
		most = int(s.Info.Config.Int(config.MetricsMaxStores))
	}
	shown, total := c.look(most)
	for i := range shown {
		for _, f := range storeFacts {
			out <- prometheus.MustNewConstMetric(f.desc, f.kind, float64(f.of(&shown[i].Usage)), shown[i].name)
		}
	}
	if c.scraped {
		out <- value(storesTotal, float64(total))
		out <- value(storesShown, float64(len(shown)))
	}
}

// look returns the usage of the first stores, most at most, and how many there are; most < 0: of all.
func (c *storeCollector) look(most int) (shown []usage, total int) {
	s := &c.m.sources
	keys := s.Info.Keys
	keys.Gate.Enter(gateUser)
	defer keys.Gate.Leave(gateUser)
	for name, db := range c.stores {
		if total++; total%stretch == 0 {
			keys.Gate.Leave(gateUser)
			keys.Gate.Enter(gateUser)
		}
		if most >= 0 && len(shown) >= most || s.Busy() {
			continue
		}
		if now, ok := s.Store(name); ok && now == db { // while the gate was left it may have been dropped
			shown = append(shown, usage{name, keys.Usage(db)})
		}
	}
	return shown, total
}
