package server

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"redstart/server/command"
	"redstart/storage"
	"redstart/storage/table"
)

// rule gives a database of srv rules.
func (srv *Server) rule(db int, r storage.Rules) {
	srv.Alone(func() { srv.keys.SetRules(db, r) })
}

// A rule is broken on every path in the same words.
func TestRulesOnEveryPath(t *testing.T) {
	const (
		tooLong  = "KEYTOOLONG key is 9 bytes, store 's' allows 8"
		tooLarge = "VALUETOOLARGE value would be 12 bytes, store 's' allows 10"
		full     = "STOREFULL store 's' holds its 3 keys"
		range_   = "TTLRANGE time to live must be between 60 and 2592000 seconds in store 's'"
		notUTF8  = "KEYNOTUTF8 keys of store 's' must be valid UTF-8"
	)
	for _, c := range []struct{ request, want string }{
		{"SET key-too-9 v", tooLong},
		{"MSET a 1 key-too-9 v", tooLong},
		{"RENAME a key-too-9", tooLong},
		{"COPY a key-too-9", tooLong},
		{"LMOVE list key-too-9 LEFT LEFT", tooLong},
		{"EVAL return(redis.call('SET','key-too-9','v')) 0", tooLong},
		{"SET \xff v", notUTF8},
		{"SET a twelve-bytes", tooLarge},
		{"GETSET a twelve-bytes", tooLarge},
		{"SETRANGE a 11 x", tooLarge},
		{"SETBIT a 95 1", tooLarge},
		{"APPEND a twelve-byte", tooLarge},
		{"BITFIELD a SET u8 88 1", tooLarge},
		{"MSET a 1 b twelve-bytes", tooLarge},
		{"SET d v", full},
		{"INCR d", full},
		{"SADD d m", full},
		{"XADD d 1-1 f v", "VALUETOOLARGE value would be "},
		{"PFADD d m", "VALUETOOLARGE value would be "},
		{"GEOADD d 1 1 m", "VALUETOOLARGE value would be "},
		{"COPY a d", full},
		{"RPOPLPUSH list d", full},
		{"SUNIONSTORE d set", "WRONGTYPE Operation against a key holding the wrong kind of value"},
		{"SORT list STORE d ALPHA", full},
		{"MSETNX d 1 e 2", full},
		{"BITOP NOT d a", full},
		{"SET a v EX 59", range_},
		{"SETEX a 2592001 v", range_},
		{"PEXPIRE a 59999", range_},
		{"EXPIREAT a 99999999999", range_},
		{"GETEX a EX 1", range_},
	} {
		t.Run(c.request[:min(len(c.request), 20)], func(t *testing.T) {
			srv := newTestServer(t)
			s := quietSession(t, srv)
			s.ask(t, words("MSET a A set B"))
			s.ask(t, words("RPUSH list e f"))
			srv.rule(0, storage.Rules{Name: "s", MaxKeyBytes: 8, MaxValueBytes: 10, MaxKeys: 3, MinTTL: 60_000, MaxTTL: 2592000_000, UTF8Keys: true})
			digest := s.ask(t, words("DEBUG DIGEST")).Str
			for _, way := range []string{"", "MULTI", "EVAL"} {
				var got string
				req := words(c.request)
				switch way {
				case "":
					got = s.ask(t, req).Str
				case "MULTI":
					s.ask(t, words("MULTI"))
					s.ask(t, req)
					got = s.ask(t, words("EXEC")).Elems[0].Str
				case "EVAL":
					if strings.HasPrefix(c.request, "EVAL") {
						continue
					}
					got = s.ask(t, append([][]byte{[]byte("EVAL"), []byte("return redis.pcall(unpack(ARGV))"), []byte("0")}, req...)).Str
				}
				if !strings.HasPrefix(got, c.want) {
					t.Errorf("%s: %s, want %s", way, got, c.want)
				}
			}
			if after := s.ask(t, words("DEBUG DIGEST")).Str; after != digest {
				t.Error("it has had an effect")
			}
			if n := srv.keys.Usage(0).Refused; (n == 0) != strings.HasPrefix(c.want, "WRONGTYPE") {
				t.Errorf("%d commands were refused", n)
			}
		})
	}
}

