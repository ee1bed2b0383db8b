package server

import (
	"fmt"
	"strings"
	"sync"
	"testing"

	"redstart/server/config"
	"redstart/storage/aof"
)

const storeGone = "NOSTORE the selected store was dropped"

func TestSelectByName(t *testing.T) {
	t.Parallel()
	_, addr := serving(t)
	p := dial(t, addr)
	p.want("SELECT web", "ERR value is not an integer or out of range")
	p.want("STORE CREATE web", "OK")
	p.want("STORE CREATE two db 2", "OK")
	p.want("SELECT nope", "NOSTORE no store is named 'nope'")
	p.want("SELECT web", "OK")
	p.want("SET k in-web", "OK")
	if info := p.do("CLIENT INFO"); !strings.HasSuffix(info, " io-thread=0 store=web\n") {
		t.Errorf("CLIENT INFO %s", info)
	}
	p.want("SELECT two", "OK")
	p.want("SET k in-two", "OK")
	p.want("SELECT 2", "OK")
	p.want("GET k", "in-two")
	p.want("SELECT 16", "ERR DB index is out of range")
	p.want("MULTI", "OK")
	p.want("SELECT web", "QUEUED")
	p.want("GET k", "QUEUED")
	p.want("EXEC", "[OK in-web]")
	p.want(`EVAL "return{redis.call('GET','k'),redis.call('SELECT','two'),redis.call('GET','k')}" 0`, "[in-web OK in-two]")
	p.want("RESET", "RESET")
	if info := p.do("CLIENT INFO"); !strings.HasSuffix(info, " io-thread=0\n") {
		t.Errorf("CLIENT INFO %s", info)
	}
}

// A store that is made on first use is made once, whoever comes first, and what is written into it stands behind it in the log.
func TestAutoCreate(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	srv := logServer(t, dir, "--store-auto-create", "yes")
	addr, stop := serveLog(t, srv, aof.OS())
	var wg sync.WaitGroup
	for range 8 {
		c := dialTest(t, addr)
		wg.Go(func() {
			for i := range 50 {
				c.want(fmt.Sprintf("SELECT s%d", i), "OK")
				c.do("INCR n")
			}
		})
	}
	wg.Wait()
	c := dialTest(t, addr)
	c.want("MULTI", "OK")
	c.want("SELECT late", "QUEUED")
	c.want("SET k v", "QUEUED")
	c.do("EXEC")
	c.want("RESET", "RESET")
	c.want("SELECT a/b", "ERR a store's name has 1 to 128 of the characters A-Z a-z 0-9 _ . : - and is not a number")
	if n := srv.stores.Len(); n != 51 {
		t.Errorf("%d stores", n)
	}
	stop()
	c = reload(t, dir)
	for i := range 50 {
		c.want(fmt.Sprintf("SELECT s%d", i), "OK")
		c.want("GET n", "8")
	}
	c.want("SELECT late", "OK")
	c.want("GET k", "v")
}

