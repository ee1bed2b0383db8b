package metrics

import (
	"strconv"

	"github.com/prometheus/client_golang/prometheus"

	"redstart/storage"
)

var (
	dbKeys     = desc("db_keys", "Keys of a numbered database.", "db")
	dbExpiring = desc("db_keys_expiring", "Keys of a numbered database with a time to live.", "db")
	dbTTL      = desc("db_avg_ttl_seconds", "Mean time to live of the keys of a numbered database that have one; an estimate.", "db")
)

// shownEmpty is how many numbered databases are shown although they are empty; others are while they hold keys.
const shownEmpty = 256

// database is a numbered database.
type database struct {
	number int
	stats  storage.DBStats
}

// databases looks at the numbered databases. The caller holds the gate.
func (c *serverCollector) databases() (all []database) {
	s := c.sources.Info
	now := s.Clock.Milli()
	for n := range s.Keys.Numbered() {
		if d := s.Keys.DBStats(n, now); d.Keys > 0 || n < shownEmpty {
			all = append(all, database{n, d})
		}
	}
	return all
}

func (d *database) send(out chan<- prometheus.Metric) {
	name := "db" + strconv.Itoa(d.number)
	out <- value(dbKeys, float64(d.stats.Keys), name)
	out <- value(dbExpiring, float64(d.stats.Expires), name)
	if d.stats.Keys > 0 {
		out <- value(dbTTL, float64(d.stats.AvgTTL)/1e3, name)
	}
}
