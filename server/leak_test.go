package server

import (
	"bytes"
	"crypto/sha1"
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"

	"redstart/server/client"
	"redstart/server/command"
)

// What stands in the secrets of others: in names, which a tenant may guess, and in what it cannot know.
const (
	markName  = "NAMEMARK"
	markValue = "VALUEMARK"
)

// neighbours is a server with the secrets of others in the databases 0 and 1 and in a store, and with clients that leave more of them while
// tenants run commands: in the store "mine", or in database 3.
type neighbours struct {
	*Server
	t        *testing.T
	root     *session
	others   []*session
	activity [][]byte
}

func say(s *session, lines ...string) []byte {
	var b []byte
	for _, l := range lines {
		b = append(append(b, l...), "\r\n"...)
	}
	return s.feed(b)
}

func newNeighbours(t *testing.T) *neighbours {
	t.Helper()
	n := &neighbours{Server: configured(t, "requirepass "+markValue, "enable-debug-command yes", "slowlog-log-slower-than 0", "latency-monitor-threshold 1"), t: t}
	n.root = quietSession(t, n.Server)
	n.acl.BecomeDefault(n.root.c)
	for range 4 {
		o := quietSession(t, n.Server)
		n.acl.BecomeDefault(o.c)
		n.others = append(n.others, o)
	}
	secrets := []string{
		"STORE CREATE " + markName + "zero db 0", "STORE CREATE " + markName + "store max-keys 100 evict token " + markValue,
		"STORE CREATE mine token full token read ro",
		"ACL SETUSER bound on >p ~* &own* +@all store:3", "ACL SETUSER of on >p ~* &own* +@all store:mine", "ACL SETUSER " + markName + "user on >" + markValue + " ~" + markName + " +get",
		"CONFIG SET notify-keyspace-events AKE",
		"SCRIPT LOAD \"return '" + markValue + "'\"",
		"FUNCTION LOAD \"#!lua name=" + markName + "lib\\nredis.register_function('" + markName + "fn', function() local secret = '" + markValue + "' return 1 end)\"",
		"EVAL \"return redis.error_reply('" + markName + "ERR " + markValue + "')\" 0",
		"AUTH " + markName + "user x",
	}
	for _, db := range []string{"0", "1", markName + "store"} {
		secrets = append(secrets, "SELECT "+db)
		for _, k := range []string{"k1", markName + ":k"} {
			secrets = append(secrets, "SET "+k+" "+markValue, "RPUSH "+k+"l "+markValue, "HSET "+k+"h f "+markValue, "SADD "+k+"s "+markValue,
				"ZADD "+k+"z 1 "+markValue, "XADD "+k+"x 1-1 f "+markValue)
		}
	}
	say(n.root, secrets...)
	say(n.others[0], "CLIENT SETNAME "+markName+"name", "CLIENT SETINFO LIB-NAME "+markName+"lib", "SELECT 1")
	say(n.others[1], "HELLO 3", "SUBSCRIBE "+markName+"chan", "PSUBSCRIBE "+markName+"*", "SSUBSCRIBE "+markName+"shard")
	say(n.others[2], "WATCH "+markName+":k", "MULTI", "SET "+markName+":k "+markValue)
	say(n.others[3], "BLPOP "+markName+":none 0")
	for _, db := range []string{"3", "mine"} {
		say(n.root, "SELECT "+db, "SET k1 own", "RPUSH l1 own", "SELECT 0")
	}
	for _, l := range []string{
		"SELECT 0", "INCR " + markName + ":n", "APPEND k1 " + markValue, "PUBLISH " + markName + "chan " + markValue,
		"PUBLISH " + markValue + " x", "SELECT 1", "HINCRBY " + markName + ":c f 1", "SET k1 " + markValue, "DEL " + markName + ":c",
		"GET " + markName + ":missing", "SPUBLISH x " + markValue, "EVAL \"return '" + markValue + "'\" 0", "SELECT " + markName + "store", "SET k1 " + markValue, "INCR " + markName + ":n",
		"SWAPDB 5 6", "STORE CREATE " + markName + "new token " + markValue + "2", "STORE DROP " + markName + "new", "SELECT 7", "FLUSHDB", "SELECT 1",
	} {
		n.activity = append(n.activity, []byte(l+"\r\n"))
	}
	return n
}

// act has the others do something.
func (n *neighbours) act() {
	for _, b := range n.activity {
		n.others[0].feed(b)
	}
}

// tenantGrammar makes requests, among them such as guess the names of others.
func tenantGrammar(r *rand.Rand, guess bool) *grammar {
	g := &grammar{}
	for range 40 {
		g.choices = append(g.choices, byte(r.Uint32()))
	}
	g.word = func(a *command.Argument) (string, bool) {
		pick := func(words ...string) (string, bool) { return words[r.IntN(len(words))], true }
		switch {
		case a.Type == command.KeyArg && guess:
			return pick("k1", "k1l", "k1h", "k1s", "k1z", "k1x", markName+":k", markName+":kl", markName+":kz")
		case a.Type == command.KeyArg:
			return pick("k1", "l1", "k2")
		case a.Type == command.PatternArg:
			return pick("*", "*", "k*")
		case a.Type == command.IntegerArg:
			return pick("0", "1", "2", "3", "100")
		case a.Type == command.StringArg && guess:
			return pick("0", "1", markName+"store", markName+"zero", markName+"chan", markName+"user", markName+"lib", markName+"fn", "default", "x")
		case a.Type == command.StringArg:
			return pick("*", "0", "1", "3", "16", "17", "mine", "all", "everything", "own", "x", "default", "f")
		}
		return "", false
	}
	return g
}

