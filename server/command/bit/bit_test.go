package bit

import (
	"testing"

	"redstart/server/command"
	"redstart/server/command/commandbench"
	"redstart/server/command/str"
	"redstart/server/config"
	"redstart/storage"
	"redstart/storage/table"
)

func newBench(t testing.TB) *commandbench.Bench {
	return commandbench.New(t, storage.Options{Shards: 4}, Commands, str.Commands)
}

func run(t *testing.T, lines []commandbench.Step) {
	t.Helper()
	b := newBench(t)
	b.Steps(t, lines)
}

func TestBits(t *testing.T) {
	run(t, []commandbench.Step{
		{"GETBIT k 100", "(integer) 0", "", ""},
		{"SETBIT k 3 0", "(integer) 0", "=", "setbit k"},
		{"SETBIT k 3 0", "(integer) 0", "", ""},
		{"SETBIT k 3 1", "(integer) 0", "=", "setbit k"},
		{"SETBIT k 3 1", "(integer) 1", "", ""},
		{"GETBIT k 3", "(integer) 1", "", ""},
		{"SETBIT k 17 0", "(integer) 0", "=", "setbit k"},
		{"GET k", `"\x10\x00\x00"`, "", ""},
		{"SETBIT k 3 0", "(integer) 1", "=", "setbit k"},
		{"SETBIT n 7 1", "(integer) 0", "=", "setbit n"},
		{"GET n", `"\x01"`, "", ""},
		{"SETBIT k -1 1", "(error) ERR bit offset is not an integer or out of range", "", ""},
		{"SETBIT k 4294967296 1", "(error) ERR bit offset is not an integer or out of range", "", ""},
		{"SETBIT k 9223372036854775807 1", "(error) ERR bit offset is not an integer or out of range", "", ""},
		{"GETBIT k 4294967296", "(error) ERR bit offset is not an integer or out of range", "", ""},
		{"GETBIT k 4294967295", "(integer) 0", "", ""},
		{"SETBIT k 1 2", "(error) ERR bit is not an integer or out of range", "", ""},
		{"SETBIT k 1 x", "(error) ERR bit is not an integer or out of range", "", ""},
	})
}

func TestCount(t *testing.T) {
	run(t, []commandbench.Step{
		{"SET k foobar", "OK", "=", "set k"},
		{"BITCOUNT k", "(integer) 26", "", ""},
		{"BITCOUNT k 0 0", "(integer) 4", "", ""},
		{"BITCOUNT k 1 -2", "(integer) 18", "", ""},
		{"BITCOUNT k 5 30 BIT", "(integer) 17", "", ""},
		{"BITCOUNT k -9 -1 bit", "(integer) 5", "", ""},
		{"BITCOUNT k -1 -2", "(integer) 0", "", ""},
		{"BITCOUNT k -8 -9", "(integer) 0", "", ""},
		{"BITPOS k 1 -8 -9", "(integer) 1", "", ""},
		{"BITCOUNT k 3 2 BYTE", "(integer) 0", "", ""},
		{"BITCOUNT k 100 200", "(integer) 0", "", ""},
		{"BITCOUNT k -100 100", "(integer) 26", "", ""},
		{"BITCOUNT none", "(integer) 0", "", ""},
		{"BITCOUNT none 0", "(error) ERR syntax error", "", ""},
		{"BITCOUNT none 0 x", "(error) ERR value is not an integer or out of range", "", ""},
		{"BITCOUNT k 0 1 BITS", "(error) ERR syntax error", "", ""},
		{"BITCOUNT k 0 1 BIT BIT", "(error) ERR syntax error", "", ""},
		{"BITPOS k 1", "(integer) 1", "", ""},
		{"BITPOS k 0", "(integer) 0", "", ""},
		{"BITPOS k 1 2", "(integer) 17", "", ""},
		{"BITPOS k 1 -7 -1 BIT", "(integer) 41", "", ""},
		{"BITPOS none 0", "(integer) 0", "", ""},
		{"BITPOS none 1", "(integer) -1", "", ""},
		{`SET ones "\xff\xff"`, "OK", `SET ones ` + "\xff\xff", "set ones"},
		{"BITPOS ones 0", "(integer) 16", "", ""},
		{"BITPOS ones 0 1", "(integer) 16", "", ""},
		{"BITPOS ones 0 0 -1", "(integer) -1", "", ""},
		{"BITPOS ones 0 2", "(integer) -1", "", ""},
		{"BITPOS k 2", "(error) ERR The bit argument must be 1 or 0.", "", ""},
		{"BITPOS k 0 0 0 BITS", "(error) ERR syntax error", "", ""},
		{"BITPOS k 0 0 0 BIT 1", "(error) ERR syntax error", "", ""},
	})
}

