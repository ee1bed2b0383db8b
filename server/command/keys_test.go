package command_test

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"testing"

	"redstart/server/command"
	"redstart/server/command/commandtest"
)

// The expectations are what COMMAND GETKEYSANDFLAGS of Redis 8.0.2 answers; "!" stands for keys that contradict the specs.
func TestFindKeys(t *testing.T) {
	const read, write = command.RO | command.AccessValue, command.OW | command.Update
	one := command.Key(1, read)
	all := command.KeyRange(1, -1, 1, read)
	pairs := command.KeyRange(1, -1, 2, write)
	eval := command.KeyCount(2, command.RW)
	store := command.Keys(command.Key(1, write), command.KeyCount(2, read))
	xread := command.KeysAfter("STREAMS", 1, -1, 2, read)
	geo := command.Keys(command.Key(1, read), command.KeysAfter("STORE", 6, 0, 0, write), command.KeysAfter("STOREDIST", 6, 0, 0, write))
	migrate := command.Keys(command.Key(3, command.RW), command.KeysAfter("KEYS", -2, -1, 0, command.RM))
	for _, tt := range []struct {
		keys []command.KeySpec
		line string
		want string // position:flags
	}{
		{nil, "ping", ""},
		{one, "get k", "1:RO+access"},
		{one, "get", "!"},
		{command.Key(2, command.RO), "object freq k", "2:RO"},
		{command.UnknownKeys(read), "sort k", ""},
		{all, "mget a b c", "1:RO+access 2:RO+access 3:RO+access"},
		{command.KeyRange(1, -2, 1, read), "blpop a b 0", "1:RO+access 2:RO+access"},
		{command.KeyRange(1, 2, 1, read), "lcs a b LEN", "1:RO+access 2:RO+access"},
		{command.KeyRange(1, 2, 1, read), "lcs a", "1:RO+access !"},
		{pairs, "mset a 1 b 2", "1:OW+update 3:OW+update"},
		{pairs, "mset a 1 b", "1:OW+update 3:OW+update"},
		{eval, "eval s 2 a b c", "3:RW 4:RW"},
		{eval, "eval s 0 a", ""},
		{eval, "eval s 3 a", "3:RW !"},
		{eval, "eval s 9223372036854775807 a", "3:RW !"},
		{eval, "eval s -1 a", "!"},
		{eval, "eval s x a", "!"},
		{eval, "eval s", "!"},
		{store, "zunionstore d 2 a b WEIGHTS 1 2", "1:OW+update 3:RO+access 4:RO+access"},
		{xread, "xread COUNT 1 streams a b 1 2", "4:RO+access 5:RO+access"},
		{xread, "xread STREAMS a b 1", "2:RO+access"},
		{xread, "xread COUNT 1 STREAMS", ""},
		{xread, "xread COUNT 1", ""},
		{geo, "georadius k 1 2 3 m STORE x storedist y", "1:RO+access 7:OW+update 9:OW+update"},
		{geo, "georadius k STORE 2 3 m ASC", "1:RO+access"},
		{migrate, "migrate h 1 k 0 9 KEYS a b", "3:RW 7:RM 8:RM"},
		{migrate, "migrate h 1 k 0 9 AUTH KEYS", "3:RW"},
	} {
		var args [][]byte
		for _, w := range strings.Fields(tt.line) {
			args = append(args, []byte(w))
		}
		spec := &command.Spec{Keys: tt.keys}
		found, ok := spec.FindKeys(args, nil)
		if got := showFound(found, ok); got != tt.want {
			t.Errorf("%s: got %q, want %q", tt.line, got, tt.want)
		}
	}
}

func showFound(found []command.FoundKey, ok bool) string {
	var all []string
	for _, k := range found {
		all = append(all, fmt.Sprintf("%d:%s", k.Pos, strings.Join(k.Access.Names(nil), "+")))
	}
	if !ok {
		all = append(all, "!")
	}
	return strings.Join(all, " ")
}

func TestFindKeysAllocatesNothing(t *testing.T) {
	args := [][]byte{[]byte("mset"), []byte("a"), []byte("1"), []byte("b"), []byte("2")}
	spec := &command.Spec{Keys: command.KeyRange(1, -1, 2, command.OW)}
	found := make([]command.FoundKey, 0, 8)
	if n := testing.AllocsPerRun(100, func() { found, _ = spec.FindKeys(args, found[:0]) }); n != 0 {
		t.Errorf("%v allocations", n)
	}
}

