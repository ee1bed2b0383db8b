package config

import (
	"errors"
	"io/fs"
	"os"
	"strings"
	"syscall"
)

// The texts of refused strings. They are Redis'.
const (
	errTitle        = refusal("template format is invalid or contains unknown variables")
	errHostnameLen  = refusal("Hostnames must be less than 256 characters")
	errHostnameChar = refusal("Hostnames may only contain alphanumeric characters, hyphens or dots")
	errNotDir       = refusal("Not a directory")
)

// clamp keeps a number that is within its bounds, but of no use beyond others, between those.
func clamp(lo, hi int64) func(int64) int64 {
	return func(n int64) int64 { return min(max(n, lo), hi) }
}

func checkFilename(text string) func(string) error {
	return func(name string) error {
		if strings.ContainsAny(name, `/\`) {
			return refusal(text)
		}
		return nil
	}
}

// checkDir refuses what is not a folder, with the system's reason in the form of strerror.
func checkDir(path string) error {
	if path == "" {
		return nil
	}
	info, err := os.Stat(path)
	if err == nil && !info.IsDir() {
		return errNotDir
	}
	return systemError(err)
}

// systemError returns the system's reason alone, with a capital letter, as strerror(3) writes it.
func systemError(err error) error {
	if err == nil {
		return nil
	}
	var perr *fs.PathError
	var errno syscall.Errno
	text := err.Error()
	switch {
	case errors.As(err, &errno):
		text = errno.Error()
	case errors.As(err, &perr):
		text = perr.Err.Error()
	}
	return errors.New(strings.ToUpper(text[:1]) + text[1:])
}

func checkTitleTemplate(text string) error {
	shown := false
	for rest := text; rest != ""; {
		if rest[0] != '{' || strings.HasPrefix(rest, "{{") {
			if rest[0] == '{' {
				rest = rest[1:]
			}
			shown, rest = true, rest[1:]
			continue
		}
		name, after, ok := strings.Cut(rest[1:], "}")
		if !ok {
			return errTitle
		}
		switch name {
		case "title":
		case "listen-addr", "server-mode", "port", "tls-port", "unixsocket", "config-file":
			shown = true
		default:
			return errTitle
		}
		rest = after
	}
	if !shown { // a title of nothing
		return errTitle
	}
	return nil
}

func checkHostname(name string) error {
	if len(name) >= 256 {
		return errHostnameLen
	}
	for i := range len(name) {
		c := name[i]
		if (c|0x20 < 'a' || c|0x20 > 'z') && (c < '0' || c > '9') && c != '-' && c != '.' {
			return errHostnameChar
		}
	}
	return nil
}
