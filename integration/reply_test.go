package integration

import (
	"slices"
	"strings"

	"redstart/resp"
)

// blank stands for a reply that prints nothing.
const blank = "(blank)"

// show prints v as redis-cli does, after what the options of its step ask. The
// line ends behind a verbatim text are left out: a transcript cannot hold them.
func show(v resp.Value, o options) string {
	if len(o.mask) > 0 {
		v = masked(v, o.mask)
	}
	if o.unordered != "" {
		v = sorted(v, o.unordered)
	}
	if text := strings.TrimRight(v.String(), "\r\n"); text != "" {
		return text
	}
	return blank
}

// plain returns the text of a scalar reply as a client's program sees it.
func plain(v resp.Value) string {
	return v.Str
}

// masked replaces, at every depth, the value that follows one of the names by
// "...", for maps and for arrays that stand for maps.
func masked(v resp.Value, names []string) resp.Value {
	elems := make([]resp.Value, len(v.Elems))
	for i, e := range v.Elems {
		elems[i] = masked(e, names)
		if i > 0 && slices.Contains(names, plain(v.Elems[i-1])) {
			elems[i] = resp.Value{Kind: '+', Str: "..."}
		}
	}
	v.Elems = elems
	return v
}

// sorted orders maps by key and, at every depth, the elements of sets and
// arrays by what they print. Arrays of pairs are ordered as maps are when what
// is "pairs"; when it is "tables", an array is ordered only if it holds arrays.
func sorted(v resp.Value, what string) resp.Value {
	elems := make([]resp.Value, len(v.Elems))
	rows := true // all elements are arrays
	for i, e := range v.Elems {
		elems[i] = sorted(e, what)
		rows = rows && e.Kind == '*'
	}
	v.Elems = elems
	if v.Kind == '*' && what == "tables" && !rows {
		return v
	}
	size := 1
	if v.Kind == '%' || v.Kind == '*' && what == "pairs" {
		size = 2
	}
	groups := slices.Collect(slices.Chunk(elems, size))
	slices.SortStableFunc(groups, func(a, b []resp.Value) int { return strings.Compare(a[0].String(), b[0].String()) })
	v.Elems = slices.Concat(groups...)
	return v
}