// Whoever uses a store that is dropped hears of it at the next command, and sees nothing of the store that gets its number.
func TestDropInUse(t *testing.T) {
	t.Parallel()
	srv, addr := serving(t)
	admin, user, waiting, queuing, watching, resting := dial(t, addr), dial(t, addr), dial(t, addr), dial(t, addr), dial(t, addr), dial(t, addr)
	admin.want("STORE CREATE a token x", "OK")
	for _, p := range []*peer{user, waiting, queuing, watching, resting} {
		p.want("SELECT a", "OK")
	}
	user.want("SET k mine", "OK")
	waiting.waits(srv, "BLPOP l m 0")
	queuing.want("MULTI", "OK")
	queuing.want("SET k v", "QUEUED")
	watching.want("WATCH k", "OK")
	watching.want("SELECT 0", "OK")
	watching.want("MULTI", "OK")
	watching.want("PING", "QUEUED")

	admin.want("STORE DROP a", "OK")
	admin.want("STORE CREATE b", "OK")
	admin.want("SELECT b", "OK")
	admin.want("SET k other", "OK")
	admin.want("RPUSH l other", "1")

	waiting.wantReply(storeGone)
	queuing.want("EXEC", "EXECABORT Transaction discarded because of: "+strings.TrimPrefix(storeGone, "ERR "))
	watching.want("EXEC", "")
	for _, p := range []*peer{user, waiting, queuing, resting} {
		for _, line := range []string{"GET k", "KEYS *", "DBSIZE", "MULTI", "EVAL 'return 1' 0", "FLUSHDB", "LPOP l", "SWAPDB 0 1", "WATCH k", "CONFIG GET port"} {
			p.want(line, storeGone)
		}
		p.want("PING", "PONG")
		p.want("STORE LIST", "[b]")
	}
	user.want("SELECT 0", "OK")
	user.want("GET k", "")
	waiting.want("RESET", "RESET")
	waiting.want("DBSIZE", "0")
	queuing.want("SELECT b", "OK")
	queuing.want("GET k", "other")
	queuing.want("LPOP l", "other")
	wantWaiting(t, srv, 0, 0)
}

// A transaction may drop the store that it uses; what comes behind is refused.
func TestDropInTransaction(t *testing.T) {
	t.Parallel()
	_, addr := serving(t)
	p := dial(t, addr)
	p.want("STORE CREATE a", "OK")
	p.want("SELECT a", "OK")
	for _, line := range []string{"SET k v", "STORE DROP a", "SET k v", "STORE CREATE b", "DBSIZE", "SELECT b", "DBSIZE"} {
		if line == "SET k v" {
			p.do("MULTI")
		}
		p.want(line, "QUEUED")
	}
	p.want("EXEC", "[OK OK "+storeGone+" OK "+storeGone+" OK 0]")
}

// A numbered database has a name and keeps its keys without.
func TestDropNumbered(t *testing.T) {
	t.Parallel()
	_, addr := serving(t)
	p := dial(t, addr)
	p.want("STORE CREATE a db 0", "OK")
	p.want("SET k v", "OK")
	p.want("STORE DROP a", "OK")
	p.want("GET k", "v")
	p.want("STORE DROP a", "NOSTORE no store is named 'a'")
}

func TestStoresInCluster(t *testing.T) {
	t.Parallel()
	_, addr := serving(t, "cluster-enabled yes", "store-auto-create yes")
	p := dial(t, addr)
	p.want("STORE CREATE a", "ERR there are no stores in cluster mode")
	p.want("SELECT a", "ERR value is not an integer or out of range")
}

// Neither MONITOR nor the slow log nor the server's log file shows a token.
func TestTokensAreSecret(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	addr, stop := serveLog(t, logServer(t, dir, "--slowlog-log-slower-than", "0"), aof.OS())
	c := dialTest(t, addr)
	c.want("STORE CREATE a token hush-1 ro token hush-2", "OK")
	c.want("STORE ALTER a untoken hush-1 token hush-3", "OK")
	p := dial(t, addr)
	if got := p.do("SLOWLOG GET -1"); strings.Contains(got, "hush") || !strings.Contains(got, "STORE CREATE a token (redacted) ro token (redacted)") {
		t.Errorf("SLOWLOG GET shows %s", got)
	}
	if got := p.do("STORE INFO a"); strings.Contains(got, "hush") {
		t.Errorf("STORE INFO shows %s", got)
	}
	stop()
	if got := strings.Join(logged(t, dir), "\n"); strings.Contains(got, "hush") {
		t.Errorf("the log has\n%s", got)
	}
}

// storeLog is a server on dir with these lines in its configuration.
func storeLog(t *testing.T, dir string, lines ...string) *Server {
	t.Helper()
	text := "appendonly yes\nport 0\ndir " + dir + "\n" + strings.Join(lines, "\n")
	cfg, _, err := config.Parse([]string{"-"}, strings.NewReader(text))
	if err != nil {
		t.Fatal(err)
	}
	srv, err := New(Options{Config: cfg})
	if err != nil {
		t.Fatal(err)
	}
	return srv
}

