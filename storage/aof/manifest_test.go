package aof

import (
	"errors"
	"reflect"
	"strings"
	"testing"
)

func TestParseManifest(t *testing.T) {
	base := &entry{"appendonly.aof.1.base.aof", 1, kindBase}
	incr := entry{"appendonly.aof.1.incr.aof", 1, kindIncr}
	both := manifest{base: base, incr: []entry{incr}, baseSeq: 1, incrSeq: 1}
	foreign := both
	foreign.foreign = true
	cases := []struct {
		name string
		text string
		want manifest
	}{
		{"plain", manifest1, both},
		{"comment", "# hello\n" + manifest1, both},
		{"only a comment", "#\n", manifest{}},
		{"carriage returns", strings.ReplaceAll(manifest1, "\n", "\r\n"), both},
		{"spaces", "  " + strings.ReplaceAll(manifest1, " ", "\t  "), both},
		{"upper case", "FILE appendonly.aof.1.base.aof SEQ 1 TYPE b\nseq 1 type i file appendonly.aof.1.incr.aof\n", both},
		{"incr first", "file appendonly.aof.1.incr.aof seq 1 type i\nfile appendonly.aof.1.base.aof seq 1 type b\n", both},
		{"version 8", strings.Replace(manifest1, "type i", "type i startoffset 5 endoffset 9", 1), foreign},
		{"long type", strings.Replace(manifest1, "type b", "type bcd", 1), both},
		{"quoted", strings.Replace(manifest1, "appendonly.aof.1.base.aof", `"appendonly.aof.1.bas\x65.aof"`, 1), both},
		{"single quotes", strings.Replace(manifest1, "appendonly.aof.1.base.aof", `'appendonly.aof.1.base.aof'`, 1), both},
		{
			"history", "file a seq 3 type h\nfile b seq 9 type i\nfile c seq 1 type h\n",
			manifest{incr: []entry{{"b", 9, kindIncr}}, history: []entry{{"a", 3, kindHistory}, {"c", 1, kindHistory}}, incrSeq: 9},
		},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			got, err := parseManifest("m", []byte(c.text))
			must(t, err)
			if !reflect.DeepEqual(*got, c.want) {
				t.Errorf("got %+v, want %+v", *got, c.want)
			}
		})
	}
}

func TestParseManifestRefuses(t *testing.T) {
	const invalid = "Invalid AOF manifest file format"
	cases := []struct {
		name   string
		text   string
		line   int
		reason string
	}{
		{"empty", "", 0, "Found an empty AOF manifest"},
		{"blank line", "\n", 1, invalid},
		{"blank line between", "file a seq 1 type b\n\nfile b seq 1 type i\n", 2, invalid},
		{"no newline", "file a seq 1 type b", 0, "The AOF manifest file contains too long line"},
		{"long line", "file " + strings.Repeat("a", 1006) + " seq 1 type b\n", 0, "The AOF manifest file contains too long line"},
		{"odd words", "file a seq 1 type b foo\n", 1, invalid},
		{"no type", "file a seq 1\n", 1, invalid},
		{"empty type", "file a seq 1 type ''\n", 1, invalid},
		{"no file", "foo a seq 1 type b\n", 1, invalid},
		{"seq 0", "file a seq 0 type b\n", 1, invalid},
		{"no number", "file a seq x type b\n", 1, invalid},
		{"unknown type", "file a seq 1 type z\n", 1, "Unknown AOF file type"},
		{"path", "file ../a seq 1 type b\n", 1, "File can't be a path, just a filename"},
		{"two bases", "file a seq 1 type b\nfile b seq 2 type b\n", 2, "Found duplicate base file information"},
		{"incr backwards", "file a seq 2 type i\nfile b seq 1 type i\n", 2, "Found a non-monotonic sequence number"},
		{"incr twice", "file a seq 2 type i\nfile b seq 2 type i\n", 2, "Found a non-monotonic sequence number"},
		{"open quote", "file \"a seq 1 type b\n", 1, invalid},
		{"open single quote", "file 'a seq 1 type b\n", 1, invalid},
		{"quote inside a word", "file \"a\"b seq 1 type b\n", 1, invalid},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			_, err := parseManifest("m", []byte(c.text))
			var me *ManifestError
			if !errors.As(err, &me) || me.Line != c.line || me.Reason != c.reason {
				t.Fatalf("got %v", err)
			}
			if !strings.Contains(err.Error(), c.reason) || (c.line > 0) != strings.Contains(err.Error(), "Reading the manifest file, at line") {
				t.Errorf("text %q", err)
			}
		})
	}
	if _, err := parseManifest("m", []byte("file "+strings.Repeat("a", 1005)+" seq 1 type b\n")); err != nil {
		t.Errorf("the longest line: %v", err)
	}
}

func TestOpenRefusesABrokenManifest(t *testing.T) {
	m := newMemFS()
	m.put(aofPath("appendonly.aof.manifest"), "")
	var me *ManifestError
	if _, _, err := open(m, Options{}); !errors.As(err, &me) || me.File != "appendonly.aof.manifest" {
		t.Errorf("got %v", err)
	}
}

func TestNamesAreQuotedAsRedisDoes(t *testing.T) {
	cases := map[string]string{
		"plain.aof":       `plain.aof`,
		"my file.aof":     `"my file.aof"`,
		`a"b\c`:           `"a\"b\\c"`,
		"tab\tbell\a\b\r": `"tab\tbell\a\b\r"`,
		"\xff\x01é":       `"\xff\x01\xc3\xa9"`,
		"new\nline":       `"new\nline"`,
		"":                `""`,
		"it's":            `"it's"`,
	}
	for name, want := range cases {
		e := entry{name, 3, kindIncr}
		if got := string(e.format(nil)); got != "file "+want+" seq 3 type i\n" {
			t.Errorf("%q: %q", name, got)
		}
		if back, ok := splitWords(want); !ok || len(back) != 1 || back[0] != name {
			t.Errorf("%s: %q, %v", want, back, ok)
		}
	}
	if got, ok := splitWords(`a 'b\'c\n' "\q\x4" ` + `d"e f"`); !ok || !reflect.DeepEqual(got, []string{"a", `b'c\n`, "qx4", "de f"}) {
		t.Errorf("%q, %v", got, ok)
	}
}

func FuzzManifest(f *testing.F) {
	f.Add([]byte(manifest2))
	f.Add([]byte("# c\nfile \"a b\\x41\" seq 5 type h foo bar\nfile 'q' seq 9 type i\n"))
	f.Fuzz(func(t *testing.T, data []byte) {
		m, err := parseManifest("m", data)
		if err != nil {
			return
		}
		m.foreign = false
		text := m.format()
		if len(text) == 0 {
			return
		}
		back, err := parseManifest("m", text)
		if err != nil {
			if strings.Contains(err.Error(), "too long line") {
				return // quoting can make a name longer
			}
			t.Fatalf("%q: %v", text, err)
		}
		if !reflect.DeepEqual(m, back) {
			t.Fatalf("%q: %+v, %+v", text, m, back)
		}
	})
}
