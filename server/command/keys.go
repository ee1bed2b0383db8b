package command

import (
	"slices"

	"redstart/resp"
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
	Keyword string // begin search: the word before the first key, in upper case
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

// plain reports whether the keys stand at fixed places: a range that begins at a known position.
func (k *KeySpec) plain() bool { return k.Keyword == "" && !k.KeyNum && !k.Unknown }

// Span returns the first key, the last key (negative: counted from the end) and the step, as the short form of COMMAND INFO has
// them. They cover the plain key specs as far as these make one unbroken range; 0, 0, 0 stands for none.
func (s *Spec) Span() (first, last, step int) {
	first, last, step, _ = s.span()
	return first, last, step
}

// MovableKeys reports whether Span does not tell the whole truth about the command's keys.
func (s *Spec) MovableKeys() bool {
	_, _, _, whole := s.span()
	return !whole
}

func (s *Spec) span() (first, last, step int, whole bool) {
	whole = true
	for i := range s.Keys {
		k := &s.Keys[i]
		if !k.plain() || len(s.Keys) > 1 && k.Step != 1 || step != 0 && (last < 0 || k.Index != last+1) {
			whole = false
			continue
		}
		if step == 0 {
			first, step = k.Index, k.Step
		}
		if last = k.Last; last >= 0 {
			last += k.Index
		}
	}
	return first, last, step, whole
}

// FoundKey is the position of one key in a command's arguments, with what the command does to it.
type FoundKey struct {
	Pos    int
	Access Access
}

// FindKeys appends the positions of the keys in args, which begin with the command's name, to found. It reports false when the
// arguments contradict the key specs: fewer words than keys are promised, or a number of keys that is none; found then has the keys
// up to there. A command with flags that vary gets those of its key specs, the widest.
func (s *Spec) FindKeys(args [][]byte, found []FoundKey) ([]FoundKey, bool) {
	if s.KeyFinder != nil {
		return s.KeyFinder(args, found)
	}
	for i := range s.Keys {
		k := &s.Keys[i]
		if k.Unknown {
			continue
		}
		begin, ok := k.begin(args)
		if !ok {
			continue
		}
		first, last, ok := k.limits(args, begin)
		if !ok {
			return found, false
		}
		for p := first; p <= last; p += k.Step {
			if p >= len(args) {
				return found, false
			}
			found = append(found, FoundKey{Pos: p, Access: k.Access})
		}
	}
	return found, true
}

// KeysOf is FindKeys with the access that these very arguments mean, where it varies.
func (s *Spec) KeysOf(args [][]byte) ([]FoundKey, bool) {
	found, ok := s.FindKeys(args, nil)
	if s.KeyAccess != nil {
		for i := range found {
			found[i].Access = s.KeyAccess(args)
		}
	}
	return found, ok
}

// HasKeys reports whether the command can have keys at all. A channel in the place of a key is none.
func (s *Spec) HasKeys() bool {
	for i := range s.Keys {
		if s.Keys[i].Access&NotKey == 0 {
			return true
		}
	}
	return s.KeyFinder != nil
}

// begin returns where the keys, or their number, begin; false if the keyword that announces them is absent. The last word is never
// a keyword: nothing follows it.
func (k *KeySpec) begin(args [][]byte) (int, bool) {
	switch {
	case k.Keyword == "":
		return k.Index, true
	case k.From < 0:
		for i := len(args) + k.From; i > 1; i-- {
			if Fold(args[i], k.Keyword) {
				return i + 1, true
			}
		}
	default:
		for i := k.From; i < len(args)-1; i++ {
			if Fold(args[i], k.Keyword) {
				return i + 1, true
			}
		}
	}
	return 0, false
}

// limits returns the first and the last key of those that begin at begin; false if their number is not a number.
func (k *KeySpec) limits(args [][]byte, begin int) (first, last int, ok bool) {
	switch {
	case k.KeyNum:
		i := begin + k.NumIndex
		if i >= len(args) {
			return 0, 0, false
		}
		n, ok := resp.ParseInt(args[i])
		if !ok || n < 0 {
			return 0, 0, false
		}
		first = begin + k.FirstKey
		return first, first + (int(min(n, int64(len(args))))-1)*k.Step, true
	case k.Last >= 0:
		return begin, begin + k.Last, true
	case k.Limit > 1:
		return begin, begin + (len(args)-begin)/k.Limit + k.Last, true
	default:
		return begin, len(args) + k.Last, true
	}
}
