package config

import (
	"errors"
	"fmt"
	"strings"
)

// What Parse returns instead of a configuration when the command line asks for something else.
var (
	ErrHelp    = errors.New("help requested")    // -h, --help
	ErrVersion = errors.New("version requested") // -v, --version
)

// refusal is the text of an error as Redis has it, capital letters and full stops included.
type refusal string

func (r refusal) Error() string { return string(r) }

// FileError says what is wrong with a configuration, and where. Error gives the whole text for standard error, in Redis' form.
type FileError struct {
	File   string // path as it was given, "-" for standard input, "" for the command line
	Line   int    // from 1; 0 for the command line and for what concerns a whole file
	Text   string // the line
	Reason string // what is wrong, in Redis' words
	Hint   string // what would be right; may be empty
}

// Error returns several lines, without a line end after the last.
func (e *FileError) Error() string {
	var b strings.Builder
	b.WriteString("*** FATAL CONFIG FILE ERROR (Redstart) ***\n")
	switch {
	case e.Line > 0:
		fmt.Fprintf(&b, "Reading the configuration file %s, at line %d\n", e.where(), e.Line)
	case e.File == "":
		b.WriteString("Reading the command line\n")
	default:
		fmt.Fprintf(&b, "Reading the configuration file %s\n", e.where())
	}
	if e.Text != "" {
		fmt.Fprintf(&b, ">>> '%s'\n", e.Text)
	}
	b.WriteString(e.Reason)
	if e.Hint != "" {
		b.WriteString("\n" + e.Hint)
	}
	return b.String()
}

func (e *FileError) where() string {
	if e.File == "-" {
		return "(standard input)"
	}
	return e.File
}

// Warning is something in a configuration that is accepted but does nothing.
type Warning struct {
	File      string // as in FileError
	Line      int    // as in FileError
	Directive string // as it was written
	Reason    string // why it has no meaning here
	AtDefault bool   // it is set to its default, as in the files that are shipped with Redis, or to nothing, so nobody loses anything
}

// String returns the warning as one line.
func (w Warning) String() string {
	at := "command line"
	if w.Line > 0 {
		at = fmt.Sprintf("%s:%d", w.File, w.Line)
	}
	return fmt.Sprintf("%s: %s is accepted and has no effect. %s", at, w.Directive, w.Reason)
}
