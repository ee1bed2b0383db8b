package config

import (
	"slices"
	"strconv"
	"strings"
)

// Kind is the type of a directive's value.
type Kind uint8

// The kinds of values. Config.Int gives the number that each stands for.
const (
	KindBool            Kind = iota // yes or no: 1 or 0
	KindInt                         // a decimal number
	KindOctal                       // an octal number
	KindMemory                      // bytes, with a unit such as kb (1024) or k (1000)
	KindMemoryOrPercent             // bytes, or a percentage as a negative number
	KindEnum                        // one of Values: its index
	KindEnumSet                     // some of Values: a bit each, from the second value on; the first alone stands for none
	KindEvents                      // classes of keyspace events: bits of Events
	KindString                      // any bytes
	KindList                        // several arguments, with a parser of their own
)

// Flags are a directive's properties.
type Flags uint8

// The properties of directives.
const (
	Immutable   Flags = 1 << iota // CONFIG SET refuses it
	Protected                     // CONFIG SET refuses it unless enable-protected-configs allows the client
	Sensitive                     // a secret: never to be logged or shown
	Hidden                        // CONFIG GET shows it by its exact name only
	FileOnly                      // Redis has dropped it: accepted in files, otherwise unknown
	Ours                          // Redis does not have it
	Accumulates                   // several lines of a file add up
)

// Directive is a row of the table.
type Directive struct {
	ID      ID
	Name    string
	Aliases []string // older names, which CONFIG GET shows beside Name
	Kind    Kind
	Default string // as CONFIG GET prints it; dir's is the working directory

	Min, Max int64 // bounds of KindInt, KindOctal, KindMemory, both inclusive
	Unsigned bool  // of KindMemory: any 64-bit number, and Max does not count
	Values   []string
	Args     string // of KindList: what it takes, in words

	Flags     Flags
	Help      string
	NoMeaning string // why the directive has no meaning here; empty where it has one

	list   func(prev value, args []string) (value, error)
	check  func(text string) error
	adjust func(n int64) int64
}

// Section is a part of the table, with a heading for people.
type Section struct {
	Title, About string
	Rows         []Directive
}

// Sections returns the table. The caller must not change it.
func Sections() []*Section { return sections }

var sections = []*Section{
	&networkSection, &tlsSection, &httpSection, &generalSection, &memorySection, &storeSection, &clientSection, &logSection,
	&slowLogSection,
	&snapshotSection, &replicationSection, &clusterSection, &typeSection, &absentSection, &processSection,
}

// Why directives have no meaning here, where several share the reason.
const (
	noSnapshots      = "There are no RDB snapshots in this version."
	noReplication    = "There is no replication in this version."
	noCluster        = "A cluster has one node here."
	noScripts        = "There are no scripts in this version."
	noShutdownChoice = "Every shutdown flushes the log and takes no snapshot."
	noSyslog         = "The log goes to logfile or standard output."
	noThreads        = "Go's runtime spreads the work over the processors that it may use."
	noCycle          = "Connections are accepted as they come, not in rounds."
	noLazyFree       = "Memory is always freed in the background, by Go's collector."
	noDefrag         = "Go's collector keeps its own memory."
	noKernel         = "The server does not change settings of the kernel."
	noCrashReport    = "Go's runtime reports crashes."
)

var (
	table  = indexByID(sections)
	byName = indexByName(table)
)

func indexByID(sections []*Section) *[numIDs]*Directive {
	var t [numIDs]*Directive
	for _, s := range sections {
		for i := range s.Rows {
			t[s.Rows[i].ID] = &s.Rows[i]
		}
	}
	return &t
}

func indexByName(table *[numIDs]*Directive) map[string]*Directive {
	m := make(map[string]*Directive, 2*len(table))
	for _, d := range table {
		m[d.Name] = d
		for _, a := range d.Aliases {
			m[a] = d
		}
	}
	return m
}

// Lookup returns the directive of this name or alias, in any case, or nil.
func Lookup(name string) *Directive { return byName[strings.ToLower(name)] }

// Row returns the directive's row of the table.
func (id ID) Row() *Directive { return table[id] }

// String returns the directive's name.
func (id ID) String() string { return table[id].Name }

// Has reports whether the directive has all of these properties.
func (d *Directive) Has(f Flags) bool { return d.Flags&f == f }

// Usage says in a few words what the directive takes, such as "an integer from 0 to 65535".
func (d *Directive) Usage() string {
	bound := func(n int64) string { return strconv.FormatInt(n, 10) }
	switch d.Kind {
	case KindBool:
		return "yes or no"
	case KindInt:
		return "an integer from " + bound(d.Min) + " to " + bound(d.Max)
	case KindOctal:
		return "an octal number up to " + strconv.FormatInt(d.Max, 8)
	case KindMemory:
		if d.Unsigned {
			return "a number of bytes, such as 100mb"
		}
		return "a number of bytes, such as 100mb, from " + bound(d.Min) + " to " + bound(d.Max)
	case KindMemoryOrPercent:
		return "a number of bytes, such as 100mb, or a percentage, such as 5%"
	case KindEnum:
		return "one of " + strings.Join(d.Values, ", ")
	case KindEnumSet:
		return "one or more of " + strings.Join(d.Values, ", ")
	case KindEvents:
		return `letters out of ` + eventLetters + `, or ""`
	case KindString:
		return "one value, in quotes where it has blanks"
	default:
		return d.Args
	}
}

// names returns the directive's name and aliases.
func (d *Directive) names() []string { return slices.Concat([]string{d.Name}, d.Aliases) }
