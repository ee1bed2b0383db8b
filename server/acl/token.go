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
	looked     uint64    // the version at the last TokensChanged

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

// IsToken reports whether text is a token.
func (s *Store) IsToken(text []byte) bool {
	u, _ := s.Token(text)
	return u != nil
}

// EnterToken makes b act as the user of a token, and returns the database that it opens; false: it is no token.
func (s *Store) EnterToken(b Bearer, text []byte) (db int, ok bool) {
	u, g := s.Token(text)
	if u == nil {
		return -1, false
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	b.Assume(u, true)
	return g.DB, true
}

// Enter makes b act as a user, if the user is on and this is a password of it; or, for the name of the default user, as that of a token. A
// token counts before the default user's password, as every password may be right. db is the database that the token opens; -1: the
// selected one stays.
func (s *Store) Enter(b Bearer, name, pass []byte) (db int, ok bool) {
	if string(name) == DefaultUser {
		if db, ok := s.EnterToken(b, pass); ok {
			return db, true
		}
	}
	return -1, s.Authenticate(b, name, pass)
}

// TokensChanged reports whether users of tokens may have gone since the last call. One goroutine may call it.
func (s *Store) TokensChanged() bool {
	t := s.tokens
	if t == nil {
		return false
	}
	v := t.source.Version()
	was := t.looked
	t.looked = v
	return v != was
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
