package integration

import (
	"fmt"
	"maps"
	"math/rand/v2"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"
)

// storeState is what a store is and holds; nil: there is none.
type storeState struct {
	max  string // max-keys
	keys map[string]string
}

func (s *storeState) String() string {
	if s == nil {
		return "no store"
	}
	var b strings.Builder
	fmt.Fprintf(&b, "max-keys %s:", s.max)
	for _, k := range slices.Sorted(maps.Keys(s.keys)) {
		b.WriteString(" " + k + "=" + s.keys[k])
	}
	return b.String()
}

// storeWriter makes, changes and drops stores of its own, and knows what must be there.
type storeWriter struct {
	names  []string
	stores map[string]*storeState
	doubt  string      // the store of a command that has no reply
	next   *storeState // what it is if that command was done
}

// step chooses a command, or two, and what its store is afterwards.
func (w *storeWriter) step(rng *rand.Rand, n int) (name string, lines [][]string, after *storeState) {
	name = w.names[rng.IntN(len(w.names))]
	s, max := w.stores[name], strconv.Itoa(100+rng.IntN(9))
	if s == nil {
		return name, [][]string{{"STORE", "CREATE", name, "max-keys", max, "reject"}}, &storeState{max, map[string]string{}}
	}
	after = &storeState{s.max, maps.Clone(s.keys)}
	switch rng.IntN(12) {
	case 0:
		return name, [][]string{{"STORE", "DROP", name}}, nil
	case 1:
		after.keys = map[string]string{}
		return name, [][]string{{"STORE", "CLEAR", name}}, after
	case 2:
		after.max = max
		return name, [][]string{{"STORE", "ALTER", name, "max-keys", max, "evict"}}, after
	}
	key, value := "k"+strconv.Itoa(rng.IntN(20)), strconv.Itoa(n)
	after.keys[key] = value
	return name, [][]string{{"SELECT", name}, {"SET", key, value}}, after
}

// run sends commands until the server is gone.
func (w *storeWriter) run(c *Conn, rng *rand.Rand, acked func()) {
	for n := 0; ; n++ {
		name, lines, after := w.step(rng, n)
		w.doubt, w.next = name, after
		for _, words := range lines {
			if c.Write(encode(words)) != nil {
				return
			}
			v, err := c.Read()
			if err != nil {
				return
			}
			if v.Kind == '-' {
				c.t.Errorf("%q: %s", words, v.Str)
			}
		}
		w.stores[name], w.doubt = after, ""
		acked()
	}
}

// verify compares the stores with what must be there, and takes over what was in doubt.
func (w *storeWriter) verify(t *testing.T, c *Conn) {
	t.Helper()
	for _, name := range w.names {
		got, want := stateOf(c, name), w.stores[name]
		if got.String() != want.String() && (name != w.doubt || got.String() != w.next.String()) {
			t.Errorf("store %s: %s, want %s (or %s)", name, got, want, w.next)
		}
		w.stores[name] = got
	}
	w.doubt = ""
}

func stateOf(c *Conn, name string) *storeState {
	info := c.Do("STORE", "INFO", name)
	if info.Kind == '-' {
		return nil
	}
	s := &storeState{keys: map[string]string{}}
	for i := 0; i < len(info.Elems); i += 2 {
		if info.Elems[i].Str == "max-keys" {
			s.max = strconv.FormatInt(info.Elems[i+1].Int, 10)
		}
	}
	c.Do("SELECT", name)
	for _, k := range c.Do("KEYS", "*").Elems {
		s.keys[k.Str] = c.Do("GET", k.Str).Str
	}
	return s
}

