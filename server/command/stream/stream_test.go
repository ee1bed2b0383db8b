package stream

import (
	"bytes"
	"strings"
	"testing"

	"redstart/resp"
	"redstart/server/command/commandbench"
	"redstart/server/config"
	"redstart/storage"
)

func newBench(t testing.TB) *commandbench.Bench {
	return commandbench.New(t, storage.Options{Shards: 4}, Commands)
}

// run plays steps on a Bench of their own.
func run(t *testing.T, steps []commandbench.Step) {
	t.Helper()
	newBench(t).Steps(t, steps)
}

const start = "1700000000000" // commandbench.Start

func TestXadd(t *testing.T) {
	run(t, []commandbench.Step{
		{"XADD s 1-1 f v", `"1-1"`, "=", "xadd s"},
		{"XADD s 1-1 f v", "(error) ERR The ID specified in XADD is equal or smaller than the target stream top item", "", ""},
		{"XADD s 1-* f v", `"1-2"`, "XADD s 1-2 f v", "xadd s"},
		{"XADD s 2-* f v", `"2-0"`, "XADD s 2-0 f v", "xadd s"},
		{"XADD s * f v", `"` + start + `-0"`, "XADD s " + start + "-0 f v", "xadd s"},
		{"XADD s * f v", `"` + start + `-1"`, "XADD s " + start + "-1 f v", "xadd s"},
		{"XADD none NOMKSTREAM * f v", "(nil)", "", ""},
		{"XADD s MAXLEN 2 * f v", `"` + start + `-2"`, "XADD s MAXLEN 2 " + start + "-2 f v", "xadd s,xtrim s"},
		{"XADD s MAXLEN ~ 1 * f v", `"` + start + `-3"`, "XADD s MAXLEN = 3 " + start + "-3 f v", "xadd s"},
		{"XADD s MINID ~ 5 LIMIT 5 * f v", `"` + start + `-4"`, "XADD s MINID = " + start + "-1 LIMIT 5 " + start + "-4 f v", "xadd s"},
		{"XADD s MAXLEN 0 * f v", `"` + start + `-5"`, "XADD s MAXLEN 0 " + start + "-5 f v", "xadd s,xtrim s"},
		{"XADD s 18446744073709551615-18446744073709551615 f v", `"18446744073709551615-18446744073709551615"`, "=", "xadd s"},
		{"XADD s * f v", "(error) ERR The stream has exhausted the last possible ID, unable to add more items", "", ""},
		{"XADD s 0-0 f v", "(error) ERR The ID specified in XADD must be greater than 0-0", "", ""},
		{"XADD s * f", "(error) ERR wrong number of arguments for 'xadd' command", "", ""},
	})
}

func TestApproximateTrimThatEmpties(t *testing.T) {
	run(t, []commandbench.Step{
		{"XADD s 1-1 f v", `"1-1"`, "=", "xadd s"},
		{"XADD s MINID ~ 9 2-1 f v", `"2-1"`, "XADD s MINID = 18446744073709551615-18446744073709551615 2-1 f v", "xadd s,xtrim s"},
		{"XLEN s", "(integer) 0", "", ""},
		{"XADD s 3-1 f v", `"3-1"`, "=", "xadd s"},
		{"XTRIM s MAXLEN ~ 0", "(integer) 1", "XTRIM s MAXLEN = 0", "xtrim s"},
	})
}

func TestTrimReplayed(t *testing.T) {
	b := newBench(t)
	b.Do("XADD s 1-1 f v")
	b.Tx.Replay = true
	b.Expect(t, "XADD s MAXLEN = 1 LIMIT 1 2-1 f v", `"2-1"`, "=", "xadd s,xtrim s") // as Redis logs it
	b.Tx.Replay = false
	b.Expect(t, "XADD s MAXLEN = 1 LIMIT 1 3-1 f v", "(error) ERR syntax error, LIMIT cannot be used without the special ~ option", "", "")
}

// Whole nodes go, no more than LIMIT allows.
func TestApproximateTrim(t *testing.T) {
	b := newBench(t)
	if err := b.Ctx.Srv.Config.Override(config.StreamNodeMaxEntries, "10"); err != nil {
		t.Fatal(err)
	}
	for range 95 {
		b.Do("XADD s * f v")
	}
	b.Expect(t, "XTRIM s MAXLEN ~ 50 LIMIT 9", "(integer) 0", "", "")
	b.Expect(t, "XTRIM s MAXLEN ~ 50 LIMIT 25", "(integer) 20", "XTRIM s MAXLEN = 75 LIMIT 25", "xtrim s")
	b.Expect(t, "XTRIM s MAXLEN ~ 50", "(integer) 20", "XTRIM s MAXLEN = 55", "xtrim s")
	b.Expect(t, "XTRIM s MAXLEN 50", "(integer) 5", "=", "xtrim s")
	b.Expect(t, "XTRIM s MAXLEN 50", "(integer) 0", "", "")
}