// COPY and MOVE obey the rules of the database that the key comes to, and SWAPDB would get around them.
func TestRulesOfOtherDatabases(t *testing.T) {
	srv := newTestServer(t)
	s := quietSession(t, srv)
	srv.rule(3, storage.Rules{Name: "s", MaxValueBytes: 10, DefaultTTL: 100_000})
	s.ask(t, words("MSET small v large twelve-bytes"))
	for _, c := range []struct{ request, want string }{
		{"MOVE large 3", "VALUETOOLARGE value would be 12 bytes, store 's' allows 10"},
		{"COPY large x DB 3", "VALUETOOLARGE value would be 12 bytes, store 's' allows 10"},
		{"SWAPDB 0 3", "ERR SWAPDB is not allowed with store 's', which has rules"},
		{"EXISTS small large", "2"},
		{"COPY small copy DB 3", "1"},
		{"MOVE small 3", "1"},
		{"SELECT 3", "OK"},
		{"DBSIZE", "2"},
		{"TTL copy", "100"},
		{"TTL small", "100"},
		{"PERSIST small", "1"},
		{"TTL small", "100"},
	} {
		if got := s.ask(t, words(c.request)).Str; got != c.want {
			t.Errorf("%s: %s, want %s", c.request, got, c.want)
		}
	}
}

// A client that waits and is served gets the error, the element stays, and the next one gets it.
func TestRulesForClientsThatWait(t *testing.T) {
	srv, addr := serving(t)
	srv.rule(0, storage.Rules{Name: "s", MaxKeys: 1})
	first, second, pusher := dial(t, addr), dial(t, addr), dial(t, addr)
	first.waits(srv, "BLMOVE queue elsewhere LEFT LEFT 0")
	second.waits(srv, "BLPOP queue 0")
	pusher.want("RPUSH queue a b", "2")
	first.wantReply("STOREFULL store 's' holds its 1 keys")
	second.wantReply("[queue a]")
	pusher.want("LLEN queue", "1")
}

// What a command can make of large values stays below what storage takes room for in advance.
func TestGrowthIsBounded(t *testing.T) {
	for i, args := range [][]string{nil, tiny} {
		w := &world{variant: variant{shards: 4, args: args}, t: t, dir: t.TempDir()}
		w.open()
		rnd := rand.New(rand.NewPCG(uint64(i), 9))
		cmds := slices.DeleteFunc(keyed(w.srv.table, true), func(e *command.Entry) bool {
			return e.Flags&command.Write == 0 || strings.HasSuffix(e.Name, "store") ||
				!slices.Contains([]command.Group{command.List, command.Set, command.SortedSet, command.Hash, command.Stream, command.Geo}, e.Group)
		})
		grown := 0
		for n := range 3000 {
			if n%300 == 0 {
				w.fill()
			}
			choices := make([]byte, 60)
			for i := range choices {
				choices[i] = byte(rnd.Uint32())
			}
			g := &grammar{choices: choices}
			cmd := cmds[rnd.IntN(len(cmds))]
			g.biased(cmd.Group)
			req := g.request(cmd)
			before := w.srv.keys.DBStats(0, 0).RecordBytes
			most := storage.MostGrowth(w.sizes(cmd, req), req)
			w.s.ask(t, req)
			if by := int(w.srv.keys.DBStats(0, 0).RecordBytes - before); by > most {
				t.Errorf("%.300q adds %d bytes, more than %d", req, by, most)
			} else if by > 0 {
				grown++
			}
		}
		if grown < 100 {
			t.Errorf("%d commands added anything", grown)
		}
		w.close()
	}
}