// TestStoresCrash kills the server while stores come, change and go, numbers of databases being used again, and the log is rewritten: every
// store is as it was acknowledged, and has its own keys.
func TestStoresCrash(t *testing.T) {
	t.Parallel()
	const writers, rounds = 3, 4
	dir, seed := t.TempDir(), rand.Uint64()
	t.Logf("seed %d", seed)
	rng := rand.New(rand.NewPCG(seed, 1))
	var all []*storeWriter
	for i := range writers {
		w := &storeWriter{stores: map[string]*storeState{}}
		for j := range 6 {
			w.names = append(w.names, fmt.Sprintf("w%d-%d", i, j))
		}
		all = append(all, w)
	}
	for round := range rounds {
		s := startPath(t, binary(t), dir, crashArgs(round)...)
		c := dial(t, s.addr, 2)
		for _, w := range all {
			w.verify(t, c)
		}
		if t.Failed() {
			t.Fatalf("round %d", round)
		}
		if round == rounds-1 {
			break
		}
		enough := make(chan struct{}, 1<<20)
		var wg sync.WaitGroup
		for _, w := range all {
			conn, mine := dial(t, s.addr, 2), rand.New(rand.NewPCG(rng.Uint64(), 2))
			wg.Go(func() { w.run(conn, mine, func() { enough <- struct{}{} }) })
		}
		goal := 300 + rng.IntN(1000)
		for n := range goal {
			<-enough
			if n == goal/2 && round > 0 {
				c.Do("BGREWRITEAOF")
			}
		}
		s.kill()
		wg.Wait()
	}
}

// storeServer starts the program with a configuration file.
func storeServer(t *testing.T, file string) *server {
	t.Helper()
	port, err := freePort()
	if err != nil {
		t.Fatal(err)
	}
	cmd := exec.Command(binary(t), file, "--port", strconv.Itoa(port), "--bind", "127.0.0.1")
	cmd.Dir = filepath.Dir(file)
	return spawn(t, cmd, net.JoinHostPort("127.0.0.1", strconv.Itoa(port)))
}

// CONFIG REWRITE writes the stores of the configuration as they are now, their tokens as hashes; those that STORE CREATE has made stay in
// the log alone.
func TestStoresConfigRewrite(t *testing.T) {
	t.Parallel()
	file := filepath.Join(t.TempDir(), "r.conf")
	writeFile(t, file, `# stores
store web preset spin token secret ro
store numbered db 3
# this one goes
store gone max-keys 5 evict
appendonly yes
store-auto-create invoke
`)
	s := storeServer(t, file)
	c := dial(t, s.addr, 2)
	for _, line := range []string{
		"STORE CREATE free max-bytes 1mb reject", "STORE ALTER web max-keys 7 evict token #" + strings.Repeat("ab", 32),
		"STORE ALTER numbered utf8-keys yes", "STORE DROP gone", "SELECT web", "SET k v", "SELECT auto", "SET k v", "CONFIG REWRITE",
	} {
		if v := c.Do(strings.Fields(line)...); v.Str != "OK" {
			t.Fatalf("%s: %v", line, v)
		}
	}
	text, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	want := `# stores
store web preset spin max-keys 7 evict token #2bb80d537b1da3e38bd30361aa855686bde0eacd7162fef6a25fe97bf527a25b ro token #` + strings.Repeat("ab", 32) + `
store numbered db 3 utf8-keys yes
# this one goes

appendonly yes
store-auto-create invoke
`
	if !strings.HasPrefix(string(text), want) {
		t.Errorf("the file is\n%s\nwant\n%s", text, want)
	}
	s.kill()

	c = dial(t, storeServer(t, file).addr, 2)
	if v := c.Do("STORE", "LIST"); len(v.Elems) != 4 {
		t.Errorf("STORE LIST: %v", v)
	}
	for _, name := range []string{"web", "auto"} {
		c.Do("SELECT", name)
		if v := c.Do("GET", "k"); v.Str != "v" {
			t.Errorf("the key of %s: %v", name, v)
		}
	}
	if v := show(c.Do("STORE", "INFO", "free"), options{}); !strings.Contains(v, "1048576") {
		t.Errorf("STORE INFO free: %s", v)
	}
	if v := show(c.Do("STORE", "INFO", "auto"), options{}); !strings.Contains(v, "invoke") {
		t.Errorf("STORE INFO auto: %s", v)
	}
}
