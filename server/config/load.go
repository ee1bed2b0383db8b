package config

import (
	"errors"
	"io"
	"os"
	"path/filepath"
	"strings"
)

// maxIncludeDepth ends files that include one another.
const maxIncludeDepth = 16

// The texts of refused lines. They are Redis'.
const (
	errDirective = refusal("Bad directive or wrong number of arguments")
	errQuotes    = refusal("Unbalanced quotes in configuration line")
	errSentinel  = refusal("sentinel directive while not in sentinel mode")
	errDepth     = refusal("Too many levels of include: do files include one another?")
)

// loader reads the lines of a configuration into a Config, one after another.
type loader struct {
	cfg      *Config
	warnings []Warning
	seen     [numIDs]bool   // directives that a line has set
	warned   map[string]int // directive -> its warning
	file     string         // where lines come from now
	line     int
	depth    int
}

// readAll reads the lines of a file.
func (l *loader) readAll(name string, r io.Reader) error {
	data, err := io.ReadAll(r)
	if err != nil {
		return &FileError{File: name, Reason: systemError(err).Error()}
	}
	file, line := l.file, l.line
	defer func() { l.file, l.line = file, line }()
	l.file, l.line = name, 0
	for text := range strings.SplitSeq(string(data), "\n") {
		l.line++
		if err := l.readLine(text); err != nil {
			return err
		}
	}
	return nil
}

func (l *loader) readFile(name string) error {
	f, err := os.Open(name)
	if err != nil {
		return &FileError{File: name, Reason: "Can't open the file: " + systemError(err).Error()}
	}
	defer func() { _ = f.Close() }() // nothing was written
	return l.readAll(name, f)
}

func (l *loader) readLine(text string) error {
	text = strings.Trim(text, " \t\r\n")
	if text == "" || text[0] == '#' {
		return nil
	}
	args, err := splitLine(text)
	if err != nil {
		return l.fail(text, errQuotes, "")
	}
	if len(args) == 0 {
		return nil
	}
	return l.apply(text, args)
}

// fail returns the error for a line.
func (l *loader) fail(text string, reason error, hint string) error {
	var fe *FileError
	if errors.As(reason, &fe) { // of a file that the line includes
		return reason
	}
	return &FileError{File: l.file, Line: l.line, Text: text, Reason: reason.Error(), Hint: hint}
}

// apply takes a directive and its arguments. text is the line to show where something is wrong with it.
func (l *loader) apply(text string, args []string) error {
	name := strings.ToLower(args[0])
	d := byName[name]
	if d == nil {
		hint, err := l.applySpecial(text, name, args)
		if err != nil {
			return l.fail(text, err, hint)
		}
		return nil
	}
	prev := l.cfg.load(d.ID)
	if d.Has(Accumulates) && !l.seen[d.ID] {
		prev = value{}
	}
	v, err := d.parseLine(prev, args[1:])
	if err != nil {
		return l.fail(text, err, name+" takes "+d.Usage())
	}
	l.seen[d.ID] = true
	l.cfg.store(d.ID, v)
	if d.NoMeaning != "" {
		l.warn(name, d.NoMeaning, v.text == d.mustDefault().text || d.ID == Save && v.text == "")
	}
	return nil
}

// warn keeps one warning for each directive: that of its first line, unless a later one changes whether anybody loses something.
func (l *loader) warn(name, reason string, atDefault bool) {
	w := Warning{File: l.file, Line: l.line, Directive: name, Reason: reason, AtDefault: atDefault}
	i, known := l.warned[name]
	switch {
	case !known:
		l.warned[name] = len(l.warnings)
		l.warnings = append(l.warnings, w)
	case l.warnings[i].AtDefault != atDefault:
		l.warnings[i] = w
	}
}

// modulePrefixes begin the names of directives that modules shipped with Redis 8 understand.
var modulePrefixes = []string{"search-", "ts-", "bf-", "cf-"}

// applySpecial takes a line that is not a value: CONFIG does not know these directives.
func (l *loader) applySpecial(text, name string, args []string) (hint string, err error) {
	switch name {
	case "include":
		if len(args) != 2 {
			return "include takes one file name or pattern", errDirective
		}
		return "", l.include(args[1])
	case "rename-command":
		if len(args) != 3 {
			return `rename-command takes a command and its new name, or ""`, errDirective
		}
		l.cfg.renames = append(l.cfg.renames, Rename{From: args[1], To: args[2]})
		return "", nil
	case "user":
		if len(args) < 2 {
			return "user takes a name and rules", errDirective
		}
		l.cfg.users = append(l.cfg.users, Line{Args: args[1:], file: l.file, line: l.line, text: text})
		return "", nil
	case "store":
		if len(args) < 2 {
			return "store takes a name and options", errDirective
		}
		l.cfg.stores = append(l.cfg.stores, Line{Args: args[1:], file: l.file, line: l.line, text: text})
		return "", nil
	case "loadmodule":
		if len(args) < 2 {
			return "loadmodule takes a file name", errDirective
		}
		l.warn(name, "There are no modules here.", false)
		return "", nil
	case "sentinel":
		return "", errSentinel
	}
	for _, p := range modulePrefixes {
		if strings.HasPrefix(name, p) {
			l.warn(name, "There are no modules here.", false)
			return "", nil
		}
	}
	if s := suggest(name); s != "" {
		return "Did you mean " + s + "?", errDirective
	}
	return "", errDirective
}

// include reads the files that match a pattern, in order. A pattern without wildcards names a file that must exist.
func (l *loader) include(pattern string) error {
	if l.depth >= maxIncludeDepth {
		return errDepth
	}
	l.depth++
	defer func() { l.depth-- }()
	if !strings.ContainsAny(pattern, "*?[") {
		return l.readFile(pattern)
	}
	names, err := filepath.Glob(pattern)
	if err != nil {
		return err
	}
	for _, name := range names {
		if err := l.readFile(name); err != nil {
			return err
		}
	}
	return nil
}
