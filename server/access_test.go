package server

import (
	"strings"
	"testing"
)

// withTokens is a server where the tokens "full" and "read" open the store "mine", which is database 3, and "next" opens one without a number.
func withTokens(t *testing.T, directives ...string) (*Server, string) {
	t.Helper()
	return serving(t, append(directives, "store mine db 3 token full token read ro", "store next token next")...)
}

func TestTokens(t *testing.T) {
	t.Parallel()
	_, addr := withTokens(t, "requirepass pass")
	root, p, q := dial(t, addr), dial(t, addr), dial(t, addr)
	root.want("AUTH pass", "OK")
	p.want("AUTH wrong", "WRONGPASS invalid username-password pair or user is disabled.")
	p.want("GET k", "NOAUTH Authentication required.")
	p.want("AUTH full", "OK")
	p.want("ACL WHOAMI", "token:mine")
	p.want("SET k v", "OK")
	p.want("SELECT 3", "OK")
	p.want("SELECT 0", "NOPERM this user has no access to store '0'")
	p.want("CONFIG GET *", "NOPERM User token:mine has no permissions to run the 'config|get' command")
	q.want("AUTH default read", "OK")
	q.want("GET k", "v")
	q.want("SET k w", "NOPERM User token:mine has no permissions to run the 'set' command")
	q.want(`EVAL "return redis.pcall('GET','k')" 0`, "v")
	if got := q.do(`EVAL "return redis.call('SET','k','w')" 0`); !strings.HasPrefix(got, "ERR ACL failure in script") {
		t.Errorf("a script of a read-only token: %q", got)
	}
	for _, line := range []string{"KEYS *", "SCAN 0", "RANDOMKEY", "DBSIZE", "SORT_RO l", "MULTI", "EXEC", "INFO keyspace"} {
		if got := q.do(line); strings.Contains(got, "NOPERM") {
			t.Errorf("%s: %s", line, got)
		}
	}
	p.want("FLUSHDB", "OK")
	p.want("SET k v", "OK")
	root.want("GET k", "")
	root.want("SELECT 3", "OK")
	root.want("GET k", "v")
	if got := p.do("HELLO 2 AUTH default next"); strings.Contains(got, "WRONGPASS") {
		t.Error(got)
	}
	p.want("GET k", "")
	p.want("AUTH full", "OK")
	p.want("GET k", "v")
	p.want("STORE LIST", "[mine]")
	p.want("STORE INFO next", "NOPERM this user has no access to store 'next'")
	p.want("STORE CLEAR mine", "1")
	q.want("STORE CLEAR mine", "NOPERM User token:mine has no permissions to run the 'store|clear' command")
	root.want("STORE ALTER mine notokens token full", "OK")
	q.wantEnd()
	p.want("GET k", "")
	root.want("STORE DROP mine", "OK")
	p.wantEnd()
}

// A token that is taken back is worth nothing at once, also in the connections that have it.
func TestTokenIsTakenBack(t *testing.T) {
	t.Parallel()
	srv := configured(t, "requirepass pass")
	root, s, queued := quietSession(t, srv), quietSession(t, srv), quietSession(t, srv)
	ask := func(s *session, line, want string) {
		t.Helper()
		if got := string(say(s, line)); got != want {
			t.Errorf("%s: %q, want %q", line, got, want)
		}
	}
	const ok, gone, wrong = "+OK\r\n", "-NOAUTH Authentication required.\r\n", "-WRONGPASS invalid username-password pair or user is disabled.\r\n"
	ask(root, "AUTH pass", ok)
	ask(root, "STORE CREATE mine token t token u", ok)
	say(queued, "AUTH t", "SET k v", "MULTI", "GET k")
	ask(s, "AUTH t", ok)
	ask(s, "GET k", "$1\r\nv\r\n")
	ask(root, "STORE ALTER mine untoken t", ok)
	ask(s, "GET k", gone)
	ask(s, "PING", gone)
	ask(s, "AUTH t", wrong)
	ask(s, "GET k", gone)
	ask(queued, "EXEC", "-EXECABORT Transaction discarded because of: NOAUTH Authentication required.\r\n")
	ask(s, "AUTH u", ok)
	ask(s, "GET k", "$1\r\nv\r\n")
	ask(root, "STORE ALTER mine notokens token u ro", ok)
	ask(s, "GET k", gone) // it would be another user now
	ask(s, "AUTH u", ok)
	ask(s, "SET k w", "-NOPERM User token:mine has no permissions to run the 'set' command\r\n")
	ask(root, "STORE DROP mine", ok)
	ask(root, "STORE CREATE other token o", ok) // with the number that mine had
	ask(root, "SELECT other", ok)
	ask(root, "SET k secret", ok)
	for _, old := range []*session{s, queued} {
		if got := string(say(old, "GET k")); got[0] != '-' {
			t.Errorf("of another store: %q", got)
		}
	}
	ask(s, "AUTH u", wrong)
	ask(s, "AUTH pass", ok)
	ask(s, "SELECT 0", ok)
}

