package hll

import (
	"fmt"
	"strings"
	"testing"

	"redstart/server/command/commandbench"
	"redstart/server/command/str"
	"redstart/server/config"
	"redstart/storage"
	"redstart/storage/table"
)

func newBench(t testing.TB) *commandbench.Bench {
	return commandbench.New(t, storage.Options{Shards: 4}, Commands, str.Commands)
}

func run(t *testing.T, steps []commandbench.Step) {
	t.Helper()
	b := newBench(t)
	b.Steps(t, steps)
}

const header = `HYLL\x01\x00\x00\x00`

func TestPfadd(t *testing.T) {
	run(t, []commandbench.Step{
		{"PFADD h", "(integer) 1", "=", "pfadd h"},
		{"GET h", `"` + header + `\x00\x00\x00\x00\x00\x00\x00\x80\x7f\xff"`, "", ""},
		{"PFADD h", "(integer) 0", "", ""},
		{"PFADD h a b c", "(integer) 1", "=", "pfadd h"},
		{"PFADD h a", "(integer) 0", "", ""},
		{"PFCOUNT h", "(integer) 3", "=", ""},
		{"GET h", `"` + header + `\x03\x00\x00\x00\x00\x00\x00\x00` + "`" + `\xf3\x80P\xb1\x84K\xfb\x80BZ"`, "", ""},
		{"PFCOUNT h", "(integer) 3", "", ""},
		{"PFADD h d", "(integer) 1", "=", "pfadd h"},
		{"PFCOUNT h", "(integer) 4", "=", ""},
		{"PFADD h2 x y a", "(integer) 1", "=", "pfadd h2"},
		{"PFCOUNT h none h2", "(integer) 6", "", ""},
		{"PFCOUNT none", "(integer) 0", "", ""},
		{"PFCOUNT none none2", "(integer) 0", "", ""},
	})
}

func TestPfmerge(t *testing.T) {
	run(t, []commandbench.Step{
		{"PFADD h1 a b", "(integer) 1", "=", "pfadd h1"},
		{"PFADD h2 c", "(integer) 1", "=", "pfadd h2"},
		{"PFMERGE d h1 none h2", "OK", "=", "pfadd d"},
		{"PFCOUNT d", "(integer) 3", "=", ""},
		{"PFMERGE d", "OK", "=", "pfadd d"},
		{"PFCOUNT d", "(integer) 3", "=", ""},
		{"PFDEBUG TODENSE h2", "(integer) 1", "=", ""},
		{"PFDEBUG TODENSE h2", "(integer) 0", "", ""},
		{"PFMERGE d h2", "OK", "=", "pfadd d"},
		{"PFDEBUG ENCODING d", "dense", "", ""},
		{"PFADD d a b c", "(integer) 0", "", ""},
		{"PFADD d e", "(integer) 1", "=", "pfadd d"},
		{"PFCOUNT d h1", "(integer) 4", "", ""},
		{"PFMERGE d h1", "OK", "=", "pfadd d"},
		{"PFMERGE empty", "OK", "=", "pfadd empty"},
		{"PFDEBUG DECODE empty", `"Z:16384"`, "", ""},
		{"PFDEBUG DECODE d", "(error) ERR HLL encoding is not sparse", "", ""},
		{"PFDEBUG ENCODING none", "(error) ERR The specified key does not exist", "", ""},
		{"PFDEBUG PRINT d", "(error) ERR Unknown PFDEBUG subcommand 'PRINT'", "", ""},
		{"PFDEBUG SIMD on", "enabled", "", ""},
		{"PFDEBUG simd OFF", "disabled", "", ""},
		{"PFDEBUG SIMD maybe", "(error) ERR Argument must be ON or OFF", "", ""},
		{"PFSELFTEST", "OK", "", ""},
	})
}

func TestGetreg(t *testing.T) {
	b := newBench(t)
	b.Do("PFADD h a b c")
	lines := strings.Split(b.Do("PFDEBUG GETREG h"), "\n")
	if b.Logged != "PFDEBUG GETREG h" {
		t.Errorf("logged %q", b.Logged)
	}
	want := map[int]string{8436: "1", 12711: "2", 15780: "1"}
	if len(lines) != 16384 {
		t.Fatalf("%d registers", len(lines))
	}
	for i, l := range lines {
		v := want[i]
		if v == "" {
			v = "0"
		}
		if !strings.HasSuffix(l, "(integer) "+v) {
			t.Errorf("register %d: %s, want %s", i, l, v)
		}
	}
	if b.Do("PFDEBUG GETREG h"); b.Logged != "" {
		t.Errorf("logged %q of a dense one", b.Logged)
	}
}