func TestBitop(t *testing.T) {
	run(t, []commandbench.Step{
		{"MSET a abcdefghij b ABC e \"\"", "OK", `MSET a abcdefghij b ABC e ""`, "set a,set b,set e"},
		{"BITOP AND d a b", "(integer) 10", "=", "set d"},
		{"GET d", `"ABC\x00\x00\x00\x00\x00\x00\x00"`, "", ""},
		{"BITOP or d a b none", "(integer) 10", "=", "set d"},
		{"GET d", `"abcdefghij"`, "", ""},
		{"BITOP XOR d a b", "(integer) 10", "=", "set d"},
		{"GET d", `"   defghij"`, "", ""},
		{"BITOP NOT b b", "(integer) 3", "=", "set b"},
		{"GET b", `"\xbe\xbd\xbc"`, "", ""},
		{"BITOP OR b a b", "(integer) 10", "=", "set b"},
		{"BITOP AND a b a", "(integer) 10", "=", "set a"},
		{"GET a", `"abcdefghij"`, "", ""},
		{"BITOP XOR a a a b", "(integer) 10", "=", "set a"},
		{"GET a", `"\xff\xff\xffdefghij"`, "", ""},
		{"BITOP NOT a a", "(integer) 10", "=", "set a"},
		{"GET a", `"\x00\x00\x00\x9b\x9a\x99\x98\x97\x96\x95"`, "", ""},
		{"BITOP AND d none e", "(integer) 0", "=", "del d"},
		{"BITOP AND d none e", "(integer) 0", "", ""},
		{"BITOP NOT d a b", "(error) ERR BITOP NOT must be called with a single source key.", "", ""},
		{"BITOP DIFF d a b", "(error) ERR syntax error", "", ""},
	})
}

func TestBitfield(t *testing.T) {
	run(t, []commandbench.Step{
		{"BITFIELD k", "(empty array)", "", ""},
		{"BITFIELD k GET u8 0 GET i64 #3", "1) (integer) 0\n2) (integer) 0", "", ""},
		{"BITFIELD k SET u8 0 0", "1) (integer) 0", "=", "setbit k"},
		{"BITFIELD k SET u8 0 0", "1) (integer) 0", "", ""},
		{"BITFIELD k SET u8 0 255 GET i8 0 INCRBY i5 #1 1", "1) (integer) 0\n2) (integer) -1\n3) (integer) -3", "=", "setbit k"},
		{"BITFIELD k OVERFLOW FAIL INCRBY u8 0 300", "1) (nil)", "", ""},
		{"BITFIELD k OVERFLOW FAIL SET u2 64 4", "1) (nil)", "=", ""},
		{"STRLEN k", "(integer) 9", "", ""},
		{"BITFIELD n OVERFLOW FAIL INCRBY u8 0 300", "1) (nil)", "=", ""},
		{"STRLEN n", "(integer) 1", "", ""},
		{"BITFIELD g OVERFLOW SAT SET u8 #3 1000 OVERFLOW WRAP INCRBY i4 2 9", "1) (integer) 0\n2) (integer) -7", "=", "setbit g"},
		{"BITFIELD_RO g GET u8 #3 OVERFLOW SAT", "1) (integer) 255", "", ""},
		{"BITFIELD k SET u8 4294967296 1", "(error) ERR bit offset is not an integer or out of range", "", ""},
		{"BITFIELD k SET u8 #536870912 1", "(error) ERR bit offset is not an integer or out of range", "", ""},
		{"BITFIELD k GET u8 #2305843009213693952", "(error) ERR bit offset is not an integer or out of range", "", ""},
		{"BITFIELD k GET u64 0", "(error) ERR Invalid bitfield type. Use something like i16 u8. Note that u64 is not supported but i64 is.", "", ""},
		{"BITFIELD k GET i65 0", "(error) ERR Invalid bitfield type. Use something like i16 u8. Note that u64 is not supported but i64 is.", "", ""},
		{`BITFIELD k GET "" 0`, "(error) ERR Invalid bitfield type. Use something like i16 u8. Note that u64 is not supported but i64 is.", "", ""},
		{"BITFIELD k OVERFLOW CLAMP", "(error) ERR Invalid OVERFLOW type specified", "", ""},
		{"BITFIELD k OVERFLOW", "(error) ERR syntax error", "", ""},
		{"BITFIELD k SET u8 0", "(error) ERR syntax error", "", ""},
		{"BITFIELD k SET u8 0 x", "(error) ERR value is not an integer or out of range", "", ""},
		{"BITFIELD k SET u8 0 9 PUT u8 0 9", "(error) ERR syntax error", "", ""},
		{"BITFIELD_RO k SET u8 0 x", "(error) ERR value is not an integer or out of range", "", ""},
		{"BITFIELD_RO k SET u8 0 9", "(error) ERR BITFIELD_RO only supports the GET subcommand", "", ""},
		{"BITFIELD k GET u8 0", "1) (integer) 255", "", ""},
	})
}

