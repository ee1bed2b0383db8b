package metrics

import (
	"strings"

	"github.com/prometheus/client_golang/prometheus"

	"redstart/server/config"
	"redstart/server/info"
)

// gateUser is the scrape's slot of the keyspace's gate.
const gateUser = 13

// serverCollector collects what there is about the server as a whole.
type serverCollector struct{ *Monitor }

// Describe names nothing ahead: some metrics are there only at times.
func (c *serverCollector) Describe(chan<- *prometheus.Desc) {}

// sections are the parts of INFO that metrics come from; the keyspace is asked directly.
var sections = []string{
	"server", "clients", "memory", "persistence", "stats", "replication", "cpu", "commandstats", "errorstats", "latencystats", "cluster", "runtime",
}

// Collect sends all metrics. While a script has lent the gate it sends those that need no look at keys.
func (c *serverCollector) Collect(out chan<- prometheus.Metric) {
	s := &c.sources
	gate := &s.Info.Keys.Gate
	gate.Enter(gateUser)
	busy := s.Busy()
	var facts []info.Section
	var dbs []database
	if !busy {
		facts, dbs = s.Info.Collect(sections...), c.databases()
	}
	gate.Leave(gateUser)

	out <- value(up, 1)
	out <- value(scriptBusy, flag(busy))
	c.settings(out)
	c.slow(out)
	c.scraped(out)
	c.sections(out, facts)
	for _, db := range dbs {
		db.send(out)
	}
}

// instanceLabels are the fields of INFO that tell servers apart.
var instanceLabels = []string{
	"role", "redis_version", "redis_build_id", "redis_mode", "os", "maxmemory_policy", "tcp_port", "run_id", "process_id",
}

var (
	up         = desc("up", "The server answers.")
	scriptBusy = prometheus.NewDesc("redstart_script_busy",
		"1 while a script runs longer than busy-reply-threshold; metrics that need a look at keys are left out then.", nil, nil)
	configMaxClients = desc("config_maxclients", "maxclients of the configuration")
	configMaxMemory  = desc("config_maxmemory", "maxmemory of the configuration")
	configIOThreads  = desc("config_io_threads", "io-threads of the configuration")
	startTime        = desc("start_time_seconds", "Unix time of the start.")
	instance         = desc("instance_info", "About this server.", instanceLabels...)
	build            = prometheus.NewDesc("redstart_build_info", "About the program.", []string{"version", "goversion"}, nil)

	slowLength  = desc("slowlog_length", "Entries of the slow log.")
	slowID      = desc("slowlog_last_id", "Id of the latest entry of the slow log.")
	slowSeconds = desc("last_slow_execution_duration_seconds", "How long the latest command of the slow log took.")
	spikeAt     = desc("latency_spike_last", "Unix time of the latest delay.", "event_name")
	spikeTime   = desc("latency_spike_duration_seconds", "The latest delay.", "event_name")

	scrapes      = desc("exporter_scrapes_total", "Scrapes so far, this one included.")
	scrapeTime   = desc("exporter_last_scrape_duration_seconds", "How long the last scrape took.")
	scrapeFailed = desc("exporter_last_scrape_error", "0: a scrape does not fail.", "err")
)

// desc describes a metric that redis_exporter has too.
func desc(name, help string, labels ...string) *prometheus.Desc {
	return prometheus.NewDesc(redisPrefix+name, help, labels, nil)
}

// value is the value of a gauge, count that of a counter.
func value(d *prometheus.Desc, n float64, labels ...string) prometheus.Metric {
	return prometheus.MustNewConstMetric(d, prometheus.GaugeValue, n, labels...)
}

func count(d *prometheus.Desc, n float64, labels ...string) prometheus.Metric {
	return prometheus.MustNewConstMetric(d, prometheus.CounterValue, n, labels...)
}

func flag(on bool) float64 {
	if on {
		return 1
	}
	return 0
}

func (c *serverCollector) settings(out chan<- prometheus.Metric) {
	conf := c.sources.Info.Config
	out <- value(configMaxClients, float64(conf.Int(config.MaxClients)))
	out <- value(configMaxMemory, float64(conf.Int(config.MaxMemory)))
	out <- value(configIOThreads, float64(conf.Int(config.IOThreads)))
	clock := c.sources.Info.Clock
	out <- value(startTime, float64(clock.Milli()/1000-clock.Nanos()/1e9))
}

func (c *serverCollector) slow(out chan<- prometheus.Metric) {
	slow := c.sources.Slow
	out <- value(slowLength, float64(slow.Len()))
	var id, seconds float64
	if last := slow.Get(1); len(last) > 0 {
		id, seconds = float64(last[0].ID), float64(last[0].Micros)/1e6
	}
	out <- value(slowID, id)
	out <- value(slowSeconds, seconds)
	for _, e := range c.sources.Latency.Latest() {
		out <- value(spikeAt, float64(e.Last.At), e.Name)
		out <- value(spikeTime, float64(e.Last.Millis)/1e3, e.Name)
	}
}

func (c *serverCollector) scraped(out chan<- prometheus.Metric) {
	out <- count(scrapes, float64(c.scrapes.begun.Load()))
	out <- value(scrapeTime, float64(c.scrapes.last.Load())/1e9)
	out <- value(scrapeFailed, 0, "")
}

// sections sends the fields of INFO.
func (c *serverCollector) sections(out chan<- prometheus.Metric, all []info.Section) {
	if len(all) == 0 {
		return
	}
	fields := map[string]info.Field{}
	for _, s := range all {
		for _, f := range s.Fields {
			fields[f.Name] = f
		}
	}
	for name, known := range c.facts {
		if n, ok := number(fields[name]); ok {
			out <- prometheus.MustNewConstMetric(known.desc, known.kind, n*known.scale)
		}
	}
	for name, f := range fields {
		if code, ok := strings.CutPrefix(name, "errorstat_"); ok {
			out <- count(errorsTotal, part(f, "count"), code)
		} else if cmd, ok := strings.CutPrefix(name, "cmdstat_"); ok {
			sendCommand(out, cmd, f, fields["latency_percentiles_usec_"+cmd])
		}
	}
	labels := make([]string, len(instanceLabels))
	for i, name := range instanceLabels {
		labels[i] = info.ValueText(fields[name].Value)
	}
	out <- value(instance, 1, labels...)
	out <- value(build, 1, info.ValueText(fields["redstart_version"].Value), info.ValueText(fields["redstart_go_version"].Value))
}
