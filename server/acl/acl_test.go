package acl

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// The categories and commands of the tests.
const (
	read = 1 << iota
	write
	slow
)

func testCatalog() *Catalog {
	return NewCatalog([]string{"read", "write", "slow"}, []Command{
		{Name: "get", Categories: read},
		{Name: "set", Categories: write},
		{Name: "config", Categories: slow, Subs: []int{3, 4}},
		{Name: "config|get", Categories: slow, IsSub: true},
		{Name: "config|set", Categories: slow, IsSub: true},
		{Name: "select"},
		{Name: "auth", Free: true},
		{Name: "publish"},
		{Name: "psubscribe"},
		{Name: "flushall", Wide: true},
	}, testStores{"shop": 3, "far": 40})
}

// testStores are databases by name; those below 16 have numbers too.
type testStores map[string]int

func (s testStores) NameOf(db int) (string, bool) {
	for name, n := range s {
		if n == db {
			return name, n < 16
		}
	}
	return "", db < 16
}

func (s testStores) Find(name []byte) (int, bool) {
	db, ok := s[string(name)]
	return db, ok
}

// bearer is a connection.
type bearer struct {
	u          *User
	restricted bool
}

func (b *bearer) Identity() *User                 { return b.u }
func (b *bearer) Assume(u *User, restricted bool) { b.u, b.restricted = u, restricted }

func testStore(bearers ...Bearer) *Store {
	return NewStore(testCatalog(), func() []Bearer { return bearers }, func() bool { return false })
}

func TestRules(t *testing.T) {
	const x = "2d711642b726b04401627ca9fbac32f5c8530fb1903cc4db02258717921a4881"
	const fresh = "off sanitize-payload resetchannels -@all"
	for _, tt := range []struct{ rules, want string }{
		{"", fresh},
		{"on nopass >x", "on sanitize-payload #" + x + " resetchannels -@all"},
		{">x >x #" + x + " !" + x, fresh},
		{">x nopass", "off nopass sanitize-payload resetchannels -@all"},
		{"skip-sanitize-payload", "off skip-sanitize-payload resetchannels -@all"},
		{"+get -get +GET", "off sanitize-payload resetchannels -@all +get"},
		{"+config|get -config|set +config", "off sanitize-payload resetchannels -@all +config"},
		{"+config +config|get", "off sanitize-payload resetchannels -@all +config +config|get"},
		{"+@all -get +get", "off sanitize-payload resetchannels +@all +get"},
		{"+@READ -@read", "off sanitize-payload resetchannels -@all -@read"},
		{"+select|0 +select|A +select|0", "off sanitize-payload resetchannels -@all +select|a +select|0"},
		{"~a %R~a %W~b %R~c %W~c %wr~d", "off sanitize-payload ~a %W~b ~c ~d resetchannels -@all"},
		{"~a ~*", "off sanitize-payload ~* resetchannels -@all"},
		{"%R", "off sanitize-payload %R~ resetchannels -@all"},
		{"&a &a &b", "off sanitize-payload resetchannels &a &b -@all"},
		{"&a allchannels", "off sanitize-payload &* -@all"},
		{"(+get ~a) ( ~b &c )", fresh + " (~a resetchannels -@all +get) (~b resetchannels &c -@all)"},
		{"(+get) clearselectors", fresh},
		{"on >x ~* &* +@all (+get) reset", fresh},
	} {
		s := testStore()
		u, _, err := s.Set("u", strings.Split(tt.rules, " "), false)
		if err != nil {
			t.Errorf("%s: %v", tt.rules, err)
			continue
		}
		if got := u.Rules().String(); got != tt.want {
			t.Errorf("%s:\n got %s\nwant %s", tt.rules, got, tt.want)
		}
	}
}