// What the configuration says of a store holds, whatever the log says; other stores are as they were.
func TestStoresOverRestarts(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	addr, stop := serveLog(t, storeLog(t, dir, "store web preset spin token x", "store two db 2"), aof.OS())
	c := dialTest(t, addr)
	c.want("STORE CREATE free max-keys 5 evict", "OK")
	c.want("STORE CREATE gone", "OK")
	c.want("STORE ALTER web preset fal2", "OK")
	for _, name := range []string{"gone", "web", "free", "two"} {
		c.want("SELECT "+name, "OK")
		c.want("SET k "+name, "OK")
	}
	c.want("STORE DROP gone", "OK")
	c.want("STORE CREATE next", "OK")
	stop()

	check := func(srv *Server, addr, web string) {
		t.Helper()
		c := dialTest(t, addr)
		for name, want := range map[string]string{"web": web, "two": "two db 2", "free": "free max-keys 5 evict", "next": "next"} {
			s := srv.stores.Get([]byte(name))
			if s == nil {
				t.Fatalf("there is no store %s", name)
			}
			if got := strings.Join(s.Line(16), " "); got != want {
				t.Errorf("store %s, want %s", got, want)
			}
		}
		if n := srv.stores.Len(); n != 4 {
			t.Errorf("%d stores", n)
		}
		for _, name := range []string{"web", "free", "two"} {
			c.want("SELECT "+name, "OK")
			c.want("GET k", name)
		}
		c.want("SELECT next", "OK")
		c.want("GET k", "(nil)")
	}
	for _, how := range []string{"", "BGREWRITEAOF", "DEBUG LOADAOF", "DEBUG RELOAD"} {
		srv := storeLog(t, dir, "enable-debug-command yes", "store web max-keys 9 reject", "store two db 2")
		addr, stop := serveLog(t, srv, aof.OS())
		c := dialTest(t, addr)
		check(srv, addr, "web max-keys 9 reject")
		if how != "" {
			c.do(how)
			c.infoUntil("aof_rewrite_in_progress:0")
			check(srv, addr, "web max-keys 9 reject")
		}
		stop()
	}
	srv := storeLog(t, dir)
	addr, stop = serveLog(t, srv, aof.OS())
	check(srv, addr, "web max-keys 9 reject")
	stop()
}

// A server whose clients may not use STORE, nor PEXPIREAT, reads what it has logged itself.
func TestStoresWithoutCommand(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	lines := []string{"store web token x", `rename-command STORE ""`, `rename-command PEXPIREAT ""`}
	for range 2 {
		addr, stop := serveLog(t, storeLog(t, dir, lines...), aof.OS())
		c := dialTest(t, addr)
		c.want("SELECT web", "OK")
		c.want("SET k v EX 1000", "OK")
		c.want("GETEX k EX 2000", "v")
		stop()
	}
}

// MOVE and COPY know stores by their names; the log has numbers. Rules hold for what comes in that way.
func TestMoveToStore(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	addr, stop := serveLog(t, logServer(t, dir), aof.OS())
	dialTest(t, addr) // waits for the end of loading
	p := dial(t, addr)
	p.want("SET a 1", "OK")
	p.want("MOVE a web", "ERR value is not an integer or out of range")
	p.want("STORE CREATE web max-keys 2 reject", "OK")
	p.want("MSET b 2 c 3 d 4", "OK")
	p.want("MOVE a web", "1")
	p.want("COPY b b DB web", "1")
	p.want("COPY b b REPLACE DB web", "1")
	p.want("COPY c c DB web", "STOREFULL store 'web' holds its 2 keys")
	p.want("MOVE c web", "STOREFULL store 'web' holds its 2 keys")
	p.want("COPY c c DB 16", "ERR DB index is out of range")
	p.want("MOVE c other", "NOSTORE no store is named 'other'")
	p.want("COPY c c DB other", "NOSTORE no store is named 'other'")
	p.want("MULTI", "OK")
	p.want("SELECT web", "QUEUED")
	p.want("MOVE a 0", "QUEUED")
	p.want("SELECT 0", "QUEUED")
	p.want("COPY a e DB web", "QUEUED")
	p.want("EXEC", "[OK 1 OK 1]")
	stop()
	c := reload(t, dir)
	c.want("GET a", "1")
	c.want("GET c", "3")
	c.want("SELECT web", "OK")
	p = dial(t, c.nc.RemoteAddr().String())
	p.want("SELECT web", "OK")
	p.want("MGET a b c e", "[2  1]")
}

