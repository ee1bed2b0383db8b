package info

import (
	"cmp"
	"iter"
	"maps"
	"slices"
	"strconv"

	"redstart/server/config"
)

func (c *Collector) commandstats(s *Section) {
	for name, cmd := range c.Commands {
		n := cmd.Read()
		if n.N == 0 && n.Failed == 0 && n.Rejected == 0 {
			continue
		}
		us := n.Nanos / 1000
		s.add("cmdstat_"+name, []Field{
			{"calls", n.N},
			{"usec", us},
			{"usec_per_call", Decimal{ratio(us, n.N), 2}},
			{"rejected_calls", n.Rejected},
			{"failed_calls", n.Failed},
		})
	}
}

func (c *Collector) errorstats(s *Section) {
	counts := c.Stats.Errors()
	for _, code := range slices.Sorted(maps.Keys(counts)) {
		s.add("errorstat_"+code, []Field{{"count", counts[code]}})
	}
}

func (c *Collector) latencystats(s *Section) {
	type percentile struct {
		name string
		p    float64
	}
	var ps []percentile
	for _, f := range c.Config.Fields(config.LatencyTrackingInfoPercentiles) {
		if p, err := strconv.ParseFloat(f, 64); err == nil {
			ps = append(ps, percentile{"p" + strconv.FormatFloat(p, 'g', -1, 64), p})
		}
	}
	if !c.Config.Bool(config.LatencyTracking) || len(ps) == 0 {
		return
	}
	slices.SortStableFunc(ps, func(a, b percentile) int { return cmp.Compare(a.p, b.p) })
	for name, cmd := range c.Commands {
		n := cmd.Read()
		if n.Timed() == 0 {
			continue
		}
		var list []Field
		for _, p := range ps {
			list = append(list, Field{p.name, Decimal{float64(n.Percentile(p.p)) / 1000, 3}})
		}
		s.add("latency_percentiles_usec_"+name, list)
	}
}

func (c *Collector) keyspace(s *Section) {
	c.databases(s, func(yield func(int) bool) {
		for n := range c.Keys.Numbered() {
			if !yield(n) {
				return
			}
		}
	})
}

// databases tells of those of the databases dbs that are not empty.
func (c *Collector) databases(s *Section, dbs iter.Seq[int]) {
	now := c.Clock.Milli()
	for n := range dbs {
		d := c.Keys.DBStats(n, now)
		if d.Keys == 0 {
			continue
		}
		s.add("db"+strconv.Itoa(n), []Field{
			{"keys", int64(d.Keys)},
			{"expires", int64(d.Expires)},
			{"avg_ttl", d.AvgTTL},
			{"subexpiry", int64(d.Fielded)},
		})
	}
}
