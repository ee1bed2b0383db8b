package command

import (
	"bytes"
	"slices"
)

// Access says what a command does with the keys of a KeySpec, in the words of COMMAND INFO.
type Access uint16

// The access flags of a key spec.
const (
	RO            Access = 1 << iota // reads the value
	RW                               // reads and changes it
	OW                               // overwrites it
	RM                               // removes it
	AccessValue                      // returns or copies user data
	Update                           // changes data in place or replaces it
	Insert                           // adds data
	Delete                           // removes data
	NotKey                           // not a key, but treated as one for routing
	Incomplete                       // the spec does not find all keys
	VariableFlags                    // the flags depend on the arguments
)

// KeySpec says where keys stand in a command's arguments.
type KeySpec struct {
	Access  Access
	Notes   string
	Index   int    // begin search: position of the first candidate; used when Keyword is empty
	Keyword string // begin search: the word before the first key
	From    int    // begin search by keyword: where to start looking; negative: from the end

	// Range: last key relative to the first (negative: from the end of the arguments), step, and limit for Last == -1.
	Last, Step, Limit int
	// KeyNum: if KeyNum is set, the number of keys stands at NumIndex and the first key at FirstKey, both relative to the begin.
	KeyNum             bool
	NumIndex, FirstKey int
	// Unknown begin or find: COMMAND INFO says "unknown".
	Unknown bool
}

// Key describes a single key at position i.
func Key(i int, a Access) []KeySpec { return []KeySpec{{Access: a, Index: i, Step: 1}} }

// KeyRange describes keys from position first to last (negative: from the end), every step words.
func KeyRange(first, last, step int, a Access) []KeySpec {
	if last > 0 {
		last -= first
	}
	return []KeySpec{{Access: a, Index: first, Last: last, Step: step}}
}

// KeyCount describes keys whose number stands at position i; the first follows it.
func KeyCount(i int, a Access) []KeySpec {
	return []KeySpec{{Access: a, Index: i, KeyNum: true, FirstKey: 1, Step: 1}}
}

// KeysAfter describes keys that follow a keyword, which is searched from position from on (negative: from there backwards, counted
// from the end). last is relative to the first key, or counted from the end if negative. A limit above 1 means that the keys are
// the first 1/limit of the words after the keyword.
func KeysAfter(keyword string, from, last, limit int, a Access) []KeySpec {
	return []KeySpec{{Access: a, Keyword: keyword, From: from, Last: last, Step: 1, Limit: limit}}
}

// UnknownKeys describes keys that no rule finds.
func UnknownKeys(a Access) []KeySpec { return []KeySpec{{Access: a, Unknown: true}} }

// Keys joins descriptions of keys.
func Keys(specs ...[]KeySpec) []KeySpec { return slices.Concat(specs...) }

// Noted adds a note for readers of COMMAND INFO to a description of keys.
func Noted(note string, keys []KeySpec) []KeySpec {
	keys[0].Notes = note
	return keys
}

// Span returns the first key, the last key (negative: from the end) and the step, as COMMAND INFO's short form; 0, 0, 0 without
// keys that it can describe.
func (s *Spec) Span() (first, last, step int) {
	for i := range s.Keys {
		k := &s.Keys[i]
		if k.Keyword != "" || k.KeyNum || k.Unknown {
			continue
		}
		l := k.Last
		if l >= 0 {
			l += k.Index
		}
		switch {
		case step == 0:
			first, last, step = k.Index, l, k.Step
		case last >= 0 && l >= 0 && k.Index == last+1 || l < 0:
			last = l
			if k.Step < step {
				step = k.Step
			}
		}
	}
	return first, last, step
}

// FoundKey is the position of one key in a command's arguments, with what the command does to it.
type FoundKey struct {
	Pos    int
	Access Access
}

// FindKeys appends the positions of the keys in args to found. It reports false when the arguments contradict the key specs
// (a number of keys that is no number or too large).
func (s *Spec) FindKeys(args [][]byte, found []FoundKey) ([]FoundKey, bool) {
	for i := range s.Keys {
		k := &s.Keys[i]
		if k.Unknown {
			continue
		}
		begin, ok := k.begin(args)
		if !ok {
			continue
		}
		first, last, step := begin, begin+k.Last, k.Step
		switch {
		case k.KeyNum:
			if begin+k.NumIndex >= len(args) {
				return found, false
			}
			n, ok := parseCount(args[begin+k.NumIndex])
			if !ok || n > len(args) {
				return found, false
			}
			first = begin + k.FirstKey
			last = first + (n-1)*step
		case k.Last < 0:
			last = len(args) + k.Last
			if k.Last == -1 && k.Limit > 1 {
				last = begin + (len(args)-begin)/k.Limit - 1
			}
		}
		if last >= len(args) {
			return found, false
		}
		for p := first; p <= last; p += step {
			found = append(found, FoundKey{Pos: p, Access: k.Access})
		}
	}
	return found, true
}

func (k *KeySpec) begin(args [][]byte) (int, bool) {
	if k.Keyword == "" {
		return k.Index, k.Index < len(args)
	}
	if k.From < 0 {
		for i := len(args) + k.From; i > 0; i-- {
			if bytes.EqualFold(args[i], []byte(k.Keyword)) {
				return i + 1, i+1 < len(args)
			}
		}
		return 0, false
	}
	for i := max(k.From, 1); i < len(args); i++ {
		if bytes.EqualFold(args[i], []byte(k.Keyword)) {
			return i + 1, i+1 < len(args)
		}
	}
	return 0, false
}

func parseCount(b []byte) (int, bool) {
	if len(b) == 0 || len(b) > 9 {
		return 0, false
	}
	n := 0
	for _, c := range b {
		if c < '0' || c > '9' {
			return 0, false
		}
		n = n*10 + int(c-'0')
	}
	return n, true
}
