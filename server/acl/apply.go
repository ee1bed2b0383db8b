package acl

import (
	"crypto/sha256"
	"strings"
)

// ruleError is what is wrong with a rule, in Redis' words.
type ruleError string

func (e ruleError) Error() string { return string(e) }

// What can be wrong with a rule.
const (
	errSyntax      = ruleError("Syntax error")
	errUnknown     = ruleError("Unknown command or category name in ACL")
	errFirstArg    = ruleError("Allowing first-arg of a subcommand is not supported")
	errPastKeys    = ruleError("Adding a pattern after the * pattern (or the 'allkeys' flag) is not valid and does not have any effect. Try 'resetkeys' to start with an empty list of patterns")
	errPastChannel = ruleError("Adding a pattern after the * pattern (or the 'allchannels' flag) is not valid and does not have any effect. Try 'resetchannels' to start with an empty list of channels")
	errNoPassword  = ruleError("The password you are trying to remove from the user does not exist")
	errHash        = ruleError("The password hash must be exactly 64 characters and contain only lowercase hexadecimal characters")
)

// editor applies rules to Rules that can be changed.
type editor struct {
	*Rules
	catalog      *Catalog
	openChannels bool // new selectors may use all channels
}

// apply applies one rule. After an error the Rules may be changed in part.
func (e editor) apply(rule string) error {
	switch lower(rule) {
	case "":
		return nil
	case "on":
		e.enabled = true
		return nil
	case "off":
		e.enabled = false
		return nil
	case "nopass":
		e.noPass, e.passwords = true, nil
		return nil
	case "resetpass":
		e.noPass, e.passwords = false, nil
		return nil
	case "skip-sanitize-payload":
		e.trusted = true
		return nil
	case "sanitize-payload":
		e.trusted = false
		return nil
	case "clearselectors":
		e.selectors = e.selectors[:1]
		return nil
	case "reset":
		*e.Rules = *newRules(e.catalog, e.openChannels)
		return nil
	}
	rest := rule[1:]
	switch rule[0] {
	case '>':
		e.addPassword(sha256.Sum256([]byte(rest)))
	case '<':
		return e.removePassword(sha256.Sum256([]byte(rest)))
	case '#', '!':
		p, ok := parseHash(rest)
		if !ok {
			return errHash
		}
		if rule[0] == '!' {
			return e.removePassword(p)
		}
		e.addPassword(p)
	case '(':
		return e.addSelector(rest)
	default:
		return e.selectors[0].apply(e.catalog, rule)
	}
	return nil
}

// addSelector adds the permissions that stand in parentheses; text begins behind the first.
func (e editor) addSelector(text string) error {
	text, closed := strings.CutSuffix(text, ")")
	if !closed {
		return errSyntax
	}
	s := newSelector(e.catalog, e.openChannels)
	for _, rule := range strings.FieldsFunc(text, isSpace) {
		if err := s.apply(e.catalog, rule); err != nil {
			return err
		}
	}
	e.selectors = append(e.selectors, s)
	return nil
}

// apply applies a rule about commands, keys, channels or stores.
func (s *selector) apply(c *Catalog, rule string) error {
	switch lower(rule) {
	case "allkeys", "~*":
		s.allKeys, s.keys = true, nil
		return nil
	case "resetkeys":
		s.allKeys, s.keys = false, nil
		return nil
	case "allchannels", "&*":
		s.allChannels, s.channels = true, nil
		return nil
	case "resetchannels":
		s.allChannels, s.channels = false, nil
		return nil
	case "allstores":
		s.allStores, s.stores = true, nil
		return nil
	case "resetstores":
		s.allStores, s.stores = false, nil
		return nil
	case "allcommands", "+@all":
		s.everyCommand(true)
		return nil
	case "nocommands", "-@all":
		s.everyCommand(false)
		return nil
	}
	if n := len("store:"); len(rule) >= n && lower(rule[:n]) == "store:" {
		return s.applyStore(rule[n:])
	}
	switch rule[0] {
	case '~', '%':
		return s.addKeys(rule)
	case '&':
		return s.addChannels(rule[1:])
	case '+', '-':
		if what, is := strings.CutPrefix(rule[1:], "@"); is {
			return s.applyCategory(c, rule[0] == '+', what)
		}
		return s.applyCommand(c, rule[0] == '+', lower(rule[1:]))
	}
	return errSyntax
}

