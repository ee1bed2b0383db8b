package web

import (
	"net/http"
	"testing"
)

func TestEtagOf(t *testing.T) {
	t.Parallel()
	if got, want := etagOf(nil), `"e3b0c44298fc1c149afbf4c8996fb924"`; got != want || len(got) != etagSize {
		t.Errorf("%s, want %s", got, want)
	}
	if etagOf([]byte("a")) == etagOf([]byte("b")) {
		t.Error("two values have one tag")
	}
}

func TestConditions(t *testing.T) {
	t.Parallel()
	const tag = `"a"`
	for _, c := range []struct {
		match, none string // "" is not sent
		bad         bool
		there       bool // holds for a value with the tag
		missing     bool // holds for a key that is not there
	}{
		{there: true, missing: true},
		{match: `*`, there: true},
		{match: `"a"`, there: true},
		{match: `"b", "a"`, there: true},
		{match: `"b","c"`},
		{match: `W/"a"`}, // a weak tag never matches strongly
		{none: `*`, missing: true},
		{none: `"a"`, missing: true},
		{none: `W/"a"`, missing: true},
		{none: `"b"`, there: true, missing: true},
		{match: `"a"`, none: `"b"`, there: true},
		{match: `"a"`, none: `*`},
		{match: `a`, bad: true},
		{match: `"a`, bad: true},
		{match: `"a" "b"`, bad: true},
		{none: `, `, bad: true},
		{none: `*, "a"`, bad: true},
	} {
		h := http.Header{}
		if c.match != "" {
			h.Set("If-Match", c.match)
		}
		if c.none != "" {
			h.Set("If-None-Match", c.none)
		}
		got, f := conditionsOf(h)
		if (f != nil) != c.bad {
			t.Errorf("%q %q: %v", c.match, c.none, f)
		}
		if f != nil {
			continue
		}
		if there := got.matches(true, tag) && got.differs(true, tag); there != c.there {
			t.Errorf("%q %q: %v for the value", c.match, c.none, there)
		}
		if missing := got.matches(false, "") && got.differs(false, ""); missing != c.missing {
			t.Errorf("%q %q: %v for no value", c.match, c.none, missing)
		}
	}
}
