package admin

import (
	"strings"
	"testing"
	"unicode/utf8"
)

func TestDrawings(t *testing.T) {
	for name, draw := range map[string]func(*strings.Builder, int, int){"weave": weave, "ridges": ridges, "flight": flight} {
		for _, size := range [][2]int{{66, 12}, {1, 1}, {3, 2}, {4, 1}, {1000, 3}} {
			var b strings.Builder
			draw(&b, size[0], size[1])
			lines := strings.Split(b.String(), "\n")
			if len(lines) != size[1]+1 || lines[size[1]] != "" {
				t.Errorf("%s: %d lines, want %d", name, len(lines)-1, size[1])
				continue
			}
			for _, l := range lines[:size[1]] {
				if n := utf8.RuneCountInString(l); n != size[0] {
					t.Errorf("%s: %d columns, want %d", name, n, size[0])
				}
			}
		}
	}
}

func TestLeadingInt(t *testing.T) {
	for word, want := range map[string]int64{"": 0, "x": 0, "0": 0, "1": 1, "12ab": 12, "-3": -3, "-": 0, "1-": 1} {
		if got := leadingInt([]byte(word)); got != want {
			t.Errorf("%q: %d, want %d", word, got, want)
		}
	}
}
