package acl

import (
	"bytes"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"syscall"
)

// FileError is all that is wrong with a file of users, in Redis' words.
type FileError string

func (e FileError) Error() string { return string(e) }

// Change is what Load has done to the users that there were.
type Change struct {
	Gone []*User // whose connections must be ended
	Lost []*User // who can listen to less than before
}

// Load reads the users from a file; those that the file does not name are gone, and the default user is what it is without any rules.
// On an error, a FileError, which calls the file name, everything stays as it was.
func (s *Store) Load(path, name string) (Change, error) {
	data, err := os.ReadFile(path)
	if err != nil {
		return Change{}, FileError(fmt.Sprintf("Error loading ACLs, opening file '%s': %s", name, systemText(err)))
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	loaded, wrong := s.parse(name, data)
	if wrong != "" {
		return Change{}, FileError(wrong + "WARNING: ACL errors detected, no change to the previously active ACL rules was performed")
	}
	if loaded[DefaultUser] == nil {
		loaded[DefaultUser] = defaultRules(s.catalog)
	}
	var c Change
	for name, u := range s.users {
		if loaded[name] == nil {
			delete(s.users, name)
			c.Gone = append(c.Gone, u)
		}
	}
	for name, r := range loaded {
		u := s.users[name]
		if u == nil {
			u = &User{name: name}
			s.users[name] = u
		} else if r.hearsLess(u.Rules()) {
			c.Lost = append(c.Lost, u)
		}
		s.give(u, r)
	}
	return c, nil
}

// parse reads the lines of a file and says all that is wrong.
func (s *Store) parse(name string, data []byte) (users map[string]*Rules, wrong string) {
	users = make(map[string]*Rules)
	var b strings.Builder
	n := 0
	for line := range bytes.SplitSeq(data, []byte("\n")) {
		n++
		text := strings.Trim(string(line), " \t\r")
		if text == "" {
			continue
		}
		words := strings.Split(text, " ")
		switch {
		case words[0] != "user" || len(words) < 2:
			fmt.Fprintf(&b, "%s:%d should start with user keyword followed by the username. ", name, n)
		case hasSpace(words[1]):
			fmt.Fprintf(&b, "%s:%d: username '%s' contains invalid characters. ", name, n, words[1])
		case users[words[1]] != nil:
			fmt.Fprintf(&b, "WARNING: Duplicate user '%s' found on line %d. ", words[1], n)
		default:
			users[words[1]] = s.parseRules(&b, fmt.Sprintf("%s:%d", name, n), words[2:])
		}
	}
	return users, b.String()
}

// parseRules reads the rules of a line. Of what is wrong it tells all unknown commands, and of the rest the first.
func (s *Store) parseRules(b *strings.Builder, at string, words []string) *Rules {
	open := s.openChannels()
	e := editor{newRules(s.catalog, open), s.catalog, open}
	joined, err := JoinSelectors(words)
	if err != nil {
		fmt.Fprintf(b, "%s: Unmatched parenthesis in selector definition. ", at)
		return e.Rules
	}
	told := false
	for _, rule := range joined {
		switch err := e.apply(rule); {
		case err == nil:
		case errors.Is(err, errUnknown):
			fmt.Fprintf(b, "%s: Error in applying operation '%s': %s. ", at, rule, err)
		case !told:
			fmt.Fprintf(b, "%s: %s. ", at, err)
			told = true
		}
	}
	return e.finish()
}

// Save writes all users to a file, which replaces the old one in one step.
func (s *Store) Save(path string) (err error) {
	var b strings.Builder
	for _, line := range s.Lines() {
		b.WriteString(line + "\n")
	}
	mode := fs.FileMode(0o644)
	if info, err := os.Stat(path); err == nil {
		mode = info.Mode().Perm()
	}
	f, err := os.CreateTemp(filepath.Dir(path), filepath.Base(path)+".*.tmp")
	if err != nil {
		return err
	}
	defer func() {
		if err != nil {
			_ = f.Close()
			_ = os.Remove(f.Name())
		}
	}()
	if _, err = f.WriteString(b.String()); err != nil {
		return err
	}
	if err = f.Chmod(mode); err != nil {
		return err
	}
	if err = f.Sync(); err != nil {
		return err
	}
	if err = f.Close(); err != nil {
		return err
	}
	return os.Rename(f.Name(), path)
}

// systemText is the system's words for an error, as C has them.
func systemText(err error) string {
	var number syscall.Errno
	if !errors.As(err, &number) {
		return err.Error()
	}
	text := number.Error()
	return strings.ToUpper(text[:1]) + text[1:]
}