// A script may use a store that is made by that, even one that has lent the gate.
func TestScriptMakesStore(t *testing.T) {
	t.Parallel()
	srv, addr := serving(t, "store-auto-create yes", "busy-reply-threshold 1")
	p, other := dial(t, addr), dial(t, addr)
	p.send(`EVAL "while not redis.call('GET','go') do for i=1,100000 do end redis.call('SELECT','made') redis.call('SELECT','0') redis.call('SELECT','made'..redis.call('INCR','n')) redis.call('SELECT','0') if redis.call('GET','n')=='3' then redis.call('SET','go','1') end end return 'done'" 0`)
	eventually(t, "the script lends the gate", func() bool { return strings.HasPrefix(other.do("PING"), "BUSY") || srv.stores.Len() == 4 })
	p.wantReply("done")
	other.want("STORE LIST", "[made made1 made2 made3]")
}

// A store keeps its database: a configuration that gives it another one is refused.
func TestStoreDatabaseMoves(t *testing.T) {
	t.Parallel()
	for _, tt := range [][2]string{{"store a", "store a db 2"}, {"store a db 2", "store a"}, {"store a db 2", "store a db 3"}} {
		dir := t.TempDir()
		addr, stop := serveLog(t, storeLog(t, dir, tt[0]), aof.OS())
		dialTest(t, addr)
		stop()
		err := storeLog(t, dir, "# a comment", tt[1]).Run(t.Context())
		if err == nil || !strings.Contains(err.Error(), "at line 5\n>>> '"+tt[1]+"'\nin the log the store has another database") {
			t.Errorf("%s, then %s: error %v", tt[0], tt[1], err)
		}
	}
}

func TestStoreLineErrors(t *testing.T) {
	t.Parallel()
	for lines, want := range map[string]string{
		"store":                                    "at line 1\n>>> 'store'\nBad directive or wrong number of arguments\nstore takes a name and options",
		"\nstore 7":                                "at line 2\n>>> 'store 7'\na store's name has",
		"store a max 5":                            "at line 1\n>>> 'store a max 5'\nunknown option \"max\"",
		"store a\nport 1\nstore a":                 "at line 3\n>>> 'store a'\na store can be defined once only",
		"databases 4\nstore a db 4":                "at line 2\n>>> 'store a db 4'\ndb is not below databases",
		"cluster-enabled yes\nstore a":             "at line 2\n>>> 'store a'\nthere are no stores in cluster mode",
		"stor a":                                   "Did you mean store?",
		"store-auto-create maybe":                  "argument(s) must be one of the following: no, yes, fal1, fal2, invoke, spin",
		"store a db 1\nstore b db 1\nport 0":       "at line 2\n>>> 'store b db 1'\ndatabase 1 is store 'a'",
		"store a token x\nstore b token x\nport 0": "at line 2\n>>> 'store b token x'\na token of store 'b' opens store 'a' already",
	} {
		cfg, _, err := config.Parse([]string{"-"}, strings.NewReader(lines))
		if err == nil {
			err = Check(cfg)
		}
		if err == nil {
			var srv *Server
			if srv, err = New(Options{Config: cfg}); err == nil {
				err = srv.Run(t.Context())
			}
		}
		if err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%q: error %v, want %s", lines, err, want)
		}
	}
}