// A grant is one of the store that is called so now: not of one that gets its number.
func TestGrantOfDroppedStore(t *testing.T) {
	t.Parallel()
	srv := configured(t)
	root, s := quietSession(t, srv), quietSession(t, srv)
	say(root, "STORE CREATE mine", "ACL SETUSER u on nopass +@all ~* store:mine")
	if got := string(say(s, "AUTH u x", "SELECT mine", "SET k v")); got != "+OK\r\n+OK\r\n+OK\r\n" {
		t.Fatalf("%q", got)
	}
	say(root, "STORE DROP mine", "STORE CREATE other", "SELECT other", "SET k secret")
	for _, line := range []string{"GET k", "DBSIZE", "SELECT other", "SELECT mine", "SELECT 16", "STORE USAGE other", "STORE INFO other", "STORE CLEAR other"} {
		if got := string(say(s, line)); got[0] != '-' {
			t.Errorf("%s: %q", line, got)
		}
	}
	if got := string(say(s, "GET k")); got != "-NOPERM this user has no access to the selected store\r\n" && !strings.Contains(got, "NOSTORE") {
		t.Errorf("%q", got)
	}
	if got := string(say(s, "STORE LIST", "CLIENT INFO")); strings.Contains(got, "other") {
		t.Errorf("%q", got)
	}
	say(root, "STORE CREATE mine")
	if got := string(say(s, "SELECT mine", "GET k")); got != "+OK\r\n$-1\r\n" {
		t.Errorf("the new store: %q", got)
	}
}

// Where the default user has no password, a token still binds to its store.
func TestTokenOfOpenServer(t *testing.T) {
	t.Parallel()
	_, addr := withTokens(t)
	p := dial(t, addr)
	p.want("SET k v", "OK")
	p.want("AUTH x", "ERR AUTH <password> called without any password configured for the default user. Are you sure your configuration is correct?")
	p.want("AUTH default full", "OK")
	p.want("GET k", "")
	p.want("SELECT 0", "NOPERM this user has no access to store '0'")
	p.want("RESET", "RESET")
	p.want("AUTH full", "OK")
	p.want("SELECT 0", "NOPERM this user has no access to store '0'")
}

// Channels of those who have a token are their store's: nobody else hears, and nobody else is heard.
func TestChannelsOfStores(t *testing.T) {
	t.Parallel()
	_, addr := withTokens(t, "notify-keyspace-events KEA")
	root, p, q, other := dial(t, addr), dial(t, addr), dial(t, addr), dial(t, addr)
	p.want("AUTH full", "OK")
	q.want("AUTH read", "OK")
	other.want("AUTH next", "OK")
	p.want("PUBLISH c x", "0")
	q.want("SUBSCRIBE c", "[subscribe c 1]")
	q.want("PSUBSCRIBE __key*", "[psubscribe __key* 2]")
	other.want("SUBSCRIBE c", "[subscribe c 1]")
	p.want("PUBLISH c mine", "1")
	root.want("PUBLISH c shared", "0")
	p.want("PUBSUB CHANNELS", "[c]")
	p.want("PUBSUB NUMSUB c d", "[c 1 d 0]")
	p.want("PUBSUB NUMPAT", "1")
	root.want("PUBSUB NUMPAT", "0")
	root.want("PUBSUB CHANNELS", "[]")
	q.wantReply("[message c mine]")
	root.want("SET k v", "OK")
	root.want("SELECT 4", "OK")
	root.want("SET k v", "OK")
	p.want("SET k v", "OK")
	q.wantReply("[pmessage __key* __keyspace@3__:k set]")
	q.wantReply("[pmessage __key* __keyevent@3__:set k]")
	q.want("UNSUBSCRIBE", "[unsubscribe c 1]")
}

