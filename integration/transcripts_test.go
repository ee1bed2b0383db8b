package integration

import (
	"fmt"
	"io/fs"
	"path/filepath"
	"strings"
	"testing"
)

// TestTranscripts replays every file under testdata against the program; see
// the package comment for its flags.
func TestTranscripts(t *testing.T) {
	for _, sc := range scripts(t) {
		name, _ := filepath.Rel("testdata", strings.TrimSuffix(sc.path, ".txt"))
		t.Run(filepath.ToSlash(name), func(t *testing.T) {
			t.Parallel()
			if *record {
				recordScript(t, sc)
				return
			}
			for _, proto := range sc.protos {
				t.Run(fmt.Sprintf("resp%d", proto), func(t *testing.T) { replayScript(t, sc, proto) })
			}
		})
	}
}

// scripts reads all transcripts.
func scripts(t testing.TB) []*script {
	t.Helper()
	var all []*script
	err := filepath.WalkDir("testdata", func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || filepath.Ext(path) != ".txt" {
			return err
		}
		sc, err := readScript(path)
		all = append(all, sc)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	if len(all) == 0 {
		t.Fatal("testdata holds no transcript")
	}
	return all
}

// replayScript compares the program's answers with the recorded ones or, with
// -oracle, with those that the oracle gives now.
func replayScript(t *testing.T, sc *script, proto int) {
	live := map[int]string{} // by line
	asks := *oracle != "" && !sc.ours
	if asks {
		play(t, sc, *oracle, proto, func(it item, a answer) { live[it.line] = a.text })
	}
	play(t, sc, binary(t), proto, func(it item, a answer) {
		want, ok := it.step.expected(proto)
		if asks {
			want, ok = live[it.line], true
		}
		if !ok && len(it.step.applicable(proto)) == 0 {
			t.Errorf("%s:%d: nothing recorded for %s", sc.path, it.line, it.text)
			return
		}
		if err := check(it.step, proto, want, a.text); err != nil {
			t.Errorf("%s:%d: %s\n%v", sc.path, it.line, it.text, err)
		}
	})
}

// recordScript writes the oracle's answers into the transcript. It plays the
// script twice, so that an answer that is not the same each time is found
// here and not by whoever replays it.
func recordScript(t *testing.T, sc *script) {
	path := *oracle
	if sc.ours {
		path = binary(t)
	}
	if path == "" {
		t.Fatal("-record needs -oracle")
	}
	for _, proto := range sc.protos {
		first := map[int]string{}
		play(t, sc, path, proto, func(it item, a answer) { first[it.line] = a.text })
		play(t, sc, path, proto, func(it item, a answer) {
			if err := check(it.step, proto, first[it.line], a.text); err != nil {
				t.Errorf("%s:%d: %s\nis not the same each time: %v", sc.path, it.line, it.text, err)
			}
		})
		for _, it := range sc.items {
			if it.step == nil {
				continue
			}
			it.step.record(proto, first[it.line])
		}
	}
	if t.Failed() {
		return
	}
	if err := sc.write(); err != nil {
		t.Error(err)
	}
}
