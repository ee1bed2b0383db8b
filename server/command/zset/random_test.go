package zset

import (
	"strconv"
	"strings"
	"testing"

	"redstart/server/command/commandbench"
)

// Every member, and every selection, comes as often as any other: a chi-square test with a fixed seed.
func TestRandomIsUniform(t *testing.T) {
	const members, draws = 12, 24000
	for _, tt := range []struct {
		name, line string
		entries    string
		each       int // members a reply has
	}{
		{"one, packed", "ZRANDMEMBER z", "128", 1},
		{"one, large", "ZRANDMEMBER z", "0", 1},
		{"repeated", "ZRANDMEMBER z -3", "0", 3},
		{"few of many", "ZRANDMEMBER z 1", "128", 1},
		{"many of many", "ZRANDMEMBER z 5", "128", 5},
		{"many of many, large", "ZRANDMEMBER z 5", "0", 5},
	} {
		t.Run(tt.name, func(t *testing.T) {
			b := newBench(t)
			limit(t, b, tt.entries)
			for i := range members {
				b.Do("ZADD z 1 m" + strconv.Itoa(i))
			}
			seen := map[string]int{}
			for range draws / tt.each {
				words := strings.FieldsFunc(b.Do(tt.line), func(r rune) bool { return r == '"' || r == '\n' || r == ' ' || r == ')' })
				for _, w := range words {
					if w[0] == 'm' {
						seen[w]++
					}
				}
			}
			chi, expected := 0.0, float64(draws/tt.each*tt.each)/members
			for _, n := range seen {
				chi += (float64(n) - expected) * (float64(n) - expected) / expected
			}
			if len(seen) != members || chi > 31.3 { // 11 degrees of freedom, 0.1%
				t.Errorf("chi-square %.1f over %d members: %v", chi, len(seen), seen)
			}
		})
	}
}

// Few of a large set: Floyd's algorithm draws different members, each as often as any other.
func TestSampleOfMany(t *testing.T) {
	b := newBench(t)
	for i := range 200 {
		b.Do("ZADD z " + strconv.Itoa(i) + " m" + strconv.Itoa(i))
	}
	seen := make([]int, 200)
	const draws = 4000
	for range draws {
		in := map[string]bool{}
		for _, w := range strings.Split(b.Do("ZRANDMEMBER z 10"), "\n") {
			m := w[strings.Index(w, "m")+1 : len(w)-1]
			i, err := strconv.Atoi(m)
			if err != nil {
				t.Fatal(err)
			}
			seen[i]++
			in[m] = true
		}
		if len(in) != 10 {
			t.Fatalf("%d different members of 10", len(in))
		}
	}
	chi := 0.0
	for _, n := range seen {
		d := float64(n) - draws*10/200
		chi += d * d / (draws * 10 / 200)
	}
	if chi > 266 { // 199 degrees of freedom, 0.1%
		t.Errorf("chi-square %.1f", chi)
	}
}

func TestZrandmember(t *testing.T) {
	run(t, []commandbench.Step{
		{"ZADD z 1 a 2 7", "(integer) 2", "=", "zadd z"},
		{"ZRANDMEMBER none", "(nil)", "", ""},
		{"ZRANDMEMBER none 3", "(empty array)", "", ""},
		{"ZRANDMEMBER z 0", "(empty array)", "", ""},
		{"ZRANDMEMBER z 9 WITHSCORES", "1) \"7\"\n2) \"2\"\n3) \"a\"\n4) \"1\"", "", ""},
		{"ZRANDMEMBER z 9223372036854775807", "1) \"7\"\n2) \"a\"", "", ""},
		{"ZRANDMEMBER z x", "(error) ERR value is not an integer or out of range", "", ""},
		{"ZRANDMEMBER z 1 x", "(error) ERR syntax error", "", ""},
		{"ZRANDMEMBER z 1 WITHSCORES x", "(error) ERR syntax error", "", ""},
		{"ZRANDMEMBER z -9223372036854775808", "(error) ERR value is out of range, value must between -9223372036854775807 and 9223372036854775807", "", ""},
		{"ZRANDMEMBER z -9223372036854775807 WITHSCORES", "(error) ERR value is out of range", "", ""},
	})
}
