package info

import (
	"slices"
	"strconv"
	"strings"
)

// Section is a group of facts.
type Section struct {
	Title  string
	Fields []Field
}

// Field is a fact: its name and an int64, a string, a Decimal or, for a fact with parts, a []Field.
type Field struct {
	Name  string
	Value any
}

// Decimal is a number with the digits that are shown behind the point.
type Decimal struct {
	Value  float64
	Digits int
}

func (s *Section) add(name string, value any) { s.Fields = append(s.Fields, Field{name, value}) }

func (s *Section) num(name string, n int64) { s.add(name, n) }

func (s *Section) nums(fields ...numField) {
	for _, f := range fields {
		s.add(f.name, f.n)
	}
}

type numField struct {
	name string
	n    int64
}

func (s *Section) flag(name string, on bool) {
	n := int64(0)
	if on {
		n = 1
	}
	s.add(name, n)
}

func (s *Section) text(name, value string) { s.add(name, value) }

func (s *Section) decimal(name string, f float64, digits int) { s.add(name, Decimal{f, digits}) }

// human adds a number of bytes as people read it.
func (s *Section) human(name string, n int64) { s.add(name, humanBytes(n)) }

// ok adds a status: ok or err.
func (s *Section) ok(name string, ok bool) {
	if ok {
		s.add(name, "ok")
		return
	}
	s.add(name, "err")
}

// humanBytes is a number of bytes in the largest unit that leaves a number of at least 1.
func humanBytes(n int64) string {
	f := float64(n)
	if n < 1024 {
		return strconv.FormatInt(n, 10) + "B"
	}
	for _, unit := range "KMGTP" {
		f /= 1024
		if f < 1024 || unit == 'P' {
			return strconv.FormatFloat(f, 'f', 2, 64) + string(unit)
		}
	}
	return ""
}

// kinds lists the sections in the order of INFO.
var kinds = []struct {
	name   string
	unless bool // shown without being asked for: not
	hidden bool // shown by its name only
	fill   func(*Collector, *Section)
	title  string
	open   bool // it tells nothing of what others do
}{
	{name: "server", title: "Server", open: true, fill: (*Collector).server},
	{name: "clients", title: "Clients", fill: (*Collector).clients},
	{name: "memory", title: "Memory", fill: (*Collector).memory},
	{name: "persistence", title: "Persistence", fill: (*Collector).persistence},
	{name: "threads", title: "Threads", fill: (*Collector).threads},
	{name: "stats", title: "Stats", fill: (*Collector).stats},
	{name: "replication", title: "Replication", open: true, fill: (*Collector).replication},
	{name: "cpu", title: "CPU", fill: (*Collector).cpu},
	{name: "modules", title: "Modules", open: true, fill: func(*Collector, *Section) {}},
	{name: "commandstats", title: "Commandstats", unless: true, fill: (*Collector).commandstats},
	{name: "errorstats", title: "Errorstats", fill: (*Collector).errorstats},
	{name: "latencystats", title: "Latencystats", unless: true, fill: (*Collector).latencystats},
	{name: "cluster", title: "Cluster", open: true, fill: (*Collector).cluster},
	{name: "keyspace", title: "Keyspace", fill: (*Collector).keyspace},
	{name: "keysizes", title: "Keysizes", fill: func(*Collector, *Section) {}},
	{name: "runtime", title: "Runtime", fill: (*Collector).runtime},
	{name: "stores", title: "Stores", hidden: true, fill: (*Collector).stores},
	{name: "debug", title: "Debug", hidden: true, fill: (*Collector).debug},
}

// Collect returns the sections of these names, in any case, each once: "default" stands for those that are shown without a name
// and "all" and "everything" for all; no names stand for "default". The caller holds the keyspace's gate and no shard.
func (c *Collector) Collect(names ...string) []Section { return c.collect(nil, names) }

// CollectOwn is Collect for somebody who may know of the databases dbs only: it returns the sections that tell nothing of what others do.
func (c *Collector) CollectOwn(dbs []int, names ...string) []Section {
	return c.collect(map[string]func(*Section){
		"keyspace": func(s *Section) { c.databases(s, slices.Values(dbs)) },
		"stores":   func(s *Section) { c.storesIn(s, dbs) },
	}, names)
}

// collect collects sections; with own only those that are open and those that own fills in, by their names.
func (c *Collector) collect(own map[string]func(*Section), names []string) []Section {
	if len(names) == 0 {
		names = []string{"default"}
	}
	wanted := map[string]bool{}
	for _, n := range names {
		wanted[strings.ToLower(n)] = true
	}
	all := wanted["all"] || wanted["everything"]
	var out []Section
	for _, k := range kinds {
		if wanted[k.name] || !k.hidden && (all || wanted["default"] && !k.unless) {
			s := Section{Title: k.title}
			switch {
			case own == nil:
				k.fill(c, &s)
			case own[k.name] != nil:
				own[k.name](&s)
			case k.open:
				k.fill(c, &s)
			default:
				continue
			}
			out = append(out, s)
		}
	}
	return out
}

// Text prints sections as INFO shows them.
func Text(sections []Section) string {
	var b []byte
	for i, s := range sections {
		if i > 0 {
			b = append(b, "\r\n"...)
		}
		b = append(append(append(b, "# "...), s.Title...), "\r\n"...)
		for _, f := range s.Fields {
			b = append(append(b, f.Name...), ':')
			b = append(appendValue(b, f.Value), "\r\n"...)
		}
	}
	return string(b)
}

// ValueText is the value of a field as INFO shows it.
func ValueText(v any) string { return string(appendValue(nil, v)) }

func appendValue(b []byte, v any) []byte {
	switch v := v.(type) {
	case int64:
		return strconv.AppendInt(b, v, 10)
	case Decimal:
		return strconv.AppendFloat(b, v.Value, 'f', v.Digits, 64)
	case string:
		return append(b, v...)
	case []Field:
		for i, f := range v {
			if i > 0 {
				b = append(b, ',')
			}
			b = appendValue(append(append(b, f.Name...), '='), f.Value)
		}
	}
	return b
}

// Sections are the names that Collect knows, in order.
func Sections() []string {
	names := make([]string, len(kinds))
	for i, k := range kinds {
		names[i] = k.name
	}
	return slices.Clip(names)
}
