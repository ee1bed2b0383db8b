package acl

import (
	"slices"
	"strings"
)

// Rules are what holds for a user. They are not changed once a User has them.
type Rules struct {
	enabled    bool
	noPass     bool // every password is right
	trusted    bool // payloads of RESTORE need no deep check
	passwords  []password
	selectors  []*selector // the user's own, and then those in parentheses
	everything bool        // nothing is forbidden
	bound      bool        // some stores only
}

// newRules are those of a new user, who may do nothing.
func newRules(c *Catalog, openChannels bool) *Rules {
	return &Rules{selectors: []*selector{newSelector(c, openChannels)}}
}

// defaultRules are those of the user that everybody is before AUTH, unless somebody gave others.
func defaultRules(c *Catalog) *Rules {
	r := newRules(c, true)
	r.enabled, r.noPass = true, true
	r.selectors[0].everyCommand(true)
	r.selectors[0].allKeys = true
	return r.finish()
}

// clone returns a copy that can be changed.
func (r *Rules) clone() *Rules {
	n := *r
	n.passwords = slices.Clone(r.passwords)
	n.selectors = make([]*selector, len(r.selectors))
	for i, s := range r.selectors {
		n.selectors[i] = s.clone()
	}
	return &n
}

// finish ends the changes.
func (r *Rules) finish() *Rules {
	r.everything = slices.ContainsFunc(r.selectors, (*selector).unrestricted)
	r.bound = !slices.ContainsFunc(r.selectors, func(s *selector) bool { return s.allStores })
	return r
}

// Enabled reports whether the user can authenticate.
func (r *Rules) Enabled() bool { return r.enabled }

// NoPass reports whether every password is right.
func (r *Rules) NoPass() bool { return r.noPass }

// Flags are the properties of the user, as ACL GETUSER shows them.
func (r *Rules) Flags() []string {
	flags := []string{"off"}
	if r.enabled {
		flags[0] = "on"
	}
	if r.noPass {
		flags = append(flags, "nopass")
	}
	if r.trusted {
		return append(flags, "skip-sanitize-payload")
	}
	return append(flags, "sanitize-payload")
}

// Passwords are the hashes of the passwords, in hexadecimal.
func (r *Rules) Passwords() []string {
	words := make([]string, len(r.passwords))
	for i, p := range r.passwords {
		words[i] = p.String()
	}
	return words
}

// Permissions are a set of permissions, in the words in which they could be given.
// Stores is empty for all.
type Permissions struct{ Commands, Keys, Channels, Stores string }

// Permissions returns those of the user: first its own, then those in parentheses.
func (r *Rules) Permissions() []Permissions {
	out := make([]Permissions, len(r.selectors))
	for i, s := range r.selectors {
		out[i] = Permissions{s.commandsText(), s.keysText(), s.channelsText(), s.storesText()}
	}
	return out
}

// String is rules that make a new user into this one.
func (r *Rules) String() string {
	var b strings.Builder
	for _, f := range r.Flags() {
		b.WriteString(f + " ")
	}
	for _, p := range r.passwords {
		b.WriteString("#" + p.String() + " ")
	}
	b.WriteString(r.selectors[0].String())
	for _, s := range r.selectors[1:] {
		b.WriteString(" (" + s.String() + ")")
	}
	return b.String()
}
