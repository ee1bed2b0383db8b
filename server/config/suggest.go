package config

import "slices"

// specialNames are the directives that are not values.
var specialNames = []string{"include", "rename-command", "user", "store", "loadmodule"}

// suggest returns the directive whose name is closest to name, or "" where none is close.
func suggest(name string) string {
	if len(name) > 64 {
		return ""
	}
	limit := min(3, len(name)/3) // edits that may separate the names
	best := ""
	try := func(candidate string) {
		if d := distance(name, candidate); d <= limit && (best == "" || d < limit) {
			best, limit = candidate, d
		}
	}
	for _, d := range table {
		if d.Has(Hidden) || d.Has(FileOnly) {
			continue
		}
		for _, n := range d.names() {
			try(n)
		}
	}
	for _, n := range specialNames {
		try(n)
	}
	return best
}

// distance returns how many insertions, deletions and replacements of a byte turn a into b.
func distance(a, b string) int {
	row := make([]int, len(b)+1)
	for j := range row {
		row[j] = j
	}
	for i := range len(a) {
		diagonal := row[0]
		row[0] = i + 1
		for j := range len(b) {
			replace := diagonal
			if a[i] != b[j] {
				replace++
			}
			diagonal = row[j+1]
			row[j+1] = slices.Min([]int{replace, row[j] + 1, diagonal + 1})
		}
	}
	return row[len(b)]
}
