package server

import (
	"strings"
	"testing"
)

// A user who is bound to stores uses no other database, whichever way it is named.
func TestBoundUser(t *testing.T) {
	t.Parallel()
	_, addr := serving(t)
	root, p := dial(t, addr), dial(t, addr)
	root.want("ACL SETUSER u on >p ~* &* +@all store:3 store:5:ro", "OK")
	root.want("SET k secret", "OK")
	const no0, no4 = "NOPERM this user has no access to store '0'", "NOPERM this user has no access to store '4'"
	const ro5 = "NOPERM this user may only read store '5'"
	p.want("AUTH u p", "OK")
	p.want("PING", "PONG")
	for _, tc := range [][2]string{
		{"GET k", no0},
		{"DBSIZE", no0},
		{"KEYS *", no0},
		{"SCAN 0", no0},
		{"RANDOMKEY", no0},
		{"FLUSHDB", no0},
		{"FLUSHALL", "NOPERM User u has no permissions to run the 'flushall' command"},
		{"EVAL return(1) 1 k", no0},
		{"SELECT 4", no4},
		{"SELECT 99", "NOPERM this user has no access to store '99'"},
		{"SELECT secret", "NOPERM this user has no access to store 'secret'"},
		{"SELECT 3", "OK"},
		{"SET k v", "OK"},
		{"MOVE k 4", no4},
		{"MOVE k 5", ro5},
		{"COPY k l DB 4", no4},
		{"COPY k l DB 5 REPLACE DB 3", "1"},
		{"COPY k l DB 3 REPLACE DB 5", ro5},
		{"COPY k m", "1"},
		{"SWAPDB 3 4", no4},
		{"SWAPDB 0 3", no0},
		{"SWAPDB 3 5", ro5},
		{"SWAPDB 3 3", "OK"},
		{"DBSIZE", "3"},
		{"CONFIG GET port", "NOPERM User u has no permissions to run the 'config|get' command"},
		{"SELECT 5", "OK"},
		{"GET k", ""},
		{"SET k v", ro5},
		{"FLUSHDB", ro5},
		{"MULTI", "OK"},
		{"SELECT 3", "QUEUED"},
		{"SET k w", "QUEUED"},
		{"SELECT 5", "QUEUED"},
		{"GET k", "QUEUED"},
		{"EXEC", "[OK OK OK]"},
		{"MULTI", "OK"},
		{"SET k w", ro5},
		{"EXEC", "EXECABORT Transaction discarded because of previous errors."},
	} {
		p.want(tc[0], tc[1])
	}
	if got := p.do(`EVAL "redis.call('SELECT',0)" 0`); !strings.HasPrefix(got, "ERR ACL failure in script: this user has no access to store '0'") {
		t.Errorf("a script gets %q", got)
	}
	root.want("ACL DRYRUN u SELECT 4", "User u has no permissions to access the '4' store")
	root.want("ACL DRYRUN u GET k", "User u has no permissions to access the '0' store")
	root.want("SELECT 3", "OK")
	root.want("ACL DRYRUN u GET k", "OK")
}

// A grant that is taken away is gone at once: for what is queued and for who waits, too.
func TestGrantIsTakenAway(t *testing.T) {
	t.Parallel()
	srv, addr := serving(t)
	root, p, q := dial(t, addr), dial(t, addr), dial(t, addr)
	root.want("ACL SETUSER u on >p ~* &* +@all store:3", "OK")
	for _, c := range []*peer{p, q} {
		c.want("AUTH u p", "OK")
		c.want("SELECT 3", "OK")
	}
	p.want("MULTI", "OK")
	p.want("GET k", "QUEUED")
	q.waits(srv, "BLPOP l 0")
	root.want("ACL SETUSER u resetstores store:4", "OK")
	p.want("EXEC", "[NOPERM ACLs rules changed between the moment the transaction was accumulated and the EXEC call. This command is no longer allowed for the following reason: no permission to access one of the stores]")
	root.want("SELECT 3", "OK")
	root.want("RPUSH l secret", "1")
	q.wantReply("NOPERM this user has no access to store '3'")
	p.want("GET k", "NOPERM this user has no access to store '3'")
	root.want("ACL SETUSER u allstores", "OK")
	p.want("LLEN l", "1")
}