// modes are the ways in which a tenant runs a request.
var modes = map[string]func(words [][]byte) []byte{
	"plain": wire,
	"transaction": func(words [][]byte) []byte {
		return append(append([]byte("MULTI\r\n"), wire(words)...), "EXEC\r\n"...)
	},
	"script": func(words [][]byte) []byte {
		return wire(append([][]byte{[]byte("EVAL"), []byte("return redis.pcall(unpack(ARGV))"), []byte("0")}, words...))
	},
	"behind what tells of changes": func(words [][]byte) []byte {
		return append([]byte("CLIENT TRACKING ON BCAST\r\nPSUBSCRIBE *\r\nSUBSCRIBE own __keyevent@0__:set __keyspace@0__:k1\r\n"), wire(words)...)
	},
	"behind reads that are tracked": func(words [][]byte) []byte {
		return append([]byte("CLIENT TRACKING ON\r\nGET k1\r\n"), wire(words)...)
	},
	"behind MONITOR": func(words [][]byte) []byte { return append([]byte("MONITOR\r\n"), wire(words)...) },
}

// Nothing that a tenant can ask tells of others, and nothing that it can do touches them.
func TestNothingLeaks(t *testing.T) {
	t.Parallel()
	for name, enter := range map[string]string{
		"user":                     "AUTH bound p\r\nSELECT 3\r\n",
		"user of a store":          "AUTH of p\r\nSELECT mine\r\n",
		"user, nothing selected":   "AUTH bound p\r\n",
		"token":                    "AUTH full\r\n",
		"read-only token by HELLO": "HELLO 2 AUTH default read\r\n",
	} {
		for mode, wrap := range modes {
			t.Run(name+", "+mode, func(t *testing.T) {
				t.Parallel()
				n := newNeighbours(t)
				before := n.state()
				r := rand.New(rand.NewPCG(1, uint64(len(name)+len(mode))))
				for i := range 4 { // what it guesses, in the second half, gets into its own store
					n.table.Each(func(e *command.Entry) {
						if e.Run != nil {
							n.tryTenant(r, e, enter+[]string{"", "HELLO 3\r\n"}[i%2], wrap, i >= 2)
						}
					})
				}
				after := strings.Split(n.state(), "\n")
				for i, line := range strings.Split(before, "\n") {
					if i >= len(after) || after[i] != line {
						t.Fatalf("others are not what they were: %q, and were %q", after[min(i, len(after)-1)], line)
					}
				}
			})
		}
	}
}

// tryTenant has a new tenant run a request, and looks at all it gets.
func (n *neighbours) tryTenant(r *rand.Rand, e *command.Entry, enter string, wrap func([][]byte) []byte, guess bool) {
	s := quietSession(n.t, n.Server)
	n.acl.BecomeDefault(s.c)
	greeting := string(s.feed([]byte(enter)))
	if strings.Contains(greeting, "-") && !strings.Contains(enter, "HELLO 3") {
		n.t.Fatalf("entering with %q: %q", enter, greeting)
	}
	words := tenantGrammar(r, guess).request(e)
	got := bytes.Clone(s.feed(wrap(words)))
	n.act()
	got = append(got, s.feed([]byte("PING\r\n"))...)
	if drained := s.c.Out.Drained(); drained != nil {
		<-drained
	}
	got = append(got, s.conn.(*quiet).take()...)
	if bytes.Contains(got, []byte(markValue)) || !guess && bytes.Contains(got, []byte(markName)) {
		n.t.Errorf("%q tells\n%q", words, got)
	}
	s.c.Abandon()
	s.Unwatch()
	n.pubsub.Drop(s.c)
	n.track.Stop(s.c)
	n.clients.Remove(s.c)
	if s.work != nil {
		s.n, s.pos = 0, 0
	}
}

// state is what tenants must not change.
func (n *neighbours) state() string {
	var b strings.Builder
	b.Write(say(n.root, "SELECT 0", "EXISTS k1 k1l k1h k1s k1z k1x "+markName+":k", "LRANGE k1l 0 -1", "HGETALL k1h", "SMEMBERS k1s", "ZRANGE k1z 0 -1",
		"XLEN k1x", "SELECT 1", "EXISTS k1 k1l k1h k1s k1z k1x "+markName+":k", "GET "+markName+":k",
		"FUNCTION LIST", "ACL LIST", "STORE LIST", "STORE INFO "+markName+"store",
		"SCRIPT EXISTS "+fmt.Sprintf("%x", sha1Of("return '"+markValue+"'")), "CONFIG GET *", "PUBSUB CHANNELS *", "PUBSUB NUMPAT"))
	for _, o := range n.others {
		fmt.Fprintln(&b, o.c.Has(client.CloseNow), o.c.Waiting() != nil, o.c.Name(), o.c.DB.Load())
	}
	return b.String()
}

func sha1Of(s string) [20]byte { return sha1.Sum([]byte(s)) }
