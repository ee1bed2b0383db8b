package metrics

import (
	"github.com/prometheus/client_golang/prometheus"

	"redstart/server/config"
	"redstart/server/info"
	"redstart/server/store"
)

// storeCollector collects what there is about each of some stores.
type storeCollector struct {
	m      *Monitor
	stores func() []*store.Store
	// scraped: everything is asked for. Then there is the number of stores too, and no more than metrics-max-stores are shown.
	scraped bool
}

var (
	storesTotal = prometheus.NewDesc("redstart_stores", "Named stores.", nil, nil)
	storesShown = prometheus.NewDesc("redstart_stores_shown", "Stores with metrics of their own here: metrics-max-stores at most.", nil, nil)
	storeKeys   = storeDesc("max_keys", "Keys that a store may hold, where that is bounded.")
	storeBytes  = storeDesc("max_bytes", "Bytes that a store may hold, where that is bounded.")
)

// storeFacts are the metrics of a store by the field that they show.
var storeFacts = map[string]fact{
	"keys":        {storeDesc("keys", "Keys of a store."), prometheus.GaugeValue, 1},
	"bytes":       {storeDesc("bytes", "Bytes of a store's keys, values and tables."), prometheus.GaugeValue, 1},
	"hits":        {storeDesc("hits_total", "Lookups that found a key."), prometheus.CounterValue, 1},
	"misses":      {storeDesc("misses_total", "Lookups that found no key."), prometheus.CounterValue, 1},
	"writes":      {storeDesc("writes_total", "Changes of keys."), prometheus.CounterValue, 1},
	"evictions":   {storeDesc("evictions_total", "Keys that left to make room."), prometheus.CounterValue, 1},
	"expirations": {storeDesc("expirations_total", "Keys whose time to live ended."), prometheus.CounterValue, 1},
	"refused":     {storeDesc("refused_total", "Commands that the store's rules refused."), prometheus.CounterValue, 1},
}

func storeDesc(name, help string) *prometheus.Desc {
	return prometheus.NewDesc("redstart_store_"+name, help, []string{"store"}, nil)
}

// Describe names nothing ahead: there may be no store.
func (c *storeCollector) Describe(chan<- *prometheus.Desc) {}

// Collect sends all metrics, nothing about single stores while a script has lent the gate.
func (c *storeCollector) Collect(out chan<- prometheus.Metric) {
	all := c.stores()
	if c.scraped {
		out <- value(storesTotal, float64(len(all)))
		all = all[:min(len(all), int(c.m.sources.Info.Config.Int(config.MetricsMaxStores)))]
	}
	shown := 0
	for len(all) > 0 {
		n := min(len(all), stretch)
		shown += c.send(out, all[:n])
		all = all[n:]
	}
	if c.scraped {
		out <- value(storesShown, float64(shown))
	}
}

// stretch is how many stores are looked at before the gate is left, so that nobody waits for a hundred thousand of them.
const stretch = 512

// send sends the metrics of some stores and returns how many of them there still are.
func (c *storeCollector) send(out chan<- prometheus.Metric, stores []*store.Store) (shown int) {
	used := make([][]info.Field, len(stores))
	c.look(stores, used)
	for i, s := range stores {
		if used[i] == nil {
			continue
		}
		shown++
		for _, f := range used[i] {
			n, _ := number(f)
			known := storeFacts[f.Name]
			out <- prometheus.MustNewConstMetric(known.desc, known.kind, n, s.Name)
		}
		if s.Rules.MaxKeys > 0 {
			out <- value(storeKeys, float64(s.Rules.MaxKeys), s.Name)
		}
		if s.Rules.MaxBytes > 0 {
			out <- value(storeBytes, float64(s.Rules.MaxBytes), s.Name)
		}
	}
	return shown
}

// look asks for what the stores have been used for, as long as they are what they were.
func (c *storeCollector) look(stores []*store.Store, used [][]info.Field) {
	from := c.m.sources.Info
	from.Keys.Gate.Enter(gateUser)
	defer from.Keys.Gate.Leave(gateUser)
	if c.m.sources.Busy() {
		return
	}
	for i, s := range stores {
		if now := from.Stores.Of(s.DB); now != nil && now.Name == s.Name {
			u := from.Keys.Usage(s.DB)
			used[i] = info.UsageFields(&u)
		}
	}
}