// A time to live survives, and the encoding is that of an edited string.
func TestKept(t *testing.T) {
	for _, line := range []string{
		"PFADD k e", "PFADD k", "PFCOUNT k", "PFMERGE k other", "PFDEBUG TODENSE k", "PFDEBUG GETREG k",
	} {
		t.Run(line, func(t *testing.T) {
			b := newBench(t)
			b.Do("PFADD k a")
			b.Do("PFADD other b")
			b.Tx.Lock([]byte("k"))
			b.Tx.SetExpire([]byte("k"), commandbench.Start+1000, "expire")
			b.Tx.Unlock()
			b.Do(line)
			b.Tx.Lock([]byte("k"))
			defer b.Tx.Unlock()
			r := b.Tx.Look([]byte("k"))
			if r.ExpireAt() != commandbench.Start+1000 {
				t.Errorf("expires at %d", r.ExpireAt())
			}
			if !r.Raw() {
				t.Error("not raw")
			}
		})
	}
}

// The limit of the sparse encoding is looked at when a value grows.
func TestLimit(t *testing.T) {
	b := newBench(t)
	limit := func(n int) {
		if err := b.Ctx.Srv.Config.Set([]config.Pair{{Name: "hll-sparse-max-bytes", Value: fmt.Sprint(n)}}, true); err != nil {
			t.Fatal(err)
		}
	}
	expect := func(line, want string) {
		t.Helper()
		if got := b.Do(line); got != want {
			t.Errorf("%s: %s, want %s", line, got, want)
		}
	}
	b.Do("PFADD h a b c d e f g")
	limit(10)
	expect("PFDEBUG ENCODING h", "sparse")
	expect("PFADD h a", "(integer) 0")
	expect("PFDEBUG ENCODING h", "sparse")
	expect("PFADD h h", "(integer) 1")
	expect("PFDEBUG ENCODING h", "dense")
	expect("PFCOUNT h", "(integer) 8")
	expect("PFADD n", "(integer) 1")
	expect("PFDEBUG ENCODING n", "sparse")
	limit(100000)
	for i := range 5000 {
		b.Do(fmt.Sprint("PFADD big ", i))
	}
	expect("PFDEBUG ENCODING big", "sparse")
	expect("PFMERGE big2 big", "OK")
	expect("PFDEBUG ENCODING big2", "sparse")
	one, two := b.Do("PFDEBUG DECODE big"), b.Do("PFDEBUG DECODE big2")
	if strings.Count(one, ":") < 1000 || strings.Count(two, ":") < 1000 {
		t.Errorf("few runs:\n%s\n%s", one, two)
	}
	expect("PFCOUNT big", b.Do("PFCOUNT big2"))
}

func TestBadValues(t *testing.T) {
	b := newBench(t)
	key := []byte("list")
	b.Tx.Lock(key)
	b.Tx.StorePacked(key, table.Record{}, table.KindList, 0, nil, "rpush")
	b.Tx.Unlock()
	b.Do("MSET s text")
	b.Do(`SET bad "` + header + `\x00\x00\x00\x00\x00\x00\x00\x80\x7f"`)
	b.Do("PFADD h a")
	const (
		wrong   = "(error) WRONGTYPE Operation against a key holding the wrong kind of value"
		not     = "(error) WRONGTYPE Key is not a valid HyperLogLog string value."
		damaged = "(error) INVALIDOBJ Corrupted HLL object detected"
	)
	for _, tt := range []struct{ line, want string }{
		{"PFADD list a", wrong},
		{"PFADD s", not},
		{"PFADD bad a", damaged},
		{"PFCOUNT list", wrong},
		{"PFCOUNT s", not},
		{"PFCOUNT bad", damaged},
		{"PFCOUNT h list", wrong},
		{"PFCOUNT h s", not},
		{"PFCOUNT h bad", damaged},
		{"PFMERGE list h", wrong},
		{"PFMERGE h list", wrong},
		{"PFMERGE s h", not},
		{"PFMERGE d s", not},
		{"PFMERGE bad h", damaged},
		{"PFMERGE h bad", damaged},
		{"PFDEBUG ENCODING list", wrong},
		{"PFDEBUG ENCODING s", not},
		{"PFDEBUG GETREG bad", damaged},
		{"PFDEBUG TODENSE bad", damaged},
		{"PFDEBUG DECODE bad", `"Z:16129"`},
		{"PFCOUNT h", "(integer) 1"},
		{"GET s", `"text"`},
		{"GET d", "(nil)"},
	} {
		if got := b.Do(tt.line); got != tt.want {
			t.Errorf("%s: %s, want %s", tt.line, got, tt.want)
		}
	}
}
