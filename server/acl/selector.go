package acl

import (
	"maps"
	"slices"
	"strings"
)

// Access is what is done to a key, or may be.
type Access uint8

// The ways of access.
const (
	Read Access = 1 << iota
	Write
)

// keyPattern is a pattern of keys with what may be done to those that match.
type keyPattern struct {
	pattern string
	access  Access
}

// selector is a set of permissions: commands, with the keys and the channels that they may be used on. Those that a user has are looked at
// one by one: a request must be allowed by one of them as a whole.
type selector struct {
	allCommands bool // every command, without exception
	allKeys     bool
	allChannels bool
	allStores   bool
	openBase    bool             // the commands are "all but", as +@all makes them
	commands    bits             // those allowed, by number
	firstArgs   map[int][]string // commands that are allowed with certain first words only
	rules       []string         // what was said about commands since openBase: "+get", "-@fast"
	keys        []keyPattern
	channels    []string
	stores      []grant
}

func newSelector(c *Catalog, openChannels bool) *selector {
	return &selector{commands: c.newBits(), allChannels: openChannels, allStores: true}
}

// clone returns a copy that can be changed.
func (s *selector) clone() *selector {
	n := *s
	n.commands = slices.Clone(s.commands)
	n.firstArgs = maps.Clone(s.firstArgs)
	for id, words := range n.firstArgs {
		n.firstArgs[id] = slices.Clone(words)
	}
	n.rules, n.keys, n.channels = slices.Clone(s.rules), slices.Clone(s.keys), slices.Clone(s.channels)
	n.stores = slices.Clone(s.stores)
	return &n
}

// unrestricted reports whether everything is allowed.
func (s *selector) unrestricted() bool {
	return s.allCommands && s.allKeys && s.allChannels && s.allStores
}

// everyCommand allows all commands, or none.
func (s *selector) everyCommand(allow bool) {
	s.commands.fill(allow)
	s.allCommands, s.openBase = allow, allow
	s.firstArgs, s.rules = nil, nil
}

// allow allows a command and its subcommands, or not.
func (s *selector) allow(c *Catalog, id int, allow bool) {
	s.commands.set(id, allow)
	delete(s.firstArgs, id)
	for _, sub := range c.commands[id].Subs {
		s.commands.set(sub, allow)
	}
	if !allow {
		s.allCommands = false
	}
}

// allowCategory does it for all commands of a category.
func (s *selector) allowCategory(c *Catalog, category uint32, allow bool) {
	for id := range c.commands {
		if c.commands[id].Categories&category != 0 {
			s.allow(c, id, allow)
		}
	}
}

// note remembers a rule about commands, "+get" for one, and forgets what was said before about the same, or about a part of it.
func (s *selector) note(allow bool, what string) {
	s.rules = slices.DeleteFunc(s.rules, func(old string) bool {
		rest, same := strings.CutPrefix(old[1:], what)
		return same && (rest == "" || rest[0] == '|')
	})
	sign := "-"
	if allow {
		sign = "+"
	}
	s.rules = append(s.rules, sign+what)
}

// commandsText is the rules about commands, as they could be given.
func (s *selector) commandsText() string {
	base := "-@all"
	if s.openBase {
		base = "+@all"
	}
	return strings.Join(append([]string{base}, s.rules...), " ")
}

// keysText is the patterns of keys, as they could be given.
func (s *selector) keysText() string {
	if s.allKeys {
		return "~*"
	}
	words := make([]string, len(s.keys))
	for i, k := range s.keys {
		switch k.access {
		case Read:
			words[i] = "%R~" + k.pattern
		case Write:
			words[i] = "%W~" + k.pattern
		default:
			words[i] = "~" + k.pattern
		}
	}
	return strings.Join(words, " ")
}

// channelsText is the patterns of channels, as they could be given.
func (s *selector) channelsText() string {
	if s.allChannels {
		return "&*"
	}
	words := make([]string, len(s.channels))
	for i, p := range s.channels {
		words[i] = "&" + p
	}
	return strings.Join(words, " ")
}

// String is rules that make a new selector into this one.
func (s *selector) String() string {
	var b strings.Builder
	if keys := s.keysText(); keys != "" {
		b.WriteString(keys + " ")
	}
	if !s.allChannels {
		b.WriteString("resetchannels ")
	}
	if channels := s.channelsText(); channels != "" {
		b.WriteString(channels + " ")
	}
	if stores := s.storesText(); stores != "" {
		b.WriteString(stores + " ")
	}
	b.WriteString(s.commandsText())
	return b.String()
}
