package config_test

import (
	"bytes"
	"flag"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"redstart/server/config"
)

var update = flag.Bool("update", false, "write redstart.conf anew")

func TestConfFile(t *testing.T) {
	path := filepath.Join("..", "..", "redstart.conf")
	var b bytes.Buffer
	if err := config.WriteConf(&b); err != nil {
		t.Fatal(err)
	}
	if *update {
		if err := os.WriteFile(path, b.Bytes(), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	got, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(bytes.ReplaceAll(got, []byte("\r\n"), []byte("\n")), b.Bytes()) {
		t.Error("redstart.conf is not what the table says; go test ./server/config -run TestConfFile -update writes it")
	}

	cfg, warnings, err := config.Parse([]string{path}, nil)
	if err != nil {
		t.Fatal(err)
	}
	if len(warnings) != 0 {
		t.Errorf("redstart.conf gives warnings: %v", warnings)
	}
	want := config.Default().Get("*")
	for i, p := range cfg.Get("*") {
		if p != want[i] {
			t.Errorf("redstart.conf sets %s to %q; the default is %q", p.Name, p.Value, want[i].Value)
		}
	}
}

// Each directive must work as it stands in redstart.conf, so that a user can take the mark of the comment away.
func TestConfFileUncommented(t *testing.T) {
	var b bytes.Buffer
	if err := config.WriteConf(&b); err != nil {
		t.Fatal(err)
	}
	var lines []string
	for line := range strings.Lines(b.String()) {
		bare := strings.TrimPrefix(strings.TrimSpace(line), "# ")
		if name, _, ok := strings.Cut(bare, " "); ok && config.Lookup(name) != nil && strings.ToLower(name) == name {
			lines = append(lines, bare)
		}
	}
	cfg, _, err := config.Parse([]string{"-"}, strings.NewReader(strings.Join(lines, "\n")))
	if err != nil {
		t.Fatal(err)
	}
	want := config.Default().Get("*")
	for i, p := range cfg.Get("*") {
		if p != want[i] {
			t.Errorf("%s is %q; the default is %q", p.Name, p.Value, want[i].Value)
		}
	}
}

func TestUsageAndMarkdownNameEveryDirective(t *testing.T) {
	var usage, table bytes.Buffer
	if err := config.WriteUsage(&usage); err != nil {
		t.Fatal(err)
	}
	if err := config.WriteMarkdown(&table); err != nil {
		t.Fatal(err)
	}
	for _, s := range config.Sections() {
		for _, d := range s.Rows {
			if d.Has(config.Hidden) || d.Has(config.FileOnly) {
				continue
			}
			if d.NoMeaning == "" && !strings.Contains(usage.String(), "--"+d.Name+" ") {
				t.Errorf("--help does not name %s", d.Name)
			}
			if !strings.Contains(table.String(), "| `"+d.Name+"`") {
				t.Errorf("the documentation does not name %s", d.Name)
			}
		}
	}
}
