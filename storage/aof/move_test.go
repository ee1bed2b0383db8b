package aof

import (
	"errors"
	"slices"
	"testing"
)

// TestMove takes a log that is off to another directory and back.
func TestMove(t *testing.T) {
	dirs := []string{t.TempDir(), t.TempDir()}
	l, _ := osLog(t, dirs[0], Options{})
	must(t, l.Flush(l.Append(0, words("SET first 1")...)))
	if err := l.Move(dirs[1]); !errors.Is(err, ErrOn) {
		t.Errorf("moving a log that is on: %v, want ErrOn", err)
	}
	must(t, l.Stop())
	must(t, l.Move(dirs[1]))
	if l.Exists() {
		t.Error("there is a log in the empty directory")
	}
	before := l.Appended()
	r, err := l.StartFresh()
	must(t, err)
	must(t, r.Write(0, words("SET second 1")...))
	must(t, r.Commit())
	if end := l.Append(0, words("SET third 1")...); end <= before {
		t.Errorf("offset %d after %d", end, before)
	}
	must(t, l.Close())
	for i, want := range [][]string{{"0:SET first 1"}, {"0:SET second 1", "0:SET third 1"}} {
		_, cmds := osLog(t, dirs[i], Options{})
		wantCmds(t, cmds, want...)
	}
}

// TestOnSync hears of every sync, with growing offsets.
func TestOnSync(t *testing.T) {
	var heard []int64
	l, _ := osLog(t, t.TempDir(), Options{OnSync: func(upto int64) { heard = append(heard, upto) }})
	for range 3 {
		must(t, l.Flush(l.Append(0, words("SET k v")...)))
		must(t, l.Sync())
		if n := len(heard); n == 0 || heard[n-1] != l.Synced() || l.Synced() != l.Appended() {
			t.Fatalf("heard %d, synced %d, appended %d", heard, l.Synced(), l.Appended())
		}
	}
	must(t, l.Sync()) // nothing new
	if len(heard) != 3 || !slices.IsSorted(heard) {
		t.Errorf("heard %d, want three offsets", heard)
	}
	must(t, l.Close())
}

func TestParse(t *testing.T) {
	data := AppendCommand(AppendCommand(nil, words("SET a 1")...), words("DEL a b")...)
	var got []string
	collect := func(args [][]byte) error {
		got = append(got, joinArgs(args))
		return nil
	}
	must(t, Parse(data, collect))
	if !slices.Equal(got, []string{"SET a 1", "DEL a b"}) {
		t.Errorf("%q", got)
	}
	if err := Parse(data[:len(data)-1], collect); !errors.Is(err, errShort) {
		t.Errorf("cut short: %v", err)
	}
	stop := errors.New("stop")
	if err := Parse(data, func([][]byte) error { return stop }); !errors.Is(err, stop) {
		t.Errorf("%v, want the function's error", err)
	}
}
