package integration

import (
	"fmt"
	"maps"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"redstart/resp"
)

// eventClasses are all classes of events but those about keys whose time has come, which nobody can tell in advance.
const eventClasses = "KEg$lshzetmn"

// TestRandomEvents sends the same random commands to two servers, as TestRandomCommands does, and compares what keyspace notifications
// tell of each command.
func TestRandomEvents(t *testing.T) {
	for _, family := range slices.Sorted(maps.Keys(randomFamilies)) {
		t.Run(family, func(t *testing.T) {
			t.Parallel()
			r := rand.New(rand.NewPCG(*randomSeed, 1))
			p := newPair(t, 2)
			var listeners []*Conn
			for _, c := range []*Conn{p.one, p.two} {
				c.Do("CONFIG", "SET", "notify-keyspace-events", eventClasses)
				l := dial(t, c.nc.RemoteAddr().String(), 2)
				l.Do("PSUBSCRIBE", "__key*")
				listeners = append(listeners, l)
			}
			for sent := 0; sent < *randomCommands/2 && !t.Failed(); {
				words := randomFamilies[family].pick(r, "command")
				if !p.knows(words) || unforeseen(words) {
					continue
				}
				sent++
				p.compare([][]string{words})
				a, b := eventsOf(t, p.one, listeners[0]), eventsOf(t, p.two, listeners[1])
				if !slices.Equal(a, b) {
					t.Fatalf("%q tells\n%q\nthe other\n%q\nbefore (-seed %d):\n%s", words, a, b, *randomSeed, p.before(words))
				}
			}
		})
	}
}

// unforeseen reports whether what a command tells of depends on chance, on the form of values, or on what the two are told differently.
func unforeseen(words []string) bool {
	return slices.Contains([]string{"CONFIG", "DEBUG", "MULTI"}, words[0])
}

// eventsOf reads what the listener was told up to now, which c's next message ends.
func eventsOf(t *testing.T, c, listener *Conn) (events []string) {
	t.Helper()
	c.Do("PUBLISH", "__keyend", "")
	for {
		m, err := listener.Read()
		if err != nil {
			t.Fatal(err)
		}
		channel := text(m, 2)
		if channel == "__keyend" {
			return events
		}
		if !strings.Contains(channel, "expired") && !strings.Contains(text(m, 3), "expired") {
			events = append(events, fmt.Sprintf("%s %q", channel, text(m, 3)))
		}
	}
}

func text(v resp.Value, i int) string {
	if i >= len(v.Elems) {
		return ""
	}
	return v.Elems[i].Str
}
