package config

import (
	"strings"

	"redstart/server/glob"
)

// Pair is a directive's name and a value.
type Pair struct{ Name, Value string }

// Get answers CONFIG GET: the directives that match any of the patterns, each once, in the order of the table. A pattern
// without wildcards is a name, which is given back as it was written.
func (c *Config) Get(patterns ...string) []Pair {
	var pairs []Pair
	exact := make(map[string]string, len(patterns)) // name: as it was written
	var globs [][]byte
	for _, p := range patterns {
		if strings.ContainsAny(p, "*?[") {
			globs = append(globs, []byte(p))
		} else if name := strings.ToLower(p); exact[name] == "" {
			exact[name] = p
		}
	}
	for id, d := range table {
		if d.Has(FileOnly) {
			continue
		}
		for _, name := range d.names() {
			written, ok := exact[name]
			switch {
			case ok:
			case d.Has(Hidden) || !matchAny(globs, name):
				continue
			default:
				written = name
			}
			pairs = append(pairs, Pair{written, c.String(ID(id))})
		}
	}
	return pairs
}

func matchAny(globs [][]byte, name string) bool {
	for _, g := range globs {
		if glob.Match(g, []byte(name), true) {
			return true
		}
	}
	return false
}
