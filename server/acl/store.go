package acl

import (
	"errors"
	"maps"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
)

// DefaultUser is the name of the user that everybody is before AUTH.
const DefaultUser = "default"

// User is somebody that connections act as. Its rules may change at any time.
type User struct {
	name  string
	rules atomic.Pointer[Rules]
	token *token // nil: an ordinary user
}

// Name is fixed.
func (u *User) Name() string { return u.name }

// Rules are those that hold now.
func (u *User) Rules() *Rules { return u.rules.Load() }

// String is the user's line in a file.
func (u *User) String() string { return "user " + u.name + " " + u.Rules().String() }

// Bearer is a connection, which acts as a user.
type Bearer interface {
	// Identity is the user that it acts as; nil: none yet.
	Identity() *User
	// Assume makes it act as u, who is restricted if not everything is allowed.
	Assume(u *User, restricted bool)
}

// Store is the users of a server. Reading a user's rules takes no lock. Changes exclude one another and Become, so that every connection
// knows whether its user is restricted.
type Store struct {
	Log Log

	catalog      *Catalog
	bearers      func() []Bearer
	openChannels func() bool
	tokens       *tokens // nil: there are none

	closed atomic.Bool // the default user needs a password, or is off
	noPass atomic.Bool // of the default user

	mu    sync.Mutex
	users map[string]*User
	def   *User
}

// NewStore makes a Store with the default user, who may do everything without a password. bearers returns all connections;
// openChannels tells whether new users may use all channels.
func NewStore(c *Catalog, bearers func() []Bearer, openChannels func() bool) *Store {
	s := &Store{catalog: c, bearers: bearers, openChannels: openChannels}
	s.def = &User{name: DefaultUser}
	s.def.rules.Store(defaultRules(c))
	s.users = map[string]*User{DefaultUser: s.def}
	s.noPass.Store(true)
	return s
}

// Catalog is the commands and categories.
func (s *Store) Catalog() *Catalog { return s.catalog }

// NeedsPassword reports whether a client must authenticate before it may do anything else.
func (s *Store) NeedsPassword() bool { return s.closed.Load() }

// DefaultNoPass reports whether the default user has no password.
func (s *Store) DefaultNoPass() bool { return s.noPass.Load() }

// Get finds a user; nil: there is none.
func (s *Store) Get(name string) *User {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.users[name]
}

// Users returns all, in the order of their names.
func (s *Store) Users() []*User {
	s.mu.Lock()
	defer s.mu.Unlock()
	return slices.SortedFunc(maps.Values(s.users), func(a, b *User) int { return strings.Compare(a.name, b.name) })
}

// Lines describe all users, as the lines of a file.
func (s *Store) Lines() []string {
	var lines []string
	for _, u := range s.Users() {
		lines = append(lines, u.String())
	}
	return lines
}

// Authenticate makes b act as a user, if the user is on and this is a password of it.
func (s *Store) Authenticate(b Bearer, name, pass []byte) bool {
	u := s.Get(string(name))
	if u == nil {
		newRules(s.catalog, false).accepts(pass) // takes as long
		return false
	}
	return u.Rules().accepts(pass) && s.become(b, u)
}

// BecomeDefault makes b act as the default user, who may be one that must authenticate.
func (s *Store) BecomeDefault(b Bearer) { s.become(b, s.def) }

// become reports false when the user has been deleted meanwhile.
func (s *Store) become(b Bearer, u *User) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.users[u.name] != u {
		return false
	}
	b.Assume(u, !u.Rules().everything)
	return true
}

// ErrName is the error for a name that cannot be a user's.
var ErrName = errors.New("a name of a user has no spaces and zero bytes")

// RuleError says which of the rules is wrong, and what is. Rule is empty where the parenthesis that Start begins with is not closed.
type RuleError struct {
	Rule, Start string
	Err         error
}

func (e *RuleError) Error() string { return e.Rule + ": " + e.Err.Error() }

// errParenthesis is what is wrong where a parenthesis is not closed.
const errParenthesis = ruleError("Unmatched parenthesis")

// JoinSelectors puts the words of each selector, which stands in parentheses, into one.
func JoinSelectors(words []string) ([]string, error) {
	var out []string
	start := -1
	for i, w := range words {
		if start < 0 && (!strings.HasPrefix(w, "(") || strings.HasSuffix(w, ")")) {
			out = append(out, w)
			continue
		}
		if start < 0 {
			start = i
		}
		if i > start && strings.HasSuffix(w, ")") {
			out = append(out, strings.Join(words[start:i+1], " "))
			start = -1
		}
	}
	if start >= 0 {
		return nil, &RuleError{Start: words[start], Err: errParenthesis}
	}
	return out, nil
}

// Set applies rules to a user, who is made if there is none of that name: all, or none where one is wrong. With anew the user is first
// what a new one is. lost reports whether channels were taken away, so that connections may be subscribed to what is not allowed.
// The error is ErrName or a *RuleError.
func (s *Store) Set(name string, rules []string, anew bool) (u *User, lost bool, err error) {
	if hasSpace(name) {
		return nil, false, ErrName
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	u = s.users[name]
	before := newRules(s.catalog, s.openChannels())
	if u != nil {
		before = u.Rules()
	}
	r, err := s.edit(before, rules, anew)
	if err != nil {
		return nil, false, err
	}
	if u == nil {
		u = &User{name: name}
		s.users[name] = u
	}
	s.give(u, r)
	return u, r.hearsLess(before), nil
}

// edit returns rules changed by others.
func (s *Store) edit(before *Rules, rules []string, anew bool) (*Rules, error) {
	joined, err := JoinSelectors(rules)
	if err != nil {
		return nil, err
	}
	open := s.openChannels()
	if anew {
		before = newRules(s.catalog, open)
	}
	e := editor{before.clone(), s.catalog, open}
	for _, rule := range joined {
		if err := e.apply(rule); err != nil {
			return nil, &RuleError{Rule: rule, Err: err}
		}
	}
	return e.finish(), nil
}

// give makes rules hold for a user. The caller holds mu.
func (s *Store) give(u *User, r *Rules) {
	before := u.rules.Swap(r)
	if u == s.def {
		s.noPass.Store(r.noPass)
		s.closed.Store(!r.noPass || !r.enabled)
	}
	if before == nil || before.everything == r.everything {
		return
	}
	for _, b := range s.bearers() {
		if b.Identity() == u {
			b.Assume(u, !r.everything)
		}
	}
}

// SetDefaultPassword is what requirepass does: the default user has this password only, or none.
func (s *Store) SetDefaultPassword(pass string) {
	rules := []string{"resetpass", ">" + pass}
	if pass == "" {
		rules = []string{"nopass"}
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	e := editor{s.def.Rules().clone(), s.catalog, false}
	for _, rule := range rules {
		_ = e.apply(rule) // none of these can be wrong
	}
	s.give(s.def, e.finish())
}

// Delete deletes a user, whose connections the caller must end; nil: there is none. The default user stays.
func (s *Store) Delete(name string) *User {
	s.mu.Lock()
	defer s.mu.Unlock()
	u := s.users[name]
	if u == nil || u == s.def {
		return nil
	}
	delete(s.users, name)
	return u
}