// A rule that is wrong is told, and none of the rules beside it holds.
func TestWrongRules(t *testing.T) {
	for _, tt := range []struct {
		rule string
		want error
	}{
		{"foo", errSyntax},
		{"+foo", errUnknown},
		{"-@foo", errUnknown},
		{"+", errUnknown},
		{"@", errSyntax},
		{"-select|0", errUnknown},
		{"+config|foo", errUnknown},
		{"+config|get|a", errFirstArg},
		{"+config|", errSyntax},
		{"+select|0|1", errUnknown},
		{"~a\tb", errSyntax},
		{"%~a", errSyntax},
		{"%RR~a", errSyntax},
		{"%X~a", errSyntax},
		{"&a\x00", errSyntax},
		{"<no", errNoPassword},
		{"#abc", errHash},
		{"#" + strings.Repeat("A", 64), errHash},
		{"!" + strings.Repeat("a", 64), errNoPassword},
		{"(on)", errSyntax},
		{"((+get))", errSyntax},
		{"(+get", errParenthesis},
	} {
		s := testStore()
		if _, _, err := s.Set("u", []string{"+get"}, false); err != nil {
			t.Fatal(err)
		}
		_, _, err := s.Set("u", []string{"on", tt.rule}, false)
		var wrong *RuleError
		if !errors.As(err, &wrong) || wrong.Err != tt.want {
			t.Errorf("%s: %v, want %v", tt.rule, err, tt.want)
		}
		if got := s.Get("u").Rules().String(); got != "off sanitize-payload resetchannels -@all +get" {
			t.Errorf("%s: left %s", tt.rule, got)
		}
	}
	s := testStore()
	if _, _, err := s.Set("u", []string{"allkeys", "~a"}, false); !errors.Is(err.(*RuleError).Err, errPastKeys) {
		t.Errorf("keys: %v", err)
	}
	if _, _, err := s.Set("u", []string{"&*", "&a"}, false); !errors.Is(err.(*RuleError).Err, errPastChannel) {
		t.Errorf("channels: %v", err)
	}
	if _, _, err := s.Set("a b", nil, false); err != ErrName {
		t.Errorf("name: %v", err)
	}
	if s.Get("u") != nil {
		t.Error("a user was made")
	}
}

func TestCheck(t *testing.T) {
	words := func(line string) [][]byte {
		var out [][]byte
		for _, w := range strings.Fields(line) {
			out = append(out, []byte(w))
		}
		return out
	}
	for _, tt := range []struct {
		rules, line string
		first       int
		keys        []KeyUse
		channel     bool
		patterns    bool
		want        string
	}{
		{rules: "+get ~a*", line: "get ab", first: 1, keys: []KeyUse{{1, Read}}, want: " 0"},
		{rules: "+get ~a*", line: "get b", first: 1, keys: []KeyUse{{1, Read}}, want: "key 1"},
		{rules: "+get %W~a*", line: "get a", first: 1, keys: []KeyUse{{1, Read}}, want: "key 1"},
		{rules: "+get %W~a*", line: "get a", first: 1, keys: []KeyUse{{1, 0}}, want: " 0"},
		{rules: "+set ~a (+get ~*)", line: "set a b", first: 1, keys: []KeyUse{{1, Read | Write}}, want: " 0"},
		{rules: "+set %R~a (+get ~*)", line: "set a b", first: 1, keys: []KeyUse{{1, Write}}, want: "key 1"},
		{rules: "(+get ~b) (+get ~a)", line: "get a b", first: 1, keys: []KeyUse{{1, Read}, {2, Read}}, want: "key 2"},
		{rules: "+get", line: "set a", first: 1, want: "command 0"},
		{rules: "+@all -@write", line: "set a", first: 1, want: "command 0"},
		{rules: "-@all", line: "auth x", first: 1, want: " 0"},
		{rules: "+select|1", line: "select 1", first: 1, want: " 0"},
		{rules: "+select|1", line: "select 2", first: 1, want: "command 0"},
		{rules: "+select|1", line: "select", first: 1, want: "command 0"},
		{rules: "+select|1 -select", line: "select 1", first: 1, want: "command 0"},
		{rules: "+config -config|set", line: "config|set x", first: 1, want: "command 0"},
		{rules: "+config -config|set", line: "config|get x", first: 1, want: " 0"},
		{rules: "+publish &a*", line: "publish ab m", first: 1, channel: true, want: " 0"},
		{rules: "+publish &a*", line: "publish b m", first: 1, channel: true, want: "channel 1"},
		{rules: "+psubscribe &a*", line: "psubscribe a*", first: 1, channel: true, patterns: true, want: " 0"},
		{rules: "+psubscribe &a*", line: "psubscribe ab", first: 1, channel: true, patterns: true, want: "channel 1"},
		{rules: "allchannels +psubscribe", line: "psubscribe ab", first: 1, channel: true, patterns: true, want: " 0"},
	} {
		s := testStore()
		u, _, err := s.Set("u", mustJoin(t, tt.rules), false)
		if err != nil {
			t.Fatal(err)
		}
		args := words(tt.line)
		id, ok := s.catalog.command(string(args[0]))
		if !ok {
			t.Fatal(tt.line)
		}
		q := &Request{Command: id, Args: args, First: tt.first, Keys: tt.keys, Patterns: tt.patterns, ChanPos: 1}
		if tt.channel {
			q.Channels = args[1:2]
		}
		why, pos := u.Rules().Check(s.catalog, q)
		if got := fmt.Sprint(why, " ", pos); got != tt.want {
			t.Errorf("%s: %s: %q, want %q", tt.rules, tt.line, got, tt.want)
		}
	}
}

