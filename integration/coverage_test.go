package integration

import (
	"strings"
	"testing"
)

// TestEveryCommandStandsInATranscript asks the program for its commands and
// wants each of them, subcommands too, sent in at least one transcript.
func TestEveryCommandStandsInATranscript(t *testing.T) {
	t.Parallel()
	sent := map[string]bool{}
	for _, sc := range scripts(t) {
		for _, it := range sc.items {
			for _, name := range commandNames(it.step) {
				sent[name] = true
			}
		}
	}
	list := dial(t, start(t).addr, 2).Do("COMMAND", "LIST")
	if len(list.Elems) == 0 {
		t.Fatalf("COMMAND LIST answers %s", list)
	}
	for _, e := range list.Elems {
		if name := strings.ToLower(e.Str); !sent[name] {
			t.Errorf("%s stands in no transcript", name)
		}
	}
}

// commandNames returns what a step sends as COMMAND LIST names it: the
// command, and the command with its subcommand in case it has any.
func commandNames(s *step) []string {
	if s == nil || s.kind != sendCommand {
		return nil
	}
	args, err := splitArgs(strings.ToLower(s.line))
	if err != nil || len(args) == 0 {
		return nil
	}
	names := []string{args[0]}
	if len(args) > 1 {
		names = append(names, args[0]+"|"+args[1])
	}
	return names
}
