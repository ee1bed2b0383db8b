package integration

import (
	"flag"
	"fmt"
	"math/rand/v2"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"redstart/resp"
)

var crashRounds = flag.Int("crash-rounds", 5, "how many times TestCrash kills the server")

const (
	crashWriters = 4
	crashReaders = 2
	crashKeys    = 50    // of each writer
	crashStatic  = 20000 // keys that are never written again, so that a rewrite takes its time
	crashLimit   = 2 * time.Second
)

// TestCrash kills the server at random moments under load from several connections, with rewrites of the log in between, and finds every
// acknowledged write after the restart, and everything that a reader was shown.
func TestCrash(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	seed := rand.Uint64()
	t.Logf("seed %d", seed)
	rng := rand.New(rand.NewPCG(seed, 1))
	m := newCrashModel()
	s := startPath(t, binary(t), dir, crashArgs(0)...)
	m.fillStatic(t, s)
	for round := range *crashRounds {
		m.load(t, s, rng, round)
		s = startPath(t, binary(t), dir, crashArgs(round+1)...)
		m.verify(t, s)
		if t.Failed() {
			t.Fatalf("round %d", round)
		}
	}
	t.Logf("%d rounds, %d acknowledged writes and %d values that were read, none lost", *crashRounds, m.acked.Load(), m.read.Load())
}

func crashArgs(round int) []string {
	policy := "everysec"
	if round%2 == 1 {
		policy = "always"
	}
	return []string{"--appendonly", "yes", "--appendfsync", policy, "--auto-aof-rewrite-percentage", "0"}
}

// crashModel knows what each key may hold.
type crashModel struct {
	keys  [crashWriters * crashKeys]crashKey
	acked atomic.Int64 // writes
	read  atomic.Int64 // values
	goal  int64        // acked at which the server is killed
	kill  chan struct{}
	once  *sync.Once
}

// crashKey is the history of one key since the last restart. Its values are numbers that grow; "" is a key that does not exist.
type crashKey struct {
	name string
	mu   sync.Mutex
	vals []string // vals[0] is the value after the restart, vals[i] the one after the i-th write that was sent
	sure int      // index of the last value that was acknowledged or shown to a reader
	next int
}

func newCrashModel() *crashModel {
	m := &crashModel{}
	for i := range m.keys {
		m.keys[i].name = fmt.Sprintf("key:%d", i)
		m.keys[i].vals = []string{""}
	}
	return m
}

// send notes that a write is sent and returns its command and its index.
func (k *crashKey) send(rng *rand.Rand) (cmd []string, index int) {
	k.mu.Lock()
	defer k.mu.Unlock()
	k.next++
	v := strconv.Itoa(k.next)
	switch rng.IntN(8) {
	case 0:
		cmd, v = []string{"DEL", k.name}, ""
	case 1:
		cmd = []string{"SET", k.name, v, "EX", "100000"}
	case 2:
		cmd = []string{"MSET", k.name, v}
	default:
		cmd = []string{"SET", k.name, v}
	}
	k.vals = append(k.vals, v)
	return cmd, len(k.vals) - 1
}

// saw notes that the value with this index was acknowledged.
func (k *crashKey) saw(index int) {
	k.mu.Lock()
	defer k.mu.Unlock()
	k.sure = max(k.sure, index)
}

// shown notes that a reader was shown a value. That of a key that does not exist tells nothing.
func (k *crashKey) shown(v string) (known bool) {
	k.mu.Lock()
	defer k.mu.Unlock()
	for i := len(k.vals) - 1; i >= 0; i-- {
		if k.vals[i] == v {
			if v != "" {
				k.sure = max(k.sure, i)
			}
			return true
		}
	}
	return v == ""
}

// found checks what a key holds after the restart and begins a new history with it.
func (k *crashKey) found(v string) bool {
	ok := false
	for _, may := range k.vals[k.sure:] {
		ok = ok || may == v
	}
	k.vals, k.sure = []string{v}, 0
	return ok
}

// fillStatic writes the keys that stay.
func (m *crashModel) fillStatic(t *testing.T, s *server) {
	c := dial(t, s.addr, 2)
	var b []byte
	for i := range crashStatic {
		b = append(b, encode([]string{"SET", "static:" + strconv.Itoa(i), strings.Repeat("x", 100)})...)
	}
	sent := make(chan error, 1)
	go func() { sent <- c.Write(b) }()
	for range crashStatic {
		if v, err := c.Read(); err != nil || v.Str != "OK" {
			t.Fatalf("filling: %v, %v", v, err)
		}
	}
	if err := <-sent; err != nil {
		t.Fatal(err)
	}
}

