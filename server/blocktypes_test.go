package server

import (
	"strings"
	"testing"
)

// What Redis 8.0.2 answers to clients that wait for lists, sorted sets and streams, recorded from it. Each step is a line of a client;
// a line of a, b or c that ends in ... waits, and one that begins with < is what that client gets then.
func TestBlockingCommands(t *testing.T) {
	t.Parallel()
	const wrongType = "WRONGTYPE Operation against a key holding the wrong kind of value"
	const noGroup = "NOGROUP No such key 's' or consumer group 'g' in XREADGROUP with GROUP option"
	for _, tc := range []struct{ name, script string }{
		{"wrong type behind a missing key", `
			> SET s x | OK
			> RPUSH l 1 | 1
			a BLPOP no s 0 | ` + wrongType + `
			a BLPOP l s 0 | [l 1]
			a BLPOP s l 0 | ` + wrongType},
		{"becomes a string", `
			a BLPOP k 0 ...
			> SET k v | OK
			> DEL k | 1
			> RPUSH k v | 1
			a < [k v]`},
		{"one key a string, the other pushed", `
			a BLPOP k l 0 ...
			> SET k v | OK
			> RPUSH l v | 1
			a < ` + wrongType},
		{"the destination holds another type", `
			> SET dst v | OK
			a BLMOVE src dst LEFT LEFT 0 ...
			b BLPOP src 0 ...
			> RPUSH src 1 | 1
			a < ` + wrongType + `
			b < [src 1]
			> LLEN src | 0`},
		{"appears by RENAME", "a BLPOP k 0 ...\n> RPUSH x 1 | 1\n> RENAME x k | OK\na < [k 1]"},
		{"appears by COPY", "a BLPOP k 0 ...\n> RPUSH x 1 | 1\n> COPY x k | 1\na < [k 1]\n> LLEN x | 1"},
		{"appears by SWAPDB", "a BLPOP k 0 ...\n> SELECT 1 | OK\n> RPUSH k 1 | 1\n> SWAPDB 0 1 | OK\na < [k 1]\n> DBSIZE | 0"},
		{"order of keys", "a BLPOP k1 k2 0 ...\n> RPUSH k2 b | 1\na < [k2 b]"},
		{"a key twice", "a BLPOP k k 0 ...\n> RPUSH k 1 2 | 2\na < [k 1]\n> LLEN k | 1"},
		{"three wait for one push", `
			a BLPOP k 0 ...
			b BRPOP k 0 ...
			c BLPOP k 0 ...
			> RPUSH k 1 2 3 4 | 4
			a < [k 1]
			b < [k 4]
			c < [k 2]
			> LRANGE k 0 -1 | [3]`},
		{"many at once", `
			a BLMPOP 0 2 x k LEFT COUNT 2 ...
			b BLMPOP 0 1 k RIGHT COUNT 10 ...
			> RPUSH k 1 2 3 4 | 4
			a < [k [1 2]]
			b < [k [4 3]]`},
		{"a chain", `
			a BLMOVE k1 k2 LEFT LEFT 0 ...
			b BRPOPLPUSH k2 k3 0 ...
			c BLPOP k3 0 ...
			> RPUSH k1 v | 1
			a < v
			b < v
			c < [k3 v]
			> DBSIZE | 0`},
		{"to itself", `
			a BLMOVE k1 k1 LEFT RIGHT 0 ...
			b BLPOP k1 0 ...
			> RPUSH k1 v | 1
			a < v
			b < [k1 v]`},
		{"sorted sets", `
			a BZPOPMIN z 0 ...
			b BZMPOP 0 1 z MAX COUNT 2 ...
			> RPUSH z 1 | 1
			> DEL z | 1
			> ZADD z 1 a 2 b 3 c | 3
			a < [z a 1]
			b < [z [[c 3] [b 2]]]
			> EXISTS z | 0`},
		{"sorted sets by ZUNIONSTORE", `
			a BZPOPMAX z 0 ...
			> ZADD x 1 a 2 b | 2
			> ZUNIONSTORE z 1 x | 2
			a < [z b 2]`},
		{"streams", `
			> XADD s 1-1 a b | 1-1
			a XREAD BLOCK 0 STREAMS s $ ...
			b XREAD BLOCK 0 STREAMS t s 0 1-0 | [[s [[1-1 [a b]]]]]
			> DEL s | 1
			> SET s x | OK
			> DEL s | 1
			> XADD s 0-5 a b | 0-5
			> XADD s 1-2 a b | 1-2
			a < [[s [[1-2 [a b]]]]]`},
		{"all who read a stream get it", `
			a XREAD BLOCK 0 STREAMS s 0 ...
			b XREAD BLOCK 0 STREAMS s $ ...
			> XADD s 1-1 a b | 1-1
			a < [[s [[1-1 [a b]]]]]
			b < [[s [[1-1 [a b]]]]]`},
		{"consumers take turns", `
			> XGROUP CREATE s g $ MKSTREAM | OK
			a XREADGROUP GROUP g one BLOCK 0 STREAMS s > ...
			b XREADGROUP GROUP g two BLOCK 0 STREAMS s > ...
			> XADD s 1-1 a b | 1-1
			a < [[s [[1-1 [a b]]]]]
			> XADD s 1-2 a b | 1-2
			b < [[s [[1-2 [a b]]]]]
			> XPENDING s g | [2 1-1 1-2 [[one 1] [two 1]]]`},
		{"the group goes with its key", groupGoes("DEL s | 1", noGroup)},
		{"the group goes with the database", groupGoes("FLUSHALL | OK", noGroup)},
		{"the group goes to another database", groupGoes("SWAPDB 0 5 | OK", noGroup)},
		{"the group is renamed with its key", groupGoes("RENAME s s2 | OK", noGroup)},
		{"the group's key becomes a string", groupGoes("SET s x | OK", wrongType)},
		{"the group is destroyed", groupGoes("XGROUP DESTROY s g | 1", noGroup)},
		{"the group's key expires", groupGoes("PEXPIRE s 1 | 1", noGroup)},
	} {
		t.Run(tc.name, func(t *testing.T) {
			t.Parallel()
			srv, addr := serving(t)
			peers := map[string]*peer{">": dial(t, addr), "a": dial(t, addr), "b": dial(t, addr), "c": dial(t, addr)}
			for line := range strings.Lines(tc.script) {
				if line = strings.TrimSpace(line); line != "" {
					runStep(t, srv, peers, line)
				}
			}
			wantWaiting(t, srv, 0, 0)
		})
	}
}

// groupGoes is the script of a reader of a group to whom something happens.
func groupGoes(how, reply string) string {
	return "> XGROUP CREATE s g $ MKSTREAM | OK\na XREADGROUP GROUP g me BLOCK 0 STREAMS s > ...\n> " + how + "\na < " + reply
}

// runStep runs one line of a script.
func runStep(t *testing.T, srv *Server, peers map[string]*peer, line string) {
	t.Helper()
	who, rest, _ := strings.Cut(line, " ")
	p := peers[who]
	if reply, ok := strings.CutPrefix(rest, "< "); ok {
		p.wantReply(reply)
	} else if wait, ok := strings.CutSuffix(rest, " ..."); ok {
		p.waits(srv, wait)
	} else {
		words, reply, _ := strings.Cut(rest, " | ")
		p.want(words, reply)
	}
}