func TestDelete(t *testing.T) {
	run(t, []commandbench.Step{
		{"XADD s 1-1 f v", `"1-1"`, "=", "xadd s"},
		{"XDEL s 2-1", "(integer) 0", "", ""},
		{"XDEL s 1-1 x", "(error) ERR Invalid stream ID specified as stream command argument", "", ""},
		{"XDEL s 1-1 1-1", "(integer) 1", "=", "xdel s"},
		{"XDEL none x", "(integer) 0", "", ""},
		{"XSETID s 1-0", "(error) ERR The ID specified in XSETID is smaller than current max_deleted_entry_id", "", ""},
		{"XSETID s 5-0 ENTRIESADDED 7 MAXDELETEDID 3-0", "OK", "=", "xsetid s"},
	})
}

// Groups log what they did, not what was asked for.
func TestGroupEffects(t *testing.T) {
	b := newBench(t)
	b.Steps(t, []commandbench.Step{
		{"XGROUP CREATE s g $ MKSTREAM", "OK", "=", "xgroup-create s"},
		{"XGROUP CREATE s g 0", "(error) BUSYGROUP Consumer Group name already exists", "", ""},
		{"XADD s 1-1 f v", `"1-1"`, "=", "xadd s"},
		{"XADD s 1-2 f v", `"1-2"`, "=", "xadd s"},
		{"XADD s 1-3 f v", `"1-3"`, "=", "xadd s"},
		{
			"XREADGROUP GROUP g a COUNT 2 STREAMS s >",
			"1) 1) \"s\"\n   2) 1) 1) \"1-1\"\n         2) 1) \"f\"\n            2) \"v\"\n      2) 1) \"1-2\"\n         2) 1) \"f\"\n            2) \"v\"",
			"XGROUP CREATECONSUMER s g a; XCLAIM s g a 0 1-1 TIME " + start + " RETRYCOUNT 1 FORCE JUSTID LASTID 1-1; " +
				"XCLAIM s g a 0 1-2 TIME " + start + " RETRYCOUNT 1 FORCE JUSTID LASTID 1-2; XGROUP SETID s g 1-2 ENTRIESREAD 2",
			"xgroup-createconsumer s",
		},
		{
			"XREADGROUP GROUP g b NOACK STREAMS s >",
			"1) 1) \"s\"\n   2) 1) 1) \"1-3\"\n         2) 1) \"f\"\n            2) \"v\"",
			"XGROUP CREATECONSUMER s g b; XGROUP SETID s g 1-3 ENTRIESREAD 3", "xgroup-createconsumer s",
		},
		{"XREADGROUP GROUP g b STREAMS s >", "(nil)", "", ""},
		{"XREADGROUP GROUP g c STREAMS s 0", "1) 1) \"s\"\n   2) (empty array)", "XGROUP CREATECONSUMER s g c", "xgroup-createconsumer s"},
		{
			"XCLAIM s g d 0 1-1 JUSTID LASTID 2-0", "1) \"1-1\"",
			"XGROUP CREATECONSUMER s g d; XCLAIM s g d 0 1-1 TIME " + start + " RETRYCOUNT 1 FORCE JUSTID LASTID 2-0", "xgroup-createconsumer s",
		},
		{"XCLAIM s g d 0 9-9 LASTID 3-0", "(empty array)", "XGROUP SETID s g 3-0 ENTRIESREAD 3", ""},
		{"XDEL s 1-1", "(integer) 1", "=", "xdel s"},
		{
			"XAUTOCLAIM s g d 0 0 JUSTID", "1) \"0-0\"\n2) 1) \"1-2\"\n3) 1) \"1-1\"",
			"XCLAIM s g d 0 1-1 TIME " + start + " RETRYCOUNT 1 FORCE JUSTID LASTID 3-0; " +
				"XCLAIM s g d 0 1-2 TIME " + start + " RETRYCOUNT 1 FORCE JUSTID LASTID 3-0", "",
		},
		{"XACK s g 1-2 1-2 7-7", "(integer) 1", "=", ""},
		{"XACK s g 1-2", "(integer) 0", "", ""},
		{"XGROUP DELCONSUMER s g d", "(integer) 0", "=", "xgroup-delconsumer s"},
		{"XGROUP DELCONSUMER s g d", "(integer) 0", "", ""},
		{"XGROUP DESTROY s g", "(integer) 1", "=", "xgroup-destroy s"},
		{"XGROUP DESTROY s g", "(integer) 0", "", ""},
	})
}

