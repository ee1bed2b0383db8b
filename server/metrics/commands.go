package metrics

import (
	"strconv"
	"strings"

	"github.com/prometheus/client_golang/prometheus"

	"redstart/server/info"
)

var (
	errorsTotal      = desc("errors_total", "Error replies by the first word of their text.", "err")
	commandsTotal    = desc("commands_total", "Calls of a command.", "cmd")
	commandsSeconds  = desc("commands_duration_seconds_total", "Time that the calls of a command took.", "cmd")
	commandsRejected = desc("commands_rejected_calls_total", "Calls of a command that were refused before it ran.", "cmd")
	commandsFailed   = desc("commands_failed_calls_total", "Calls of a command that answered an error.", "cmd")
	// Its quantiles are percentages, as redis_exporter has them.
	commandsPercentiles = desc("latency_percentiles_usec", "How long the calls of a command took, in microseconds.", "cmd")
)

// sendCommand sends what the section commandstats has about a command, and latencystats.
func sendCommand(out chan<- prometheus.Metric, name string, stat, percentiles info.Field) {
	calls, micros := part(stat, "calls"), part(stat, "usec")
	out <- count(commandsTotal, calls, name)
	out <- count(commandsSeconds, micros/1e6, name)
	out <- count(commandsRejected, part(stat, "rejected_calls"), name)
	out <- count(commandsFailed, part(stat, "failed_calls"), name)
	parts, _ := percentiles.Value.([]info.Field)
	if len(parts) == 0 {
		return
	}
	quantiles := map[float64]float64{}
	for _, f := range parts {
		if q, err := strconv.ParseFloat(strings.TrimPrefix(f.Name, "p"), 64); err == nil {
			quantiles[q], _ = number(f)
		}
	}
	out <- prometheus.MustNewConstSummary(commandsPercentiles, uint64(calls), micros, quantiles, name)
}

// part is a part of a field as a number.
func part(f info.Field, name string) float64 {
	parts, _ := f.Value.([]info.Field)
	for _, p := range parts {
		if p.Name == name {
			n, _ := number(p)
			return n
		}
	}
	return 0
}
