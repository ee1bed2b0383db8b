package latency

import (
	"fmt"
	"strings"
)

// Advice is what Doctor knows of the server's settings.
type Advice struct {
	Now        int64 // Unix seconds
	SlowMicros int64 // slowlog-log-slower-than
}

// disabledText is Redis' own: tests of clients compare it.
const disabledText = "I'm sorry, Dave, I can't do that. Latency monitoring is disabled in this Redis instance. You may use " +
	"\"CONFIG SET latency-monitor-threshold <milliseconds>.\" in order to enable it. If we weren't in a deep space mission I'd " +
	"suggest to take a look at https://redis.io/docs/latest/operate/oss_and_stack/management/optimization/latency-monitor.\n"

// quietText is the same.
const quietText = "Dave, no latency spike was observed during the lifetime of this Redis instance, not in the slightest bit. " +
	"I honestly think you ought to sit down calmly, take a stress pill, and think things over.\n"

// Doctor says in words what was slow, and what may be done about it.
func (m *Monitor) Doctor(a Advice) string {
	threshold := m.Threshold()
	if threshold == 0 {
		return disabledText
	}
	events := m.Latest()
	if len(events) == 0 {
		return quietText
	}
	var b strings.Builder
	b.WriteString("Dave, I have seen delays in this server. Here is what took long:\n\n")
	for i, e := range events {
		samples, most := m.History(e.Name)
		mean, deviation, period := analyze(samples, a.Now)
		fmt.Fprintf(&b, "%d. %s: %d latency spikes (average %dms, mean deviation %dms, period %.2f sec). Worst all time event %dms.\n",
			i+1, e.Name, len(samples), mean, deviation, period, most)
	}
	b.WriteString("\nWhat may help:\n\n")
	for _, line := range m.advice(events, a) {
		b.WriteString("- " + line + "\n")
	}
	return b.String()
}

// analyze returns the mean of samples, the mean distance from it, and the seconds between two of them.
func analyze(samples []Sample, now int64) (mean, deviation int64, period float64) {
	n := int64(len(samples))
	for _, s := range samples {
		mean += s.Millis
	}
	mean /= n
	for _, s := range samples {
		deviation += max(s.Millis-mean, mean-s.Millis)
	}
	return mean, deviation / n, float64(max(now-samples[0].At, 1)) / float64(n)
}

func (m *Monitor) advice(events []Event, a Advice) (lines []string) {
	had := func(names ...string) bool {
		for _, e := range events {
			for _, n := range names {
				if e.Name == n {
					return true
				}
			}
		}
		return false
	}
	if had(Command, FastCommand) {
		switch us := m.Threshold() * 1000; {
		case a.SlowMicros < 0:
			lines = append(lines, fmt.Sprintf("The slow log is off. CONFIG SET slowlog-log-slower-than %d shows which commands are slow.", us))
		case a.SlowMicros > us:
			lines = append(lines, fmt.Sprintf("The slow log misses commands that count here. CONFIG SET slowlog-log-slower-than %d shows them.", us))
		default:
			lines = append(lines, "SLOWLOG GET shows the slow commands.")
		}
	}
	if had(FastCommand) {
		lines = append(lines, "Commands that take no time by themselves were slow: the processor may be too busy, or memory may be swapped out.")
	}
	if had(AOFWrite, AOFSync) {
		lines = append(lines, "The disk is slow for the log. Keep other load away from it; appendfsync everysec waits less than always.")
	}
	if had(ExpireCycle) {
		lines = append(lines, "Many keys expire at the same time. Spread their times to live, or lower active-expire-effort.")
	}
	if had(EvictionCycle, EvictionDel) {
		lines = append(lines, "Making room takes long. Raise maxmemory, or lower maxmemory-samples.")
	}
	return lines
}