// What changes bits in place leaves the time to live alone; BITOP makes a new value.
func TestKept(t *testing.T) {
	for _, tt := range []struct {
		line     string
		ttl, raw bool
	}{
		{"SETBIT k 1 1", true, true},
		{"SETBIT k 1 0", true, true},
		{"SETBIT k 1000 1", true, true},
		{"BITFIELD k SET u8 0 49", true, true},
		{"BITFIELD k INCRBY u8 #50 1", true, true},
		{"BITFIELD k GET u8 0", true, false},
		{"BITOP NOT k k", false, true},
		{"BITOP OR k none k k", false, true},
	} {
		t.Run(tt.line, func(t *testing.T) {
			b := newBench(t)
			b.Do("SET k 12 EX 100")
			b.Do(tt.line)
			b.Tx.Lock([]byte("k"))
			defer b.Tx.Unlock()
			r := b.Tx.Look([]byte("k"))
			if got := r.ExpireAt() != 0; got != tt.ttl {
				t.Errorf("has a time to live: %v", got)
			}
			if r.Raw() != tt.raw {
				t.Errorf("raw: %v", r.Raw())
			}
		})
	}
}

// The log is obeyed although proto-max-bulk-len has become smaller.
func TestReplay(t *testing.T) {
	b := newBench(t)
	if err := b.Ctx.Srv.Config.Set([]config.Pair{{Name: "proto-max-bulk-len", Value: "1mb"}}, true); err != nil {
		t.Fatal(err)
	}
	const line = "SETBIT k 8388608 1"
	if got := b.Do(line); got != "(error) ERR bit offset is not an integer or out of range" {
		t.Errorf("%s: %s", line, got)
	}
	b.Tx.Replay = true
	if got := b.Do(line); got != "(integer) 0" {
		t.Errorf("%s in a log: %s", line, got)
	}
}

func TestWrongType(t *testing.T) {
	b := newBench(t)
	key := []byte("list")
	b.Tx.Lock(key)
	b.Tx.StorePacked(key, table.Record{}, table.KindList, 0, nil, "rpush")
	b.Tx.Unlock()
	const wrong = "(error) WRONGTYPE Operation against a key holding the wrong kind of value"
	for _, tt := range []struct{ line, want string }{
		{"GETBIT list 0", wrong},
		{"GETBIT list x", "(error) ERR bit offset is not an integer or out of range"},
		{"SETBIT list 0 1", wrong},
		{"SETBIT list 0 2", "(error) ERR bit is not an integer or out of range"},
		{"BITCOUNT list", wrong},
		{"BITCOUNT list x 1", "(error) ERR value is not an integer or out of range"},
		{"BITPOS list 0", wrong},
		{"BITPOS list 0 x", "(error) ERR value is not an integer or out of range"},
		{"BITOP AND d list", wrong},
		{"BITFIELD list GET u8 0", wrong},
		{"BITFIELD list SET u8 0 1", wrong},
		{"BITFIELD_RO list GET u8 0", wrong},
		{"SET k 1", "OK"},
		{"BITOP OR list k", "(integer) 1"},
		{"GET list", `"1"`},
	} {
		if got := b.Do(tt.line); got != tt.want {
			t.Errorf("%s: %s", tt.line, got)
		}
	}
}

func TestFieldAccess(t *testing.T) {
	b := newBench(t)
	for _, tt := range []struct {
		line  string
		write bool
	}{
		{"BITFIELD k", false},
		{"BITFIELD k GET u8 0", false},
		{"BITFIELD k OVERFLOW SAT GET u8 0", false},
		{"BITFIELD k GET u8 0 SET u8 0 1", true},
		{"BITFIELD k INCRBY u8 0 1", true},
		{"BITFIELD k GET u8", true},
	} {
		args := b.Words(tt.line)
		found, _ := b.Lookup(args).KeysOf(args)
		if len(found) != 1 || (found[0].Access&command.RW != 0) != tt.write {
			t.Errorf("%s: %v", tt.line, found)
		}
	}
}
