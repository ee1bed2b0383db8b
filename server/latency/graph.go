package latency

import (
	"fmt"
	"strconv"
	"strings"
)

const (
	graphColumns = 80
	graphRows    = 4
	graphMarks   = "_-`" // how high a row is filled: a third, two thirds, whole
	graphBelow   = '#'
)

// Graph draws the samples of an event, the oldest on the left, with the time since each below it; now is Unix seconds. Without samples
// it is empty.
func (m *Monitor) Graph(event string, now int64) string {
	samples, most := m.History(event)
	if len(samples) == 0 {
		return ""
	}
	if over := len(samples) - graphColumns; over > 0 {
		samples = samples[over:]
	}
	low, high := samples[0].Millis, samples[0].Millis
	for _, s := range samples {
		low, high = min(low, s.Millis), max(high, s.Millis)
	}
	var b strings.Builder
	fmt.Fprintf(&b, "%s - high %d ms, low %d ms (all time high %d ms)\n", event, high, low, most)
	b.WriteString(strings.Repeat("-", graphColumns) + "\n")
	drawBars(&b, samples, low, high)
	drawAges(&b, samples, now)
	return b.String()
}

// drawBars draws a column for each sample.
func drawBars(b *strings.Builder, samples []Sample, low, high int64) {
	span := max(high-low, 1)
	for row := graphRows - 1; row >= 0; row-- {
		for _, s := range samples {
			step := int(float64(s.Millis-low) / float64(span) * float64(graphRows*len(graphMarks)-1))
			switch at := step / len(graphMarks); {
			case at > row:
				b.WriteByte(graphBelow)
			case at == row:
				b.WriteByte(graphMarks[step%len(graphMarks)])
			default:
				b.WriteByte(' ')
			}
		}
		b.WriteByte('\n')
	}
}

// drawAges writes below each column, from top to bottom, how long ago its sample is.
func drawAges(b *strings.Builder, samples []Sample, now int64) {
	labels := make([]string, len(samples))
	height := 0
	for i, s := range samples {
		labels[i] = age(now - s.At)
		height = max(height, len(labels[i]))
	}
	b.WriteByte('\n')
	for row := range height {
		for _, l := range labels {
			if row < len(l) {
				b.WriteByte(l[row])
			} else {
				b.WriteByte(' ')
			}
		}
		b.WriteByte('\n')
	}
}

// age is a number of seconds in the largest whole unit.
func age(seconds int64) string {
	for _, u := range []struct {
		size int64
		name string
	}{{86400, "d"}, {3600, "h"}, {60, "m"}} {
		if seconds >= u.size {
			return strconv.FormatInt(seconds/u.size, 10) + u.name
		}
	}
	return strconv.FormatInt(max(seconds, 0), 10) + "s"
}
