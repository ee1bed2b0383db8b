package store

import (
	"slices"
	"strconv"
	"strings"
)

// NoDB stands for a database that the store gets by itself.
const NoDB = -1

// Parse reads the words of a new store: its name and its options, as in
//
//	NAME [db N] [preset fal1|fal2|invoke|spin] [max-key-bytes N] [max-value-bytes N] [max-keys N reject|evict]
//	     [max-bytes N reject|evict] [default-ttl D] [min-ttl D] [max-ttl D] [utf8-keys yes|no] [token T [ro]]...
//
// The rules of a preset come first, wherever it stands. The store has no database, NoDB, unless the words name one; the caller checks
// which may be named.
func Parse(words []string) (*Store, error) {
	if len(words) == 0 {
		return nil, errName
	}
	if err := CheckName(words[0]); err != nil {
		return nil, err
	}
	s := &Store{Name: strings.Clone(words[0]), DB: NoDB}
	return s, s.apply(words[1:], false)
}

// Altered is the store after the changes that words name: the options of Parse but for db, and besides
//
//	untoken T    takes a token back
//	notokens     takes all tokens back that were given before
//
// preset replaces all rules; "none" leaves none.
func (s *Store) Altered(words []string) (*Store, error) {
	t := *s
	t.Tokens = slices.Clone(s.Tokens)
	return &t, t.apply(words, true)
}

// option is an option with its words: the name, its value, and the word behind that which belongs to it.
type option struct {
	name, value, more string
}

// apply changes the store as the words of options say.
func (s *Store) apply(words []string, alter bool) error {
	var all []option
	for len(words) > 0 {
		o, used, err := readOption(words, alter)
		if err != nil {
			return err
		}
		all = append(all, o)
		words = words[used:]
	}
	for _, o := range all { // in front of the rules that stand beside it
		if o.name == "preset" {
			if err := s.usePreset(strings.ToLower(o.value)); err != nil {
				return err
			}
		}
	}
	for _, o := range all {
		if err := s.set(o); err != nil {
			return err
		}
	}
	return s.check()
}

// readOption reads the option that words begin with, and returns how many of them are its own.
func readOption(words []string, alter bool) (o option, used int, err error) {
	o.name = strings.ToLower(words[0])
	behind := "" // what may stand behind the value
	switch o.name {
	case "notokens":
		if alter {
			return o, 1, nil
		}
		return o, 0, unknownOption(words[0])
	case "preset", "max-key-bytes", "max-value-bytes", "default-ttl", "min-ttl", "max-ttl", "utf8-keys":
	case "max-keys", "max-bytes":
		behind = "reject evict"
	case "token":
		behind = "ro"
	case "db":
		if alter {
			return o, 0, errDBAltered
		}
	case "untoken":
		if !alter {
			return o, 0, unknownOption(words[0])
		}
	default:
		return o, 0, unknownOption(words[0])
	}
	if len(words) < 2 {
		return o, 0, refuse("%s needs a value", o.name)
	}
	o.value = words[1]
	if len(words) > 2 {
		for w := range strings.FieldsSeq(behind) {
			if strings.EqualFold(words[2], w) {
				o.more = w
				return o, 3, nil
			}
		}
	}
	return o, 2, nil
}

func unknownOption(word string) error { return refuse("unknown option %s", strconv.Quote(word)) }

// set makes one option hold, but for preset.
func (s *Store) set(o option) error {
	r, ok := &s.Rules, true
	switch o.name {
	case "db":
		n, err := strconv.ParseInt(o.value, 10, 32)
		s.DB, ok = int(n), err == nil && n >= 0
	case "token", "untoken", "notokens":
		return s.setToken(o)
	case "default-ttl":
		r.DefaultTTL, ok = parseDuration(o.value)
	case "min-ttl":
		r.MinTTL, ok = parseDuration(o.value)
	case "max-ttl":
		r.MaxTTL, ok = parseDuration(o.value)
	case "max-key-bytes":
		r.MaxKeyBytes, ok = parseSize(o.value)
	case "max-value-bytes":
		r.MaxValueBytes, ok = parseSize(o.value)
	case "max-keys":
		r.MaxKeys, ok = parseCount(o.value)
		r.KeysEvict = o.more == "evict" && r.MaxKeys > 0
	case "max-bytes":
		var n int
		n, ok = parseSize(o.value)
		r.MaxBytes, r.BytesEvict = int64(n), o.more == "evict" && n > 0
	case "utf8-keys":
		r.UTF8Keys = strings.EqualFold(o.value, "yes")
		ok = r.UTF8Keys || strings.EqualFold(o.value, "no")
	}
	switch {
	case !ok:
		return refuse("%s cannot be %s", o.name, strconv.Quote(o.value))
	case o.name == "max-keys" && r.MaxKeys > 0 && o.more == "", o.name == "max-bytes" && r.MaxBytes > 0 && o.more == "":
		return refuse("%s needs a number and reject or evict", o.name)
	}
	return nil
}

func (s *Store) setToken(o option) error {
	if o.name == "notokens" {
		s.Tokens = nil
		return nil
	}
	h, err := parseToken(o.value)
	if err != nil {
		return err
	}
	s.Tokens = slices.DeleteFunc(s.Tokens, func(t Token) bool { return t.Hash == h })
	if o.name == "token" {
		s.Tokens = append(s.Tokens, Token{Hash: h, ReadOnly: o.more == "ro"})
	}
	return nil
}

func (s *Store) usePreset(name string) error {
	rules, ok := presetRules(name)
	ok = ok && name != ""
	if !ok {
		return refuse("there is no preset %s; there are %s", strconv.Quote(name), presetNames())
	}
	if s.Preset = name; name == noPreset {
		s.Preset = ""
	}
	s.Rules = rules
	return nil
}

// check says whether the rules agree.
func (s *Store) check() error {
	r := &s.Rules
	switch {
	case r.MaxTTL > 0 && r.MinTTL > r.MaxTTL:
		return errTTLOrder
	case r.DefaultTTL > 0 && (r.DefaultTTL < r.MinTTL || r.MaxTTL > 0 && r.DefaultTTL > r.MaxTTL):
		return errDefault
	}
	return nil
}
