package acl

import (
	"crypto/sha256"
	"sync"
	"sync/atomic"

	"github.com/hashicorp/golang-lru/v2/simplelru"
)

// Hash is the SHA-256 of a token.
type Hash = [sha256.Size]byte

// Access of a token.
type TokenGrant struct {
	Store    string // its name
	DB       int    // its database
	ReadOnly bool
}

// Tokens is what the tokens open. Its locks are leaves.
type Tokens interface {
	// ByToken finds what a token opens.
	ByToken(h Hash) (g TokenGrant, ok bool)
	// Version changes whenever what ByToken answers may have.
	Version() uint64
}

// token makes a User that of a token. Nobody finds it by its name.
type token struct {
	hash    Hash
	grant   TokenGrant
	from    *tokens
	version atomic.Uint64 // of from's source, at which the grant was right
	gone    atomic.Bool
}

// tokens makes the users of tokens.
type tokens struct {
	source     Tokens
	full, read *selector // what they may do, but for the store

	mu    sync.Mutex
	users *simplelru.LRU[Hash, *User] // used lately
}

// keptTokens is how many users of tokens are kept although nobody acts as one of them.
const keptTokens = 4096

// SetTokens makes the tokens of source open their stores. Who has one may do what full allows, or read, which are rules for commands. It
// must be called once, before there are connections.
func (s *Store) SetTokens(source Tokens, full, read []string) error {
	t := &tokens{source: source}
	t.users, _ = simplelru.NewLRU[Hash, *User](keptTokens, nil) // the size is right
	for _, kind := range []struct {
		s     **selector
		rules []string
	}{{&t.full, full}, {&t.read, read}} {
		*kind.s = newSelector(s.catalog, true)
		(*kind.s).allKeys, (*kind.s).allStores = true, false
		for _, rule := range kind.rules {
			if err := (*kind.s).apply(s.catalog, rule); err != nil {
				return &RuleError{Rule: rule, Err: err}
			}
		}
	}
	s.tokens = t
	return nil
}

// Token finds the user of a token: hidden, bound to one store; nil: it is no token.
func (s *Store) Token(text []byte) (u *User, g TokenGrant) {
	t := s.tokens
	if t == nil {
		return nil, TokenGrant{}
	}
	h := sha256.Sum256(text)
	version := t.source.Version()
	g, ok := t.source.ByToken(h)
	if !ok {
		return nil, TokenGrant{}
	}
	t.mu.Lock()
	defer t.mu.Unlock()
	if u, ok := t.users.Get(h); ok && u.token.grant == g && u.Live() {
		return u, g
	}
	u = t.user(h, g, version)
	t.users.Add(h, u)
	return u, g
}

// user makes the user of a token.
func (t *tokens) user(h Hash, g TokenGrant, version uint64) *User {
	base, access := t.full, Read|Write
	if g.ReadOnly {
		base, access = t.read, Read
	}
	own := *base // shares all that is never changed
	own.stores = []grant{{name: g.Store, number: g.DB, fixed: true, access: access}}
	u := &User{name: "token:" + g.Store, token: &token{hash: h, grant: g, from: t}}
	u.token.version.Store(version)
	u.rules.Store((&Rules{enabled: true, selectors: []*selector{&own}}).finish())
	return u
}

// BecomeToken makes b act as the user of a token; it reports false when the token has been taken back meanwhile.
func (s *Store) BecomeToken(b Bearer, u *User) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	b.Assume(u, true)
	return u.Live()
}

// Live reports whether the user has not been taken away: a token can be, or its store.
func (u *User) Live() bool {
	t := u.token
	if t == nil {
		return true
	}
	if t.gone.Load() {
		return false
	}
	if v := t.from.source.Version(); v != t.version.Load() {
		if g, ok := t.from.source.ByToken(t.hash); !ok || g != t.grant {
			t.gone.Store(true)
			return false
		}
		t.version.Store(v)
	}
	return true
}

// Scope is the database that the user's messages stay in, and one more; 0: it shares the channels of everybody.
func (u *User) Scope() int {
	if u == nil || u.token == nil {
		return 0
	}
	return u.token.grant.DB + 1
}
