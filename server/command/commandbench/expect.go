package commandbench

import (
	"strconv"
	"strings"
	"testing"
)

// At is a time some seconds after Start, as the log shows it.
func At(seconds int) string { return strconv.Itoa(Start + 1000*seconds) }

// Expect runs a line and compares its reply, as redis-cli shows it, what it logs ("" for nothing, "=" for the line as it is) and the
// events that it reports, joined by commas.
func (b *Bench) Expect(t testing.TB, line, reply, logged, events string) {
	t.Helper()
	if logged == "=" {
		logged = line
	}
	if got := b.Do(line); got != reply {
		t.Errorf("%s: replied\n%s\nwant\n%s", line, got, reply)
	}
	if b.Logged != logged {
		t.Errorf("%s: logged %q, want %q", line, b.Logged, logged)
	}
	if got := strings.Join(b.Events, ","); got != events {
		t.Errorf("%s: notified of %q, want %q", line, got, events)
	}
}

// Step is a line, its reply, what it logs and its events, as Expect takes them.
type Step [4]string

// Steps runs steps one after another.
func (b *Bench) Steps(t testing.TB, steps []Step) {
	t.Helper()
	for _, s := range steps {
		b.Expect(t, s[0], s[1], s[2], s[3])
	}
}
