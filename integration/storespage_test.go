package integration

import (
	"os"
	"regexp"
	"strings"
	"testing"
)

// storesPage is what docs/stores.md says.
func storesPage(t *testing.T) string {
	t.Helper()
	page, err := os.ReadFile("../docs/stores.md")
	if err != nil {
		t.Fatal(err)
	}
	return string(page)
}

// TestStoresPage starts the server with each configuration that the page shows.
func TestStoresPage(t *testing.T) {
	t.Parallel()
	shown := regexp.MustCompile("(?ms)^```conf\n(.*?)^```$").FindAllStringSubmatch(storesPage(t), -1)
	if len(shown) < 4 {
		t.Fatalf("%d configurations", len(shown))
	}
	for _, block := range shown {
		stdout, stderr, status := runProgram(t, block[1], "--test-config", "-")
		if status != 0 {
			t.Errorf("%s\nstatus %d: %s%s", block[1], status, stdout, stderr)
		}
	}
}

// TestStoresPagePresets compares the rules that the page names with those of the presets.
func TestStoresPagePresets(t *testing.T) {
	t.Parallel()
	c := dial(t, start(t).addr, 2)
	rules := func(words ...string) string {
		t.Helper()
		if v := c.Do(append([]string{"STORE", "CREATE", "s"}, words...)...); v.Str != "OK" {
			t.Fatalf("%q: %s", words, show(v, options{}))
		}
		defer c.Do("STORE", "DROP", "s")
		return show(c.Do("STORE", "INFO", "s"), options{mask: []string{"preset", "db"}})
	}
	table := regexp.MustCompile("(?ms)^\\| preset \\| rules \\|$.*?\n\n").FindString(storesPage(t))
	rows := regexp.MustCompile("(?m)^\\| `(\\w+)` \\| (?:none|`(.*?)`)").FindAllStringSubmatch(table, -1)
	if len(rows) != 4 {
		t.Fatalf("%d presets in %s", len(rows), table)
	}
	for _, row := range rows {
		if page, preset := rules(strings.Fields(row[2])...), rules("preset", row[1]); page != preset {
			t.Errorf("%s: the page says\n%s\nit is\n%s", row[1], page, preset)
		}
	}
}
