package latency_test

import (
	"fmt"
	"strings"
	"testing"

	"redstart/server/latency"
)

const ms = int64(1e6)

func TestThreshold(t *testing.T) {
	var m latency.Monitor
	m.Add(latency.Command, 1, 50*ms)
	if len(m.Latest()) != 0 {
		t.Error("an event is recorded while the monitor is off")
	}
	m.SetThreshold(10)
	m.Add(latency.Command, 1, 10*ms-1)
	if len(m.Latest()) != 0 {
		t.Error("an event below the threshold is recorded")
	}
	m.Add(latency.Command, 1, 10*ms)
	if got := m.Latest(); len(got) != 1 || got[0].Last != (latency.Sample{At: 1, Millis: 10}) {
		t.Errorf("Latest = %v", got)
	}
}

func TestSeries(t *testing.T) {
	var m latency.Monitor
	m.SetThreshold(1)
	m.Add("a", 1, 5*ms)
	m.Add("a", 1, 9*ms) // the same second: the longest counts
	m.Add("a", 1, 7*ms)
	m.Add("a", 2, 3*ms)
	samples, most := m.History("a")
	if fmt.Sprint(samples) != "[{1 9} {2 3}]" || most != 9 {
		t.Errorf("History = %v, %d", samples, most)
	}
	for at := range int64(200) {
		m.Add("b", at, ms*(at+1))
	}
	samples, _ = m.History("b")
	if len(samples) != 160 || samples[0].At != 40 || samples[159].At != 199 {
		t.Errorf("%d samples from %v to %v", len(samples), samples[0], samples[len(samples)-1])
	}
	if n := m.Reset("a", "none"); n != 1 {
		t.Errorf("Reset = %d, want 1", n)
	}
	if n := m.Reset(); n != 1 {
		t.Errorf("Reset of all = %d, want 1", n)
	}
}

func TestGraph(t *testing.T) {
	var m latency.Monitor
	if g := m.Graph("a", 0); g != "" {
		t.Errorf("a graph of nothing: %q", g)
	}
	m.SetThreshold(1)
	for i, v := range []int64{1, 4, 12} {
		m.Add("a", int64(i), v*ms)
	}
	want := "a - high 12 ms, low 1 ms (all time high 12 ms)\n" + strings.Repeat("-", 80) + "\n" +
		"  `\n  #\n _#\n_##\n" + "\n221\nmmm\n"
	if got := m.Graph("a", 121); got != want {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
}

func TestDoctor(t *testing.T) {
	var m latency.Monitor
	if got := m.Doctor(latency.Advice{}); !strings.Contains(got, "disabled") {
		t.Errorf("off: %s", got)
	}
	m.SetThreshold(1)
	if got := m.Doctor(latency.Advice{}); !strings.Contains(got, "no latency spike") {
		t.Errorf("nothing seen: %s", got)
	}
	m.Add(latency.Command, 1, 5*ms)
	m.Add(latency.ExpireCycle, 1, 5*ms)
	got := m.Doctor(latency.Advice{Now: 11, SlowMicros: 10000})
	for _, want := range []string{
		"1. command: 1 latency spikes (average 5ms, mean deviation 0ms, period 10.00 sec). Worst all time event 5ms.",
		"2. expire-cycle:", "slowlog-log-slower-than 1000", "active-expire-effort",
	} {
		if !strings.Contains(got, want) {
			t.Errorf("%q is not in\n%s", want, got)
		}
	}
}
