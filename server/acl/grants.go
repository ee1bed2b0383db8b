package acl

import (
	"strconv"
	"strings"
)

// Stores is what rules ask about stores, which are databases with a name. It is asked with shards of the keyspace locked: its locks are
// leaves.
type Stores interface {
	// NameOf is the name of the store that a database is; empty: of none. numbered tells that rules may call the database by its number.
	NameOf(db int) (name string, numbered bool)
	// Find is the database of a store.
	Find(name []byte) (db int, ok bool)
}

// noStores is what there is before anybody gives names: every database has its number.
type noStores struct{}

func (noStores) NameOf(int) (string, bool) { return "", true }
func (noStores) Find([]byte) (int, bool)   { return 0, false }

// grant is a store that may be used. It holds for the store of that name as long as there is one: numbers of databases are used again.
type grant struct {
	name   string
	number int  // of the database, if the name is a number or the grant a token's; otherwise -1
	fixed  bool // the number counts, whatever the database is called
	access Access
}

// matches reports whether a database, which is the store called name, is granted.
func (g *grant) matches(db int, name string, numbered bool) bool {
	return g.number == db && (g.fixed || numbered) || name != "" && name == g.name && !g.fixed
}

// OnlyStore is the name of the one store that may be used; empty: all may, or several, or none.
func (r *Rules) OnlyStore() string {
	if len(r.selectors) != 1 || r.selectors[0].allStores || len(r.selectors[0].stores) != 1 {
		return ""
	}
	return r.selectors[0].stores[0].name
}

// applyStore applies a rule about stores: NAME, NAME:ro or NAME:rw. The first takes the place of "allstores".
func (s *selector) applyStore(rule string) error {
	name, access := rule, Read|Write
	if rest, ok := cutFold(rule, ":ro"); ok {
		name, access = rest, Read
	} else if rest, ok := cutFold(rule, ":rw"); ok {
		name = rest
	}
	if name == "" || hasSpace(name) {
		return errSyntax
	}
	s.allStores = false
	for i := range s.stores {
		if s.stores[i].name == name {
			s.stores[i].access = access
			return nil
		}
	}
	s.stores = append(s.stores, grant{name: name, number: number(name), access: access})
	return nil
}

// cutFold cuts an end off a word, which may have it in any case.
func cutFold(word, end string) (rest string, ok bool) {
	at := len(word) - len(end)
	if at < 0 || lower(word[at:]) != end {
		return word, false
	}
	return word[:at], true
}

// number reads the number of a database; -1: it is none.
func number(word string) int {
	n, err := strconv.ParseUint(word, 10, 31)
	if err != nil {
		return -1
	}
	return int(n)
}

// storesText is the stores that may be used, as they could be given; empty: all.
func (s *selector) storesText() string {
	if s.allStores {
		return ""
	}
	words := []string{"resetstores"}
	for _, g := range s.stores {
		word := "store:" + g.name
		switch {
		case g.access == Read:
			word += ":ro"
		case strings.HasSuffix(lower(g.name), ":ro") || strings.HasSuffix(lower(g.name), ":rw"):
			word += ":rw"
		}
		words = append(words, word)
	}
	return strings.Join(words, " ")
}

// enters reports whether a database may be used so.
func (s *selector) enters(c *Catalog, db int, a Access) bool {
	if s.allStores {
		return true
	}
	name, numbered := c.stores.NameOf(db)
	for i := range s.stores {
		if g := &s.stores[i]; g.access&a == a && g.matches(db, name, numbered) {
			return true
		}
	}
	return false
}

// entersNamed reports whether the database that word names, by a name or a number, may be used so. Of a store that there is not, it says
// what it would if there were: who may not use it learns nothing.
func (s *selector) entersNamed(c *Catalog, word []byte, a Access) bool {
	if s.allStores {
		return true
	}
	if n := number(string(word)); n >= 0 {
		return s.enters(c, n, a)
	}
	if db, ok := c.stores.Find(word); ok {
		return s.enters(c, db, a)
	}
	for i := range s.stores {
		if g := &s.stores[i]; g.access&a == a && g.name == string(word) && !g.fixed {
			return true
		}
	}
	return false
}

// StoreUse is a database that a request uses, with what is done to it; an Access of 0 asks for any.
type StoreUse struct {
	Pos    int // the place of the word that names it; 0: it is the selected one
	Access Access
}

// entersAll reports whether all databases of a request may be used, and if not, which use is refused.
func (s *selector) entersAll(c *Catalog, q *Request) (pos int, ok bool) {
	for _, u := range q.Stores {
		if u.Pos == 0 {
			ok = s.enters(c, q.Selected, u.Access)
		} else {
			ok = s.entersNamed(c, q.Args[u.Pos], u.Access)
		}
		if !ok {
			return u.Pos, false
		}
	}
	return 0, true
}

// Bound reports whether the user may use some stores only.
func (r *Rules) Bound() bool { return r.bound }

// Sees reports whether the user may use a database, in whatever way.
func (r *Rules) Sees(c *Catalog, db int) bool {
	if !r.bound {
		return true
	}
	for _, s := range r.selectors {
		if s.enters(c, db, 0) {
			return true
		}
	}
	return false
}

// Sees reports whether the user may know what happens in a database.
func (u *User) Sees(c *Catalog, db int) bool { return u.Live() && u.Rules().Sees(c, db) }

// Overlooks reports whether the user may use all databases of somebody's request, in whatever way.
func (r *Rules) Overlooks(c *Catalog, q *Request) bool {
	if !r.bound {
		return true
	}
	for _, u := range q.Stores {
		seen := false
		for _, s := range r.selectors {
			seen = seen || u.Pos == 0 && s.enters(c, q.Selected, 0) || u.Pos > 0 && s.entersNamed(c, q.Args[u.Pos], 0)
		}
		if !seen {
			return false
		}
	}
	return true
}