// A user who is bound to stores hears of their changes only, whatever it is subscribed to or tracks.
func TestBoundUserHears(t *testing.T) {
	t.Parallel()
	_, addr := serving(t, "notify-keyspace-events KEA")
	root, p, q, b := dial(t, addr), dial(t, addr), dial(t, addr), dial(t, addr)
	root.want("ACL SETUSER u on nopass ~* &* +@all store:3", "OK")
	for _, c := range []*peer{p, q, b} {
		c.do("HELLO 3 AUTH u x")
		c.want("SELECT 3", "OK")
	}
	p.want("PSUBSCRIBE __keyspace*", "[psubscribe __keyspace* 1]")
	q.want("CLIENT TRACKING ON", "OK")
	q.want("GET k", "")
	b.want("CLIENT TRACKING ON BCAST", "OK")
	root.want("SET k v", "OK")
	root.want("SET other v", "OK")
	root.want("FLUSHDB", "OK")
	root.want("SELECT 3", "OK")
	root.want("SET k w", "OK")
	p.wantReply("[pmessage __keyspace* __keyspace@3__:k set]")
	q.wantReply("[invalidate [k]]")
	b.wantReply("[invalidate [k]]")
	q.want("GET k", "w")
	root.want("FLUSHDB", "OK")
	q.wantReply("[invalidate]")
	b.wantReply("[invalidate]")
}

// INFO, CLIENT LIST and MONITOR tell a bound user of its own.
func TestBoundUserLooks(t *testing.T) {
	t.Parallel()
	_, addr := withTokens(t)
	root, p, m := dial(t, addr), dial(t, addr), dial(t, addr)
	root.want("SET secret v", "OK")
	root.want("CLIENT SETNAME root", "OK")
	p.want("AUTH full", "OK")
	m.want("AUTH full", "OK")
	p.want("CLIENT SETNAME tenant", "OK")
	p.want("SET k v", "OK")
	info := p.do("INFO everything")
	if !strings.Contains(info, "db3:keys=1") || strings.Contains(info, "db0:") || strings.Contains(info, "connected_clients") || strings.Contains(info, "cmdstat") || !strings.Contains(info, "redis_version") {
		t.Errorf("INFO tells\n%s", info)
	}
	root.want("ACL SETUSER u on nopass ~* &* +@all store:3", "OK")
	u := dial(t, addr)
	u.want("AUTH u x", "OK")
	if list := u.do("CLIENT LIST"); strings.Count(list, "id=") != 1 || !strings.Contains(list, "user=u") {
		t.Errorf("CLIENT LIST tells\n%s", list)
	}
	u.want("CLIENT KILL ID 1", "0")
	u.want("CLIENT KILL USER default", "ERR No such user 'default'")
	u.want("CLIENT UNBLOCK 1", "0")
	u.want("CLIENT TRACKING ON REDIRECT 1", "ERR The client ID you want redirect to does not exist")
	m.want("MONITOR", "OK")
	root.want("SET secret w", "OK")
	root.want("PING secret", "secret")
	root.want("SELECT 3", "OK")
	root.want("SET shared w", "OK")
	p.want("PING own", "own")
	for _, want := range []string{`"SELECT" "3"`, `"SET" "shared" "w"`, `"PING" "own"`} {
		if got := m.reply(); !strings.HasSuffix(got, want) {
			t.Errorf("MONITOR tells %q, want %s", got, want)
		}
	}
}

// The rules of a token are asked without an allocation.
func TestTokenAllocates(t *testing.T) {
	srv := configured(t)
	root, s := quietSession(t, srv), quietSession(t, srv)
	say(root, "STORE CREATE mine token t")
	say(s, "AUTH t", "SET k v")
	get := []byte("*2\r\n$3\r\nGET\r\n$1\r\nk\r\n")
	if n := testing.AllocsPerRun(100, func() { s.feed(get) }); n > 0 && !raceEnabled {
		t.Errorf("%v allocations", n)
	}
}
