package aof

import (
	"bytes"
	"fmt"
	"path/filepath"
	"strconv"
	"strings"
)

// manifestLine is the longest line, with its newline, that redis-server reads in a manifest.
const manifestLine = 1024

// Kinds of files in a manifest, as their letters there.
const (
	kindBase    = 'b'
	kindHistory = 'h'
	kindIncr    = 'i'
)

// entry is one line of a manifest.
type entry struct {
	name string
	seq  int64
	kind byte
}

// manifest is the list of files that make up the log. The zero value is a log without files.
type manifest struct {
	base    *entry
	incr    []entry // ascending seq; the last one is appended to
	history []entry // superseded, to be removed
	baseSeq int64   // highest seq of a base file so far
	incrSeq int64   // highest seq of an incr file so far
	foreign bool    // a line has keys that are not written back
}

// ManifestError says why a manifest cannot be used. Its text is the one that redis-server prints.
type ManifestError struct {
	File   string // name of the manifest
	Line   int    // from 1, or 0 if the file as a whole is wrong
	Text   string // the line
	Reason string
}

func (e *ManifestError) Error() string {
	if e.Line == 0 {
		return fmt.Sprintf("%s: %s", e.File, e.Reason)
	}
	return fmt.Sprintf("%s: Reading the manifest file, at line %d: '%s': %s", e.File, e.Line, e.Text, e.Reason)
}

// empty reports whether the manifest names no file to load.
func (m *manifest) empty() bool { return m.base == nil && len(m.incr) == 0 }

// clone returns a copy that can be changed on its own.
func (m *manifest) clone() *manifest {
	c := *m
	if m.base != nil {
		base := *m.base
		c.base = &base
	}
	c.incr = append([]entry(nil), m.incr...)
	c.history = append([]entry(nil), m.history...)
	return &c
}

// files returns base and incr files in the order in which they are loaded.
func (m *manifest) files() []entry {
	var list []entry
	if m.base != nil {
		list = append(list, *m.base)
	}
	return append(list, m.incr...)
}

// parseManifest reads what redis-server or format has written. The file's name is for errors.
func parseManifest(file string, data []byte) (*manifest, error) {
	m := &manifest{}
	if len(data) == 0 {
		return nil, &ManifestError{File: file, Reason: "Found an empty AOF manifest"}
	}
	for n := 1; len(data) > 0; n++ {
		end := bytes.IndexByte(data, '\n')
		if end < 0 || end+1 > manifestLine {
			return nil, &ManifestError{File: file, Reason: "The AOF manifest file contains too long line"}
		}
		line := data[:end]
		data = data[end+1:]
		if len(line) > 0 && line[0] == '#' {
			continue
		}
		text := strings.Trim(string(line), " \t\r\n")
		if reason := m.addLine(text); reason != "" {
			return nil, &ManifestError{File: file, Line: n, Text: text, Reason: reason}
		}
	}
	return m, nil
}

// addLine parses one line into the manifest. It returns what is wrong with it, or "".
func (m *manifest) addLine(text string) string {
	const invalid = "Invalid AOF manifest file format"
	words, ok := splitWords(text)
	if !ok || len(words) < 6 || len(words)%2 != 0 {
		return invalid
	}
	var e entry
	for i := 0; i < len(words); i += 2 {
		switch value := words[i+1]; strings.ToLower(words[i]) {
		case "file":
			if strings.ContainsRune(value, '/') || strings.ContainsRune(value, filepath.Separator) {
				return "File can't be a path, just a filename"
			}
			e.name = value
		case "seq":
			e.seq, _ = strconv.ParseInt(value, 10, 64)
		case "type":
			if value != "" {
				e.kind = value[0]
			}
		default:
			m.foreign = true
		}
	}
	if e.name == "" || e.seq <= 0 || e.kind == 0 {
		return invalid
	}
	return m.add(e)
}

// add puts a file where it belongs. It returns what is wrong with it, or "".
func (m *manifest) add(e entry) string {
	switch e.kind {
	case kindBase:
		if m.base != nil {
			return "Found duplicate base file information"
		}
		m.base = &e
		m.baseSeq = e.seq
	case kindHistory:
		m.history = append(m.history, e)
	case kindIncr:
		if e.seq <= m.incrSeq {
			return "Found a non-monotonic sequence number"
		}
		m.incr = append(m.incr, e)
		m.incrSeq = e.seq
	default:
		return "Unknown AOF file type"
	}
	return ""
}

// format returns the manifest as redis-server writes it: base, history, incr.
func (m *manifest) format() []byte {
	var b []byte
	if m.base != nil {
		b = m.base.format(b)
	}
	for i := range m.history {
		b = m.history[i].format(b)
	}
	for i := range m.incr {
		b = m.incr[i].format(b)
	}
	return b
}

func (e *entry) format(b []byte) []byte {
	b = append(b, "file "...)
	if needsQuotes(e.name) {
		b = appendQuoted(b, e.name)
	} else {
		b = append(b, e.name...)
	}
	b = append(b, " seq "...)
	b = strconv.AppendInt(b, e.seq, 10)
	b = append(b, " type "...)
	return append(b, e.kind, '\n')
}
