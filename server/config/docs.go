package config

import (
	"bufio"
	"fmt"
	"io"
	"strings"
)

const confHead = `# redstart.conf: every directive of Redstart, with its default.
#
# Start the server with it:   redstart /path/to/redstart.conf
# Override a line of it:      redstart /path/to/redstart.conf --port 6380
#
# A line is a directive and its values; values with blanks stand in quotes. Sizes take units, in any case:
#   1k = 1000, 1kb = 1024, 1m = 1000000, 1mb = 1048576, 1g = 1000000000, 1gb = 1073741824 bytes.
# CONFIG SET changes most directives while the server runs, and CONFIG REWRITE writes them back to this file. Those marked
# (at start only) need a restart.
#
# include /path/to/other.conf reads another file at that point; patterns such as conf.d/*.conf are understood.
# store NAME ... makes a store, see below. user NAME ... makes a user, as ACL SETUSER does.
# rename-command NAME NEWNAME gives a command another name, or removes it where the new name is "".
`

const inertHead = `
################################################################################
# Without meaning here
#
# The rest are directives of Redis that do nothing in this version. They are accepted, so that a redis.conf can be used as
# it is, kept for CONFIG GET, and named in the log once at start.
################################################################################
`

// WriteConf writes redstart.conf: the table as a configuration file that changes nothing.
func WriteConf(w io.Writer) error {
	b := bufio.NewWriter(w)
	b.WriteString(confHead)
	for _, s := range sections {
		if len(s.rows(true)) == 0 {
			continue
		}
		fmt.Fprintf(b, "\n%s\n# %s\n#\n", strings.Repeat("#", 80), s.Title)
		comment(b, s.About)
		fmt.Fprintln(b, strings.Repeat("#", 80))
		for _, d := range s.rows(true) {
			b.WriteByte('\n')
			help := d.Help
			if d.Has(Immutable) {
				help += " (at start only)"
			}
			comment(b, help)
			if d.Default == "" {
				fmt.Fprintf(b, "# %s \"\"\n", d.Name)
				continue
			}
			for _, line := range d.defaultLines() {
				fmt.Fprintln(b, line)
			}
		}
	}
	b.WriteString(inertHead)
	for _, s := range sections {
		if len(s.rows(false)) == 0 {
			continue
		}
		fmt.Fprintf(b, "\n# %s\n", s.Title)
		for _, d := range s.rows(false) {
			fmt.Fprintf(b, "# %s\n", strings.Join(d.defaultLines(), "\n# "))
		}
	}
	return b.Flush()
}

// WriteUsage writes what --help shows.
func WriteUsage(w io.Writer) error {
	b := bufio.NewWriter(w)
	b.WriteString(`Usage: redstart [redis.conf] [--directive value ...] [-]

  redis.conf      configuration file, as Redis takes it
  -               read more of the configuration from standard input
  --test-config   check the configuration and leave
  --help, -h      this text
  --version, -v   the version
  --healthcheck [host:port or socket] [--requirepass password]
                  ask a running server whether it answers; REDSTART_PASSWORD may hold the password

Examples:
  redstart
  redstart /etc/redis/redis.conf
  redstart --port 6380 --appendonly yes --maxmemory 100mb --maxmemory-policy allkeys-lru
  echo "maxmemory 128mb" | redstart -

Directives, with their defaults:
`)
	for _, s := range sections {
		for _, d := range s.rows(true) {
			name := "--" + d.Name + " " + d.shownDefault()
			first, _, _ := strings.Cut(d.Help, ". ")
			fmt.Fprintf(b, "  %s\n      %s.\n", strings.TrimRight(name, " "), strings.TrimSuffix(first, "."))
		}
	}
	b.WriteString("\nThe other directives of Redis are accepted and have no effect; redstart.conf lists them.\n")
	return b.Flush()
}

// WriteMarkdown writes the table for the documentation.
func WriteMarkdown(w io.Writer) error {
	b := bufio.NewWriter(w)
	b.WriteString("| directive | default | takes | what it does |\n| --- | --- | --- | --- |\n")
	for _, s := range sections {
		for _, d := range s.rows(true) {
			name := "`" + d.Name + "`"
			if d.Has(Immutable) {
				name += " (at start)"
			}
			fmt.Fprintf(b, "| %s | `%s` | %s | %s |\n", name, d.shownDefault(), escapeCell(d.Usage()), escapeCell(d.Help))
		}
	}
	b.WriteString("\nAccepted without meaning:\n\n| directive | why |\n| --- | --- |\n")
	for _, s := range sections {
		for _, d := range s.rows(false) {
			fmt.Fprintf(b, "| `%s` | %s |\n", d.Name, escapeCell(d.NoMeaning))
		}
	}
	return b.Flush()
}

// rows returns the section's directives that have a meaning here, or those that have none, except what Redis itself hides.
func (s *Section) rows(meaning bool) []*Directive {
	var rows []*Directive
	for i := range s.Rows {
		d := &s.Rows[i]
		if (d.NoMeaning == "") == meaning && !d.Has(Hidden) && !d.Has(FileOnly) {
			rows = append(rows, d)
		}
	}
	return rows
}

// defaultLines returns the lines of a file that set a directive to its default.
func (d *Directive) defaultLines() []string {
	if d.ID == ReplicaOf {
		return []string{d.Name + " no one"}
	}
	lines, _ := d.linesFor(d.mustDefault())
	if len(lines) == 0 {
		return []string{d.Name + ` ""`}
	}
	return lines
}

func (d *Directive) shownDefault() string {
	if d.Default == "" {
		return `""`
	}
	return d.Default
}

func escapeCell(s string) string { return strings.ReplaceAll(s, "|", `\|`) }

// comment writes text as lines of a file that are comments.
func comment(b *bufio.Writer, text string) {
	const width = 100
	line := "#"
	for word := range strings.FieldsSeq(text) {
		if len(line)+1+len(word) > width {
			fmt.Fprintln(b, line)
			line = "#"
		}
		line += " " + word
	}
	fmt.Fprintln(b, line)
}
