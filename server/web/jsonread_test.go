package web

import (
	"bytes"
	"encoding/json"
	"errors"
	"strings"
	"testing"
)

// readCommands reads a body as /pipeline does.
func readCommands(body string) (commands [][]string, err error) {
	p := parser{b: []byte(body)}
	ends, err := p.commands(nil)
	from := 0
	for _, end := range ends {
		words := []string{}
		for _, w := range p.words[from:end] {
			words = append(words, string(w))
		}
		commands, from = append(commands, words), end
	}
	return commands, err
}

func TestCommandOfJSON(t *testing.T) {
	t.Parallel()
	for _, tc := range []struct {
		body string
		want []string // nil: an error
	}{
		{`["GET","k"]`, []string{"GET", "k"}},
		{" [ \"GET\" ,\t\"k\"\r\n] ", []string{"GET", "k"}},
		{`["SET","k",1,-0.5e+10,true,false]`, []string{"SET", "k", "1", "-0.5e+10", "true", "false"}},
		{`["a\"\\\/\b\f\n\r\tz"]`, []string{"a\"\\/\b\f\n\r\tz"}},
		{`["\u00e9\u20ac\ud83d\ude00é€😀"]`, []string{"é€😀é€😀"}},
		{`["\ud83d","\ud83dx","\ud83d\u0041","\ude00"]`, []string{"\ufffd", "\ufffdx", "\ufffdA", "\ufffd"}},
		{"[\"\xff\x00\"]", nil},
		{"[\"\xff\xfe\"]", []string{"\xff\xfe"}},
		{`["\u0000"]`, []string{"\x00"}},
		{`["",""]`, []string{"", ""}},
		{`[]`, []string{}},
		{``, nil},
		{`[`, nil},
		{`["a"`, nil},
		{`["a",]`, nil},
		{`[,"a"]`, nil},
		{`["a" "b"]`, nil},
		{`["a"]]`, nil},
		{`["a"] x`, nil},
		{"[\"a\"]\x00", nil},
		{`"GET"`, nil},
		{`{"a":1}`, nil},
		{`[["GET","k"]]`, nil},
		{`["a",{"b":1}]`, nil},
		{`["a",null]`, nil},
		{`["a",nul]`, nil},
		{`["a",tru]`, nil},
		{`["a",01]`, nil},
		{`["a",1.]`, nil},
		{`["a",.5]`, nil},
		{`["a",1e]`, nil},
		{`["a",-]`, nil},
		{`["a",+1]`, nil},
		{`["a",NaN]`, nil},
		{`["a\x"]`, nil},
		{`["a\u12"]`, nil},
		{`["a\u12g4"]`, nil},
		{"[\"a\nb\"]", nil},
		{"[\"a\\n\x01\"]", nil},
		{`["a`, nil},
		{`["a\`, nil},
		{`['a']`, nil},
		{strings.Repeat("[", 1<<20), nil},
	} {
		p := parser{b: []byte(tc.body)}
		err := p.command()
		var bad *syntaxError
		switch {
		case tc.want == nil:
			if !errors.As(err, &bad) || bad.at > len(tc.body) {
				t.Errorf("%.50s: error %v", tc.body, err)
			}
		case err != nil:
			t.Errorf("%.50s: %v", tc.body, err)
		default:
			if got := bytes.Join(p.words, []byte("|")); string(got) != strings.Join(tc.want, "|") || len(p.words) != len(tc.want) {
				t.Errorf("%.50s: %q", tc.body, p.words)
			}
		}
	}
}

func TestTooManyWords(t *testing.T) {
	t.Parallel()
	body := "[" + strings.Repeat("1,", maxWords) + "1]"
	if _, err := readCommands("[" + body + "]"); err == nil {
		t.Error("no error for more words than there may be")
	}
}

// FuzzCommands compares what is read with what the standard library reads.
func FuzzCommands(f *testing.F) {
	for _, s := range []string{
		`[["GET","k"],["SET","k",1,true]]`, `[]`, `[[]]`, `[["\ud83d\ude00\ud83d"],[-1.5e3]]`, `[["a",null]]`, `[["a"],]`,
		`[["\u0000\"\\\/"]]x`, `[[`, `[{"a":1}]`, "[[\"\xff\"]]",
	} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, body string) {
		got, err := readCommands(body)
		var want [][]any
		d := json.NewDecoder(strings.NewReader(body))
		d.UseNumber()
		if known := d.Decode(&want); known != nil || json.Valid([]byte(body)) == false || want == nil {
			if err == nil {
				t.Fatalf("%q was taken: %q", body, got)
			}
			return
		}
		for _, command := range want {
			for _, w := range command {
				switch w.(type) {
				case string, json.Number, bool:
				default:
					if err == nil {
						t.Fatalf("%q was taken", body)
					}
					return
				}
			}
			if command == nil {
				if err == nil {
					t.Fatalf("%q was taken", body)
				}
				return
			}
		}
		if err != nil {
			t.Fatalf("%q was refused: %v", body, err)
		}
		same(t, body, got, want)
	})
}

// same wants the same words, but for bytes that are no UTF-8: the standard library replaces them.
func same(t *testing.T, body string, got [][]string, want [][]any) {
	if len(got) != len(want) {
		t.Fatalf("%q: %d commands, want %d", body, len(got), len(want))
	}
	for i := range want {
		if len(got[i]) != len(want[i]) {
			t.Fatalf("%q: %q, want %v", body, got[i], want[i])
		}
		for j, w := range want[i] {
			text := ""
			switch w := w.(type) {
			case string:
				text = w
			case json.Number:
				text = w.String()
			case bool:
				text = map[bool]string{true: "true", false: "false"}[w]
			}
			if string([]rune(got[i][j])) != text {
				t.Fatalf("%q: %q, want %q", body, got[i][j], text)
			}
		}
	}
}

func BenchmarkCommand(b *testing.B) {
	body := []byte(`["SET","key:000000000001","some value of a few words","EX",100]`)
	p := parser{}
	b.ReportAllocs()
	for b.Loop() {
		p = parser{b: body, words: p.words[:0]}
		if p.command() != nil {
			b.Fatal(p.err)
		}
	}
}