// load writes, reads and rewrites until the server is killed, which happens when a random number of writes is acknowledged.
func (m *crashModel) load(t *testing.T, s *server, rng *rand.Rand, round int) {
	m.goal = m.acked.Load() + 50 + rng.Int64N(5000)
	m.kill, m.once = make(chan struct{}), new(sync.Once)
	var wg sync.WaitGroup
	for w := range crashWriters {
		c, own := dial(t, s.addr, 2), rand.New(rand.NewPCG(rng.Uint64(), 2))
		wg.Go(func() { m.write(t, c, own, w) })
	}
	for range crashReaders {
		c, own := dial(t, s.addr, 2), rand.New(rand.NewPCG(rng.Uint64(), 3))
		wg.Go(func() { m.reader(t, c, own) })
	}
	if round%5 != 4 {
		c := dial(t, s.addr, 2)
		wg.Go(func() { rewriteForever(c) })
	}
	limit := time.NewTimer(crashLimit)
	defer limit.Stop()
	select {
	case <-m.kill:
	case <-limit.C:
	}
	s.kill()
	wg.Wait()
}

// write sends pipelines of writes until the connection breaks.
func (m *crashModel) write(t *testing.T, c *Conn, rng *rand.Rand, writer int) {
	type op struct {
		key   *crashKey
		index int
	}
	for {
		var b []byte
		var ops []op
		for range 1 + rng.IntN(16) {
			k := &m.keys[writer*crashKeys+rng.IntN(crashKeys)]
			cmd, index := k.send(rng)
			b = append(b, encode(cmd)...)
			ops = append(ops, op{k, index})
		}
		if c.Write(b) != nil {
			return
		}
		for _, o := range ops {
			v, err := c.Read()
			if err != nil {
				return
			}
			if v.IsError() {
				t.Errorf("a write was answered with %v", v)
				return
			}
			o.key.saw(o.index)
			if m.acked.Add(1) == m.goal {
				m.once.Do(func() { close(m.kill) })
			}
		}
	}
}

// reader reads the writers' keys until the connection breaks.
func (m *crashModel) reader(t *testing.T, c *Conn, rng *rand.Rand) {
	for {
		k := &m.keys[rng.IntN(len(m.keys))]
		if c.Write(encode([]string{"GET", k.name})) != nil {
			return
		}
		v, err := c.Read()
		if err != nil {
			return
		}
		if v.IsError() || !k.shown(v.Str) {
			t.Errorf("GET %s: %v, which nobody wrote", k.name, v)
			return
		}
		m.read.Add(1)
	}
}

// rewriteForever has the log rewritten over and over until the connection breaks.
func rewriteForever(c *Conn) {
	for {
		if c.Write(encode([]string{"BGREWRITEAOF"})) != nil {
			return
		}
		if _, err := c.Read(); err != nil {
			return
		}
		for running := true; running; {
			v, err := c.query("INFO", "persistence")
			if err != nil {
				return
			}
			running = strings.Contains(v.Str, "aof_rewrite_in_progress:1")
		}
	}
}

// query sends one command and returns its reply, or how the connection broke.
func (c *Conn) query(args ...string) (resp.Value, error) {
	if err := c.Write(encode(args)); err != nil {
		return resp.Value{}, err
	}
	return c.Read()
}

// verify finds in a restarted server what must be there.
func (m *crashModel) verify(t *testing.T, s *server) {
	c := dial(t, s.addr, 2)
	exist := int64(crashStatic)
	for i := range m.keys {
		k := &m.keys[i]
		v := c.Do("GET", k.name)
		sure, vals := k.sure, k.vals
		if !k.found(v.Str) {
			t.Errorf("%s holds %q after the restart, want one of %q", k.name, v.Str, vals[sure:])
		}
		if v.Str != "" {
			exist++
		}
	}
	if n := c.Do("DBSIZE"); n.Int != exist {
		t.Errorf("DBSIZE: %d keys after the restart, want %d", n.Int, exist)
	}
}