func (s *selector) applyCategory(c *Catalog, allow bool, name string) error {
	bit := c.category(name)
	if bit == 0 {
		return errUnknown
	}
	s.allowCategory(c, bit, allow)
	s.note(allow, "@"+lower(name))
	return nil
}

// applyCommand allows or forbids a command, or allows it with one first word: "select|0". name is in lower case.
func (s *selector) applyCommand(c *Catalog, allow bool, name string) error {
	if id, ok := c.command(name); ok {
		s.allow(c, id, allow)
		s.note(allow, name)
		return nil
	}
	at := strings.LastIndexByte(name, '|')
	if at < 0 || !allow {
		return errUnknown
	}
	id, ok := c.command(name[:at])
	word := name[at+1:]
	switch {
	case !ok:
		return errUnknown
	case c.commands[id].IsSub:
		return errFirstArg
	case word == "":
		return errSyntax
	case len(c.commands[id].Subs) > 0:
		return errUnknown
	}
	s.allowFirst(id, word)
	s.note(true, name)
	return nil
}

// allowFirst allows a command with a certain first word.
func (s *selector) allowFirst(id int, word string) {
	for _, w := range s.firstArgs[id] {
		if w == word {
			return
		}
	}
	if s.firstArgs == nil {
		s.firstArgs = make(map[int][]string)
	}
	s.firstArgs[id] = append(s.firstArgs[id], word)
}

// addKeys adds a pattern of keys: ~pattern, or %R~pattern, %W~pattern, %RW~pattern.
func (s *selector) addKeys(rule string) error {
	if s.allKeys {
		return errPastKeys
	}
	access, pattern := Read|Write, rule[1:]
	if rule[0] == '%' {
		var ok bool
		if access, pattern, ok = cutAccess(pattern); !ok {
			return errSyntax
		}
	}
	if hasSpace(pattern) {
		return errSyntax
	}
	for i := range s.keys {
		if s.keys[i].pattern == pattern {
			s.keys[i].access |= access
			return nil
		}
	}
	s.keys = append(s.keys, keyPattern{pattern, access})
	return nil
}

// cutAccess cuts the letters of access and the tilde off a pattern; letters without a tilde stand for the empty pattern.
func cutAccess(text string) (a Access, pattern string, ok bool) {
	letters, pattern, _ := strings.Cut(text, "~")
	for _, c := range letters {
		var one Access
		switch c {
		case 'R', 'r':
			one = Read
		case 'W', 'w':
			one = Write
		}
		if one == 0 || a&one != 0 {
			return 0, "", false
		}
		a |= one
	}
	return a, pattern, a != 0
}

func (s *selector) addChannels(pattern string) error {
	if s.allChannels {
		return errPastChannel
	}
	if hasSpace(pattern) {
		return errSyntax
	}
	for _, p := range s.channels {
		if p == pattern {
			return nil
		}
	}
	s.channels = append(s.channels, pattern)
	return nil
}

// hasSpace reports whether a name or pattern could not be written down in a line of words.
func hasSpace(s string) bool { return strings.ContainsAny(s, " \t\n\v\f\r\x00") }

func isSpace(r rune) bool { return r == ' ' || '\t' <= r && r <= '\r' }

// lower makes ASCII letters small and leaves all other bytes.
func lower(s string) string {
	b := []byte(s)
	for i, c := range b {
		if 'A' <= c && c <= 'Z' {
			b[i] = c + 'a' - 'A'
		}
	}
	return string(b)
}
