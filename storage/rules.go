package storage

import "strconv"

// Rules are what a database demands of its keys, however they come to be. The zero value demands nothing. A command that would leave the
// database otherwise has no effect, see Tx.Settle.
type Rules struct {
	Name          string // of the database, for RuleError; default its number
	MaxKeyBytes   int    // the longest key; 0: any
	MaxValueBytes int    // the largest value: the bytes of a string, the bytes of memory of another; 0: any
	MaxKeys       int    // how many keys there may be; 0: any number
	KeysEvict     bool   // the least recently used key makes room for one that is too many; else that is refused
	MaxBytes      int64  // what keys and values may take in memory, the tables not counted; 0: anything
	BytesEvict    bool   // least recently used keys make room when it is too much; else that is refused
	DefaultTTL    int64  // ms: the time to live of keys that are written without; 0: none
	MinTTL        int64  // ms: the shortest time to live that may be given; 0: any
	MaxTTL        int64  // ms: the longest; 0: any
	UTF8Keys      bool   // keys must be valid UTF-8
}

// SetRules gives database n rules; zero ones for none. It reports false when there is no such database. What the database holds is left as it is, unless it is more than a bound that evicts.
// The caller holds the gate alone. A log may be loaded before or after, see Suspend.
func (ks *Keyspace) SetRules(n int, r Rules) bool {
	db := ks.dbs.get(n)
	if db == nil {
		return false
	}
	before := db.capacity()
	db.rules = nil
	if r.Name == "" && r != (Rules{}) {
		r.Name = strconv.Itoa(n)
	}
	if r != (Rules{Name: r.Name}) {
		db.rules = &r
	}
	if db.capacity() != before {
		db.bind()
	}
	return true
}

// Rules returns the rules of database n; false: it has none. The caller holds the gate.
func (ks *Keyspace) Rules(n int) (Rules, bool) {
	if db := ks.dbs.get(n); db != nil && db.rules != nil {
		return *db.rules, true
	}
	return Rules{}, false
}

// Rule is one of Rules.
type Rule uint8

// The rules that a command can break.
const (
	RuleKeyBytes Rule = iota
	RuleValueBytes
	RuleKeys
	RuleBytes
	RuleTTL
	RuleUTF8
	RuleMaxKeys // the bound of SetMaxKeys, in a database that has rules as well
)

// RuleError is the rule that a command has broken, which therefore has had no effect.
type RuleError struct {
	Rule  Rule
	Store string // Rules.Name
	Size  int64  // of the key or the value, bytes
	Limit int64  // what is allowed: bytes or keys
	Min   int64  // of a time to live, ms; 0: any
	Max   int64  // the same
}

// Error tells it to developers; the texts that clients get are not this package's.
func (e *RuleError) Error() string {
	return "rule " + strconv.Itoa(int(e.Rule)) + " of store '" + e.Store + "' is broken"
}
