package config

import (
	"io"
	"path/filepath"
	"strings"
)

// Parse reads the command line, without the program's name, as redis-server takes it:
//
//	[file] [--directive value ...]... [-]
//
// The file comes first, then standard input where the last argument is -, then the directives; a later one wins. stdin is read in
// that case only. --test-config may stand anywhere (Config.TestOnly). The error is a *FileError, ErrHelp or ErrVersion. The
// warnings say what was accepted without meaning, in the order of the lines.
func Parse(args []string, stdin io.Reader) (*Config, []Warning, error) {
	if len(args) == 1 {
		switch args[0] {
		case "-h", "--help":
			return nil, nil, ErrHelp
		case "-v", "--version":
			return nil, nil, ErrVersion
		}
	}
	l := &loader{cfg: Default(), warned: make(map[string]int)}
	args = l.takeTestConfig(args)
	fromStdin := len(args) > 0 && args[len(args)-1] == "-"
	if fromStdin {
		args = args[:len(args)-1]
	}
	if len(args) > 0 && !strings.HasPrefix(args[0], "-") && args[0] != "" {
		if err := l.readFile(args[0]); err != nil {
			return nil, nil, err
		}
		path, err := filepath.Abs(args[0])
		if err != nil {
			return nil, nil, &FileError{File: args[0], Reason: systemError(err).Error()}
		}
		l.cfg.file, args = path, args[1:]
	}
	if fromStdin {
		if err := l.readAll("-", stdin); err != nil {
			return nil, nil, err
		}
	}
	for len(args) > 0 {
		var err error
		if args, err = l.readOption(args); err != nil {
			return nil, nil, err
		}
	}
	if l.cfg.Bool(ClusterEnabled) { // it has one database
		l.cfg.store(Databases, value{num: 1, text: "1"})
	}
	return l.cfg, l.warnings, nil
}

func (l *loader) takeTestConfig(args []string) []string {
	kept := make([]string, 0, len(args))
	for _, a := range args {
		if a == "--test-config" {
			l.cfg.testOnly = true
		} else {
			kept = append(kept, a)
		}
	}
	return kept
}

// readOption takes the first directive of the command line with its arguments and returns what follows.
//
// The argument behind the name belongs to it whatever it looks like, so that a password may begin with two dashes; save alone
// may go without. Name and value may be one argument, separated by blanks.
func (l *loader) readOption(args []string) ([]string, error) {
	name, ok := strings.CutPrefix(args[0], "--")
	if !ok || name == "" {
		return nil, l.fail(args[0], errDirective, "Directives on the command line begin with --")
	}
	option, err := splitLine(name)
	if err != nil {
		return nil, l.fail(name, errQuotes, "")
	}
	if len(option) == 0 {
		return nil, l.fail(args[0], errDirective, "")
	}
	args = args[1:]
	if len(option) == 1 {
		next := len(args) > 0 && strings.HasPrefix(args[0], "--")
		if strings.EqualFold(option[0], "save") && (len(args) == 0 || next) {
			option = append(option, "")
		} else if len(args) > 0 {
			option, args = append(option, args[0]), args[1:]
		}
	}
	for len(args) > 0 && !strings.HasPrefix(args[0], "--") {
		option, args = append(option, args[0]), args[1:]
	}
	text := option[0]
	for _, a := range option[1:] {
		text += " " + quote(a)
	}
	return args, l.apply(text, option)
}