// Time moves: idle times, claims that must wait, deliveries that are counted.
func TestClaimByIdleTime(t *testing.T) {
	b := newBench(t)
	b.Do("XGROUP CREATE s g 0 MKSTREAM")
	b.Do("XADD s 1-1 f v")
	b.Do("XREADGROUP GROUP g a STREAMS s >")
	b.Now += 500
	b.Expect(t, "XCLAIM s g b 501 1-1", "(empty array)", "XGROUP CREATECONSUMER s g b", "xgroup-createconsumer s")
	b.Expect(t, "XPENDING s g IDLE 501 - + 10", "(empty array)", "", "")
	b.Expect(t, "XPENDING s g IDLE 500 - + 10", "1) 1) \"1-1\"\n   2) \"a\"\n   3) (integer) 500\n   4) (integer) 1", "", "")
	b.Expect(t, "XAUTOCLAIM s g b 501 - JUSTID", "1) \"0-0\"\n2) (empty array)\n3) (empty array)", "", "")
	b.Do("XCLAIM s g b 500 1-1 IDLE 100")
	b.Expect(t, "XPENDING s g - + 10", "1) 1) \"1-1\"\n   2) \"b\"\n   3) (integer) 100\n   4) (integer) 2", "", "")
	b.Do("XREADGROUP GROUP g b STREAMS s 0")
	b.Expect(t, "XPENDING s g - + 10 b", "1) 1) \"1-1\"\n   2) \"b\"\n   3) (integer) 0\n   4) (integer) 3", "", "")
	b.Expect(t, "XPENDING s g - + 10 a", "(empty array)", "", "")
	b.Now += 40
	b.Expect(t, "XINFO CONSUMERS s g",
		"1) 1) \"name\"\n   2) \"a\"\n   3) \"pending\"\n   4) (integer) 0\n   5) \"idle\"\n   6) (integer) 540\n   7) \"inactive\"\n   8) (integer) 540\n"+
			"2) 1) \"name\"\n   2) \"b\"\n   3) \"pending\"\n   4) (integer) 1\n   5) \"idle\"\n   6) (integer) 40\n   7) \"inactive\"\n   8) (integer) 40", "", "")
}

// What must wait says for what, with the IDs of now in place of words.
func TestBlock(t *testing.T) {
	b := newBench(t)
	b.Do("XADD s 5-1 f v")
	b.Do("XREAD BLOCK 0 STREAMS s none $ 0")
	k := b.Blocked
	if k == nil || string(bytes.Join(k.Keys, []byte(" "))) != "s none" || string(bytes.Join(k.Args, []byte(" "))) != "XREAD BLOCK 0 STREAMS s none 5-1 0" || k.Gone {
		t.Errorf("XREAD waits for %+v", k)
	}
	b.Do("XGROUP CREATE s g $")
	b.Do("XREADGROUP GROUP g c BLOCK 0 STREAMS s >")
	if k = b.Blocked; k == nil || !k.Gone || string(k.Group) != "g" || k.Args != nil {
		t.Errorf("XREADGROUP waits for %+v", k)
	}
	var w resp.Writer
	if k.Timeout(&w); string(w.B) != "*-1\r\n" {
		t.Errorf("the time is up: %q", w.B)
	}
	if b.Do("XREAD BLOCK 0 STREAMS s 0"); b.Blocked != nil {
		t.Error("XREAD waits although there is something")
	}
}

// What Rebuild says makes the same stream.
func TestRebuild(t *testing.T) {
	for _, lines := range [][]string{
		{"XADD s 1-1 a 1 b -70000", "XADD s 1-2 a x b y", "XADD s 5-0 other \"\"", "XDEL s 1-2"},
		{"XADD s 1-1 a b", "XTRIM s MAXLEN 0", "XSETID s 7-7 ENTRIESADDED 20 MAXDELETEDID 3-3"},
		{"XGROUP CREATE s g $ MKSTREAM"},
		{
			"XADD s 1-1 a b", "XADD s 1-2 a b", "XADD s 1-3 a b", "XGROUP CREATE s g 0", "XGROUP CREATE s h $ ENTRIESREAD 1",
			"XREADGROUP GROUP g x COUNT 2 STREAMS s >", "XREADGROUP GROUP g y STREAMS s >", "XGROUP CREATECONSUMER s h z",
			"XCLAIM s g y 0 1-1 TIME 1000 RETRYCOUNT 17",
		},
	} {
		b := newBench(t)
		for _, l := range lines {
			b.Do(l)
		}
		want := describeAll(b)
		commands := Rebuild(nil, b.Tx.Look([]byte("s")))
		b = newBench(t)
		replay(t, b, commands)
		if got := describeAll(b); got != want {
			t.Errorf("%q: rebuilt\n%s\nwant\n%s", lines, got, want)
		}
	}
}

// describeAll is all that can be seen of the stream s, without the times at which consumers were seen.
func describeAll(b *commandbench.Bench) string {
	lines := strings.Split(b.Do("XINFO STREAM s FULL COUNT 0"), "\n")
	for i, l := range lines {
		if strings.Contains(l, `"seen-time"`) || strings.Contains(l, `"active-time"`) {
			lines[i+1] = ""
		}
	}
	return strings.Join(lines, "\n")
}

// replay runs commands as a log has them.
func replay(t *testing.T, b *commandbench.Bench, commands []byte) {
	t.Helper()
	var p resp.Parser
	for len(commands) > 0 {
		used, err := p.Next(commands, &resp.Limits{MaxBulk: 1 << 20, MaxArgs: 1 << 20, MaxInline: 1 << 16})
		if err != nil || used == 0 {
			t.Fatalf("%q: %v", commands, err)
		}
		b.Reply.Reset()
		if b.Run(b.Lookup(p.Args), p.Args); b.Reply.B[0] == '-' {
			t.Fatalf("%q: %s", p.Args, b.Reply.B)
		}
		commands = commands[used:]
	}
}