func mustJoin(t *testing.T, rules string) []string {
	t.Helper()
	joined, err := JoinSelectors(strings.Fields(rules))
	if err != nil {
		t.Fatal(err)
	}
	return joined
}

func TestAuthenticate(t *testing.T) {
	b := &bearer{}
	s := testStore(b)
	s.BecomeDefault(b)
	if b.u.Name() != DefaultUser || b.restricted || s.NeedsPassword() || !s.DefaultNoPass() {
		t.Fatal("the default user is restricted")
	}
	if _, _, err := s.Set("u", []string{">one", ">two", "+get"}, false); err != nil {
		t.Fatal(err)
	}
	if s.Authenticate(b, []byte("u"), []byte("one")) {
		t.Error("a user that is off can authenticate")
	}
	s.Set("u", []string{"on"}, false)
	for pass, right := range map[string]bool{"one": true, "two": true, "three": false, "": false} {
		if s.Authenticate(b, []byte("u"), []byte(pass)) != right {
			t.Errorf("password %q", pass)
		}
	}
	if b.u.Name() != "u" || !b.restricted {
		t.Error("the connection does not know that it is restricted")
	}
	s.Set("u", []string{"allcommands", "allkeys", "allchannels"}, false)
	if b.restricted {
		t.Error("the connection does not know that it is not restricted any more")
	}
	if s.Delete("u") == nil || s.Delete("u") != nil || s.Delete(DefaultUser) != nil {
		t.Error("Delete")
	}
	if s.Authenticate(b, []byte("u"), []byte("one")) {
		t.Error("a deleted user can authenticate")
	}
	s.SetDefaultPassword("p")
	if !s.NeedsPassword() || s.Authenticate(b, []byte(DefaultUser), []byte("q")) || !s.Authenticate(b, []byte(DefaultUser), []byte("p")) {
		t.Error("the default user's password")
	}
	s.SetDefaultPassword("")
	s.Set(DefaultUser, []string{"off"}, false)
	if !s.NeedsPassword() || !s.DefaultNoPass() {
		t.Error("the default user is off")
	}
}

func TestLostChannels(t *testing.T) {
	for _, tt := range []struct {
		before, after string
		lost          bool
	}{
		{"&a", "&b", false},
		{"&a &b", "resetchannels &a", true},
		{"&*", "resetchannels &a", true},
		{"&a", "resetchannels &*", false},
		{"&a", "resetchannels (&a)", false},
		{"(&a)", "clearselectors", true},
	} {
		s := testStore()
		s.Set("u", mustJoin(t, tt.before), false)
		if _, lost, err := s.Set("u", mustJoin(t, tt.after), false); lost != tt.lost || err != nil {
			t.Errorf("%s, %s: %v %v", tt.before, tt.after, lost, err)
		}
	}
}

