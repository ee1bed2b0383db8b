package store

import (
	"slices"
	"strconv"

	"redstart/storage"
)

// The words of records about stores.
const (
	wordStore  = "STORE"
	wordCreate = "CREATE"
	wordAlter  = "ALTER"
	wordDrop   = "DROP"
	wordClear  = "CLEAR"
)

// Created is the log's record of a new store: Parse reads it behind its first two words.
func (s *Store) Created() []string {
	words := append(make([]string, 0, 16), wordStore, wordCreate, s.Name, "db", strconv.Itoa(s.DB))
	return append(words, s.options()...)
}

// Changed is the log's record of a store that was altered: whatever it was, Altered makes it what it is by the words behind the name.
func (s *Store) Changed() []string {
	words := []string{wordStore, wordAlter, s.Name}
	if s.Preset == "" {
		words = append(words, "preset", noPreset)
	}
	return append(append(words, "notokens"), s.options()...)
}

// Dropped is the log's record of a store that is gone.
func (s *Store) Dropped() []string { return []string{wordStore, wordDrop, s.Name} }

// Cleared is the log's record of a store that was emptied.
func (s *Store) Cleared() []string { return []string{wordStore, wordClear, s.Name} }

// Line is the store's line in a configuration file. numbered is how many databases have a number for clients: only those are named.
func (s *Store) Line(numbered int) []string {
	words := []string{s.Name}
	if s.DB < numbered {
		words = append(words, "db", strconv.Itoa(s.DB))
	}
	return append(words, s.options()...)
}

// options is the words that define the store, but for its name and database.
func (s *Store) options() []string {
	var words []string
	if s.Preset != "" {
		words = append(words, "preset", s.Preset)
	}
	words = s.ruleWords(words)
	for _, t := range s.Tokens {
		words = append(words, "token", t.Hash.String())
		if t.ReadOnly {
			words = append(words, "ro")
		}
	}
	return words
}

// ruleWords appends the rules that differ from the preset's.
func (d *Definition) ruleWords(words []string) []string {
	base, _ := presetRules(d.Preset)
	r := &d.Rules
	number := func(name string, n, was int64, format func(int64) string) {
		if n != was {
			words = append(words, name, format(n))
		}
	}
	bound := func(name string, n, was int64, evict, evicted bool) {
		if n != was || evict != evicted {
			words = append(words, name, formatNumber(n), Policy(evict))
		}
	}
	number("max-key-bytes", int64(r.MaxKeyBytes), int64(base.MaxKeyBytes), formatNumber)
	number("max-value-bytes", int64(r.MaxValueBytes), int64(base.MaxValueBytes), formatNumber)
	bound("max-keys", int64(r.MaxKeys), int64(base.MaxKeys), r.KeysEvict, base.KeysEvict)
	bound("max-bytes", r.MaxBytes, base.MaxBytes, r.BytesEvict, base.BytesEvict)
	number("default-ttl", r.DefaultTTL, base.DefaultTTL, formatDuration)
	number("min-ttl", r.MinTTL, base.MinTTL, formatDuration)
	number("max-ttl", r.MaxTTL, base.MaxTTL, formatDuration)
	if r.UTF8Keys != base.UTF8Keys {
		words = append(words, "utf8-keys", YesOrNo(r.UTF8Keys))
	}
	return words
}

// Policy is the word for what happens when a bound is reached.
func Policy(evict bool) string {
	if evict {
		return "evict"
	}
	return "reject"
}

// YesOrNo is how a configuration says it.
func YesOrNo(yes bool) string {
	if yes {
		return "yes"
	}
	return "no"
}

// Equal reports whether two definitions are the same.
func (d *Definition) Equal(e *Definition) bool {
	return d.Preset == e.Preset && d.Rules == e.Rules && slices.Equal(d.Tokens, e.Tokens)
}

// Ruled reports whether there are rules.
func (d *Definition) Ruled() bool { return d.Rules != storage.Rules{} }