// fill makes large values under the keys of biased.
func (w *world) fill() {
	w.s.ask(w.t, words("FLUSHALL"))
	const script = `for i = 1, 2000 do
		redis.call('RPUSH', 'list1', 'element ' .. i) redis.call('SADD', 'set1', 'member ' .. i)
		redis.call('SADD', 'set2', i) redis.call('ZADD', 'sorted-set1', i, 'm' .. i)
		redis.call('HSET', 'hash1', 'f' .. i, i) redis.call('GEOADD', 'geo1', i % 180, i % 80, 'm' .. i)
		redis.call('XADD', 'stream1', i .. '-1', 'f', 'v')
	end
	redis.call('XGROUP', 'CREATE', 'stream1', 'g1', '0') redis.call('XGROUP', 'CREATE', 'stream1', 'g2', '0')`
	if v := w.s.ask(w.t, [][]byte{[]byte("EVAL"), []byte(script), []byte("0")}); v.IsError() {
		w.t.Fatal(v)
	}
	before := w.srv.keys.DBStats(0, 0).RecordBytes
	size := w.sizes(w.srv.table.Lookup([]byte("xread")), words("XREAD STREAMS stream1 0"))
	req := words("XREADGROUP GROUP g2 c STREAMS stream1 >")
	w.s.ask(w.t, req)
	if by := int(w.srv.keys.DBStats(0, 0).RecordBytes - before); by == 0 || by > storage.MostGrowth(size, req) {
		w.t.Errorf("a group that gets all of a stream of %d bytes adds %d", size, by)
	}
}

// sizes is how many bytes the values of a request's keys have.
func (w *world) sizes(cmd *command.Entry, req [][]byte) (n int) {
	if cmd.Arity > 0 && len(req) != cmd.Arity || len(req) < -cmd.Arity {
		return 0
	}
	found, _ := cmd.FindKeys(req, nil)
	tx := w.srv.keys.NewTx()
	tx.SetNow(w.srv.clock.Milli())
	tx.Begin(true)
	defer tx.Unlock()
	for _, f := range found {
		var r table.Record
		if r = tx.Look(req[f.Pos]); !r.IsNil() {
			n += r.Size()
		}
	}
	return n
}

// DEBUG POPULATE obeys rules, step by step.
func TestRulesOfPopulate(t *testing.T) {
	cfg := []string{"enable-debug-command yes"}
	srv := configured(t, cfg...)
	s := quietSession(t, srv)
	srv.rule(0, storage.Rules{Name: "s", MaxKeys: 2000})
	if got, want := s.ask(t, words("DEBUG POPULATE 2001")).Str, "STOREFULL store 's' holds its 2000 keys"; got != want {
		t.Errorf("%s, want %s", got, want)
	}
	if got := s.ask(t, words("DBSIZE")).Int; got != 1024 {
		t.Errorf("%d keys after the first step", got)
	}
	if got := s.ask(t, words("DEBUG POPULATE 2000")); got.IsError() || s.ask(t, words("DBSIZE")).Int != 2000 {
		t.Errorf("%s", fmt.Sprint(got))
	}
}

// With rules a read costs no garbage, and a write no more than the record that is kept until it is settled.
func TestRuledRequestAllocates(t *testing.T) {
	if raceEnabled {
		t.Skip("the race detector allocates")
	}
	for name, rules := range tight {
		srv := newTestServer(t)
		rules.MaxKeyBytes, rules.MaxKeys = 0, rules.MaxKeys*2
		srv.rule(0, rules)
		s := quietSession(t, srv)
		for request, most := range map[string]float64{getRequest("key:000000000001"): 0, setRequest("key:000000000001"): 1} {
			b := []byte(request)
			s.feed(b)
			if n := testing.AllocsPerRun(1000, func() { s.feed(b) }); n > most {
				t.Errorf("%s: %q allocates %v times", name, request, n)
			}
		}
	}
}