func TestFile(t *testing.T) {
	path := filepath.Join(t.TempDir(), "users.acl")
	write := func(text string) {
		if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	s := testStore()
	s.Set("gone", []string{"on"}, false)
	s.Set("u", []string{"&a"}, false)
	write("user u on >x ~a (+get ~b)\r\n\n  user default on nopass +get\n")
	c, err := s.Load(path, "users.acl")
	if err != nil || len(c.Gone) != 1 || c.Gone[0].Name() != "gone" || len(c.Lost) != 2 {
		t.Fatalf("%v %v", c, err)
	}
	before := strings.Join(s.Lines(), "\n")
	if err := s.Save(path); err != nil {
		t.Fatal(err)
	}
	if info, _ := os.Stat(path); info.Mode().Perm() != 0o600 {
		t.Errorf("the mode is %v", info.Mode())
	}
	if _, err := s.Load(path, "users.acl"); err != nil || strings.Join(s.Lines(), "\n") != before {
		t.Errorf("%v: %s", err, s.Lines())
	}

	const none = "WARNING: ACL errors detected, no change to the previously active ACL rules was performed"
	for _, tt := range []struct{ text, want string }{
		{"user", "f:1 should start with user keyword followed by the username. "},
		{"# no comments", "f:1 should start with user keyword followed by the username. "},
		{"user a\nuser a", "WARNING: Duplicate user 'a' found on line 2. "},
		{"\nuser a +foo +bar baz bad", "f:2: Error in applying operation '+foo': Unknown command or category name in ACL. f:2: Error in applying operation '+bar': Unknown command or category name in ACL. f:2: Syntax error. "},
		{"user a (+get", "f:1: Unmatched parenthesis in selector definition. "},
		{"user a\x00b on", "f:1: username 'a\x00b' contains invalid characters. "},
	} {
		write(tt.text)
		if _, err := s.Load(path, "f"); err == nil || err.Error() != tt.want+none {
			t.Errorf("%q: %v", tt.text, err)
		}
		if strings.Join(s.Lines(), "\n") != before {
			t.Errorf("%q: the users have changed", tt.text)
		}
	}
	os.Remove(path)
	if _, err := s.Load(path, "f"); err == nil || !strings.HasPrefix(err.Error(), "Error loading ACLs, opening file 'f': ") {
		t.Errorf("missing file: %v", err)
	}
}

func TestLog(t *testing.T) {
	var l Log
	add := func(object string, at int64) { l.Add(Entry{Reason: ByKey, Object: object, Updated: at}, 3) }
	add("a", 1000)
	add("b", 2000)
	add("a", 3000)
	es := l.Last(10)
	if len(es) != 2 || es[0].Object != "a" || es[0].Count != 2 || es[0].ID != 0 || es[0].Created != 1000 || es[0].Updated != 3000 {
		t.Errorf("%+v", es)
	}
	add("a", 63_001) // too late to be the same
	add("c", 63_002)
	es = l.Last(2)
	if len(es) != 2 || es[0].Object != "c" || es[0].ID != 3 || es[1].Count != 1 || len(l.Last(9)) != 3 {
		t.Errorf("%+v", es)
	}
	l.Reset()
	if len(l.Last(9)) != 0 {
		t.Error("Reset")
	}
	add(strings.Repeat("k", 1<<20), 0)
	if n := len(l.Last(1)[0].Object); n != maxObject {
		t.Errorf("a key of 1 MiB takes %d bytes", n)
	}
	l.Reset()
	l.Add(Entry{}, 0)
	if len(l.Last(9)) != 0 {
		t.Error("a log of no entries has one")
	}
}

// Whatever the rules, what a user's line says makes the same user again.
func FuzzRules(f *testing.F) {
	f.Add("on >x +get ~a")
	f.Add("+@all -config|get %R~a* &x ( +get %W~b &c )")
	f.Add("+select|0 (~a) clearselectors reset nopass")
	f.Fuzz(func(t *testing.T, text string) {
		s := testStore()
		u, _, err := s.Set("u", strings.Split(text, " "), false)
		if err != nil {
			return
		}
		line := u.String()
		if strings.Contains(line, ") ") && strings.Count(line, ")") != strings.Count(line, "(") {
			return // a pattern in parentheses ends with one: a line cannot say that, nor can Redis'
		}
		again, wrong := s.parse("f", []byte(line))
		if wrong != "" {
			t.Fatalf("%q: %s", line, wrong)
		}
		if got := again["u"].String(); "user u "+got != line {
			t.Fatalf("%q became %q", line, got)
		}
	})
}
