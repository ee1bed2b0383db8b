package command_test

import (
	"encoding/json"
	"fmt"
	"reflect"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"redstart/server/command"
	"redstart/server/command/commandtest"
)

func TestParseSyntax(t *testing.T) {
	str := func(name string) *command.Argument {
		return &command.Argument{Name: name, Display: name, Type: command.StringArg, KeySpec: -1}
	}
	token := func(name, word string) *command.Argument {
		return &command.Argument{Name: name, Display: name, Type: command.TokenArg, Token: word, KeySpec: -1}
	}
	with := func(a *command.Argument, f func(a *command.Argument)) *command.Argument {
		f(a)
		return a
	}
	for _, tt := range []struct {
		syntax string
		want   []*command.Argument
	}{
		{"", nil},
		{"value", []*command.Argument{str("value")}},
		{"key value", []*command.Argument{{Name: "key", Display: "key", Type: command.KeyArg}, str("value")}},
		{"dst:key#1", []*command.Argument{{Name: "dst", Display: "dst", Type: command.KeyArg, KeySpec: 1}}},
		{"pattern", []*command.Argument{{Name: "pattern", Display: "pattern", Type: command.PatternArg, KeySpec: -1}}},
		{"KEEPTTL", []*command.Argument{token("keepttl", "KEEPTTL")}},
		{"change:CH", []*command.Argument{token("change", "CH")}},
		{"any:'*' none:''", []*command.Argument{token("any", "*"), token("none", "")}},
		{"LEN [IDX]", []*command.Argument{
			token("len", "LEN"), with(token("idx", "IDX"), func(a *command.Argument) { a.Optional = true }),
		}},
		{"EX seconds:integer@2.6.12", []*command.Argument{{
			Name: "seconds", Display: "seconds", Type: command.IntegerArg, Token: "EX", KeySpec: -1, Since: "2.6.12",
		}}},
		{`ADDR addr"ip:port"!2.8.12`, []*command.Argument{{
			Name: "addr", Display: "ip:port", Type: command.StringArg, Token: "ADDR", KeySpec: -1, Until: "2.8.12",
		}}},
		{"[key...]", []*command.Argument{{Name: "key", Display: "key", Type: command.KeyArg, Optional: true, Multiple: true}}},
		{"GET... pattern#1", []*command.Argument{{
			Name: "pattern", Display: "pattern", Type: command.PatternArg, Token: "GET", KeySpec: 1, Multiple: true, MultipleToken: true,
		}}},
		{"condition:(NX | XX)", []*command.Argument{{
			Name: "condition", Type: command.OneOfArg, KeySpec: -1, Args: []*command.Argument{token("nx", "NX"), token("xx", "XX")},
		}}},
		{"[LIMIT (offset count)]", []*command.Argument{{
			Name: "limit", Type: command.BlockArg, Token: "LIMIT", KeySpec: -1, Optional: true,
			Args: []*command.Argument{str("offset"), str("count")},
		}}},
		{"data:(field value)...@1.0", []*command.Argument{{
			Name: "data", Type: command.BlockArg, KeySpec: -1, Multiple: true, Since: "1.0",
			Args: []*command.Argument{str("field"), str("value")},
		}}},
	} {
		got, err := command.ParseSyntax(tt.syntax)
		if err != nil {
			t.Errorf("%s: %v", tt.syntax, err)
		} else if !reflect.DeepEqual(got, tt.want) {
			t.Errorf("%s:\n got %s\nwant %s", tt.syntax, show(got), show(tt.want))
		}
	}
}

func show(args []*command.Argument) string {
	b, err := json.Marshal(args)
	if err != nil {
		return err.Error()
	}
	return string(b)
}

func TestParseSyntaxErrors(t *testing.T) {
	for _, tt := range []struct {
		syntax string
		pos    int
		what   string
	}{
		{"key ]", 4, "expected an argument"},
		{"key )", 4, "expected an argument"},
		{"key?", 3, "expected a space"},
		{"a:(b | )", 7, "one argument on each side"},
		{"a:(b c | d)", 8, "one argument on each side"},
		{"a:()", 3, "one argument on each side"},
		{"a:(b", 4, "expected )"},
		{"(a b)", 0, "needs a name"},
		{"'*' (a b)", 4, "group needs a name"},
		{"a '*'", 5, "token needs a name"},
		{"[a", 2, "expected ]"},
		{"[]", 1, "expected an argument"},
		{"a:number", 2, "expected a type"},
		{"a:", 2, "expected a type"},
		{"a@", 2, "expected a version"},
		{"a!x", 2, "expected a version"},
		{"a:key#x", 6, "index of a key spec"},
		{"a:'x", 3, `closing '`},
		{`a"x`, 2, `closing "`},
		{"GET... a...", 11, "not both"},
		{"A b:C", 4, "no token"},
	} {
		_, err := command.ParseSyntax(tt.syntax)
		if err == nil {
			t.Errorf("%s: no error", tt.syntax)
			continue
		}
		if want := fmt.Sprintf("byte %d: ", tt.pos); !strings.Contains(err.Error(), want) || !strings.Contains(err.Error(), tt.what) {
			t.Errorf("%s: got %q, want %q and %q", tt.syntax, err, want, tt.what)
		}
	}
}

