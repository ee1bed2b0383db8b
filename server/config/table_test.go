package config_test

import (
	"os"
	"strings"
	"testing"

	"redstart/server/config"
)

func TestTableIsWhole(t *testing.T) {
	names := map[string]bool{}
	var next config.ID
	for _, s := range config.Sections() {
		for _, d := range s.Rows {
			if d.ID != next {
				t.Errorf("%s has ID %d; its place in the table is %d", d.Name, d.ID, next)
			}
			next++
			if d.ID.Row() == nil || d.ID.Row().Name != d.Name || d.ID.String() != d.Name {
				t.Errorf("ID %d does not lead to %s", d.ID, d.Name)
			}
			if d.Help == "" || !strings.HasSuffix(d.Help, ".") {
				t.Errorf("%s: help %q is no sentence", d.Name, d.Help)
			}
			if d.NoMeaning != "" && !strings.HasSuffix(d.NoMeaning, ".") {
				t.Errorf("%s: reason %q is no sentence", d.Name, d.NoMeaning)
			}
			if d.Usage() == "" {
				t.Errorf("%s: nothing says what it takes", d.Name)
			}
			if d.Kind == config.KindEnum && config.Default().String(d.ID) != d.Values[config.Default().Int(d.ID)] {
				t.Errorf("%s: the default is not its number's value", d.Name)
			}
			for _, n := range append([]string{d.Name}, d.Aliases...) {
				if names[n] {
					t.Errorf("%s is there twice", n)
				}
				names[n] = true
				if got := config.Lookup(strings.ToUpper(n)); got == nil || got.ID != d.ID {
					t.Errorf("Lookup does not find %s", n)
				}
			}
		}
	}
}

// differences from Redis' CONFIG GET *, and why.
var differences = map[string]string{
	"max-keys":        "ours",
	"max-keys-policy": "ours",
	"log-format":      "ours",

	"store-auto-create":  "ours",
	"metrics-max-stores": "ours",

	"http-port":        "ours",
	"http-tls-port":    "ours",
	"http-bind":        "ours",
	"http-cors":        "ours",
	"http-max-streams": "ours",
	"http-bearer-key":  "ours",
}

func TestGetAllEqualsRedis(t *testing.T) {
	wd, err := os.Getwd()
	if err != nil {
		t.Fatal(err)
	}
	want := map[string]string{}
	for _, line := range readLines(t, "testdata/config-get-8.0.2.txt") {
		name, text, ok := strings.Cut(line, "\t")
		if !ok {
			t.Fatalf("testdata: %q", line)
		}
		if text == "DIR" {
			text = wd
		}
		want[name] = text
	}
	for _, p := range config.Default().Get("*") {
		text, ok := want[p.Name]
		switch {
		case !ok && differences[p.Name] == "":
			t.Errorf("%s: Redis does not have it", p.Name)
		case ok && text != p.Value && differences[p.Name] == "":
			t.Errorf("%s: %q, Redis has %q", p.Name, p.Value, text)
		}
		delete(want, p.Name)
	}
	for name := range want {
		t.Errorf("%s is missing", name)
	}
}

// readLines returns the lines of a file, without comments.
func readLines(t *testing.T, name string) []string {
	t.Helper()
	data, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	var lines []string
	for line := range strings.Lines(string(data)) {
		if line = strings.TrimRight(line, "\r\n"); line != "" && line[0] != '#' {
			lines = append(lines, line)
		}
	}
	if len(lines) == 0 {
		t.Fatalf("%s is empty", name)
	}
	return lines
}