func TestKeysOf(t *testing.T) {
	spec := &command.Spec{
		Keys: command.Key(1, command.RW|command.VariableFlags),
		KeyAccess: func(args [][]byte) command.Access {
			if len(args) > 2 {
				return command.RO
			}
			return command.OW
		},
	}
	for line, want := range map[string]string{"x k": "1:OW", "x k v": "1:RO", "x": "!"} {
		var args [][]byte
		for _, w := range strings.Fields(line) {
			args = append(args, []byte(w))
		}
		found, ok := spec.KeysOf(args)
		if got := showFound(found, ok); got != want {
			t.Errorf("%s: got %q, want %q", line, got, want)
		}
	}

	spec.KeyFinder = func(_ [][]byte, found []command.FoundKey) ([]command.FoundKey, bool) {
		return append(found, command.FoundKey{Pos: 9}), true
	}
	if found, ok := spec.KeysOf(make([][]byte, 3)); !ok || len(found) != 1 || found[0].Pos != 9 || found[0].Access != command.RO {
		t.Errorf("finder: got %v, %v", found, ok)
	}
}

func TestHasKeys(t *testing.T) {
	for _, tt := range []struct {
		keys []command.KeySpec
		want bool
	}{
		{nil, false},
		{command.Key(1, command.RO), true},
		{command.Key(1, command.NotKey), false},
		{command.Keys(command.Key(1, command.NotKey), command.Key(2, command.RO)), true},
	} {
		if got := (&command.Spec{Keys: tt.keys}).HasKeys(); got != tt.want {
			t.Errorf("%v: got %v", tt.keys, got)
		}
	}
}

// recordedKey is a key spec as COMMAND INFO shows it.
type recordedKey struct {
	Notes string
	Begin struct {
		Type string
		Spec struct {
			Index, StartFrom int
			Keyword          string
		}
	} `json:"begin_search"`
	Find struct {
		Type string
		Spec struct{ LastKey, KeyStep, Limit, KeyNumIdx, FirstKey int }
	} `json:"find_keys"`
}

func (k *recordedKey) keySpec() command.KeySpec {
	b, f := &k.Begin.Spec, &k.Find.Spec
	return command.KeySpec{
		Notes: k.Notes, Index: b.Index, Keyword: b.Keyword, From: b.StartFrom,
		Last: f.LastKey, Step: f.KeyStep, Limit: f.Limit,
		KeyNum: k.Find.Type == "keynum", NumIndex: f.KeyNumIdx, FirstKey: f.FirstKey,
		Unknown: k.Begin.Type == "unknown",
	}
}

// The short form and the flag "movablekeys" follow from the key specs, for every command of Redis.
func TestSpan(t *testing.T) {
	all, err := commandtest.Recording()
	if err != nil {
		t.Fatal(err)
	}
	type span struct{ first, last, step int }
	for name, r := range all {
		var info [10]json.RawMessage
		var want span
		var flags []string
		var elems []json.RawMessage
		for _, err := range []error{
			json.Unmarshal(r.Info, &info),
			json.Unmarshal(info[2], &flags),
			json.Unmarshal(info[3], &want.first), json.Unmarshal(info[4], &want.last), json.Unmarshal(info[5], &want.step),
			json.Unmarshal(info[8], &elems),
		} {
			if err != nil {
				t.Fatal(name, err)
			}
		}
		spec := &command.Spec{}
		for _, e := range elems[1:] { // elems[0] says that it is a set
			var k recordedKey
			if err := json.Unmarshal(e, &k); err != nil {
				t.Fatal(name, err)
			}
			spec.Keys = append(spec.Keys, k.keySpec())
		}
		var got span
		if got.first, got.last, got.step = spec.Span(); got != want {
			t.Errorf("%s: got %v, want %v", name, got, want)
		}
		if got, want := spec.MovableKeys(), slices.Contains(flags, "+movablekeys"); got != want {
			t.Errorf("%s: movable keys: got %v, want %v", name, got, want)
		}
	}
}