// docsArgument is an argument as the recorded COMMAND DOCS has it.
type docsArgument struct {
	Name    string         `json:"name"`
	Type    string         `json:"type"`
	Display string         `json:"display_text"`
	KeySpec *int           `json:"key_spec_index"`
	Token   *string        `json:"token"`
	Since   string         `json:"since"`
	Until   string         `json:"deprecated_since"`
	Flags   []string       `json:"flags"`
	Args    []docsArgument `json:"arguments"`
}

// tree is the Argument that ParseSyntax must make of a.
func (a *docsArgument) tree() *command.Argument {
	out := &command.Argument{
		Name: a.Name, Type: command.ArgType(a.Type), Display: a.Display, KeySpec: -1, Since: a.Since, Until: a.Until,
	}
	if a.KeySpec != nil {
		out.KeySpec = *a.KeySpec
	}
	if a.Token != nil {
		out.Token = *a.Token
	}
	for _, f := range a.Flags {
		switch f {
		case "+optional":
			out.Optional = true
		case "+multiple":
			out.Multiple = true
		case "+multiple_token":
			out.MultipleToken = true
		}
	}
	for i := range a.Args {
		out.Args = append(out.Args, a.Args[i].tree())
	}
	return out
}

var plainToken = regexp.MustCompile(`^[A-Z][A-Z0-9_-]*$`)

// notation writes an argument as a Spec does.
func notation(a *command.Argument) string {
	token := a.Token
	if !plainToken.MatchString(token) {
		token = "'" + token + "'"
	}
	var s string
	switch {
	case a.Type == command.TokenArg && strings.ToLower(a.Token) == a.Name:
		s = token
	case a.Type == command.TokenArg:
		s = a.Name + ":" + token
	case a.Type == command.OneOfArg:
		s = a.Name + ":(" + notations(a.Args, " | ") + ")"
	case a.Type == command.BlockArg:
		s = a.Name + ":(" + notations(a.Args, " ") + ")"
	default:
		s = a.Name
		if a.Display != a.Name {
			s += `"` + a.Display + `"`
		}
		s += ":" + string(a.Type)
		if a.KeySpec >= 0 {
			s += "#" + strconv.Itoa(a.KeySpec)
		}
	}
	if a.Multiple && !a.MultipleToken {
		s += "..."
	}
	if a.Type != command.TokenArg && a.Token != "" {
		if a.MultipleToken {
			token += "..."
		}
		s = token + " " + s
	}
	if a.Since != "" {
		s += "@" + a.Since
	}
	if a.Until != "" {
		s += "!" + a.Until
	}
	if a.Optional {
		s = "[" + s + "]"
	}
	return s
}

func notations(args []*command.Argument, between string) string {
	var all []string
	for _, a := range args {
		all = append(all, notation(a))
	}
	return strings.Join(all, between)
}

// The notation can say what Redis says about the arguments of every one of its commands.
func TestParseSyntaxOfRedis(t *testing.T) {
	for name, want := range recordedArguments(t) {
		s := notations(want, " ")
		got, err := command.ParseSyntax(s)
		if err != nil {
			t.Errorf("%s: %v", name, err)
		} else if !reflect.DeepEqual(got, want) {
			t.Errorf("%s: %s:\n got %s\nwant %s", name, s, show(got), show(want))
		}
	}
}

func recordedArguments(tb testing.TB) map[string][]*command.Argument {
	tb.Helper()
	all, err := commandtest.Recording()
	if err != nil {
		tb.Fatal(err)
	}
	trees := map[string][]*command.Argument{}
	for name, r := range all {
		var docs struct {
			Args []docsArgument `json:"arguments"`
		}
		if err := json.Unmarshal(r.Docs, &docs); err != nil {
			tb.Fatal(err)
		}
		for i := range docs.Args {
			trees[name] = append(trees[name], docs.Args[i].tree())
		}
	}
	if len(trees) < 200 {
		tb.Fatalf("arguments of %d commands only", len(trees))
	}
	return trees
}

// What is accepted reads the same when it is written again; what is not names a place in the input.
func FuzzParseSyntax(f *testing.F) {
	for _, args := range recordedArguments(f) {
		f.Add(notations(args, " "))
	}
	f.Add("key value [condition:(NX | XX)@2.6.12] [GET... get\"pattern\":pattern#1] none:'' a!2.0...")
	f.Fuzz(func(t *testing.T, s string) {
		args, err := command.ParseSyntax(s)
		if err != nil {
			_, after, ok := strings.Cut(strings.TrimPrefix(err.Error(), fmt.Sprintf("syntax %q", s)), ", byte ")
			digits, _, _ := strings.Cut(after, ":")
			pos, convErr := strconv.Atoi(digits)
			if !ok || convErr != nil || pos < 0 || pos > len(s) {
				t.Fatalf("%q: error without a position: %v", s, err)
			}
			return
		}
		again, err := command.ParseSyntax(notations(args, " "))
		if err != nil || !reflect.DeepEqual(again, args) {
			t.Fatalf("%q: %s became %s, %v", s, show(args), show(again), err)
		}
	})
}
