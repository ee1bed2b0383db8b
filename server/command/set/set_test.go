package set

import (
	"strings"
	"testing"

	"redstart/server/command/commandbench"
	"redstart/storage"
)

func newBench(t testing.TB) *commandbench.Bench {
	return commandbench.New(t, storage.Options{Shards: 4, Seed: 1}, Commands)
}

// step is a line and what comes of it.
type step struct {
	line, reply string
	logged      string // "" for nothing; "=" for the line as it came
	events      string // joined by commas
}

func run(t *testing.T, steps []step) {
	t.Helper()
	b := newBench(t)
	for _, s := range steps {
		b.Expect(t, s.line, s.reply, s.logged, s.events)
	}
}

// list is a reply of several strings.
func list(members ...string) string {
	var b strings.Builder
	for i, m := range members {
		if i > 0 {
			b.WriteByte('\n')
		}
		b.WriteString(string(rune('1'+i)) + `) "` + m + `"`)
	}
	return b.String()
}

const wrongType = "(error) WRONGTYPE Operation against a key holding the wrong kind of value"

func TestMembers(t *testing.T) {
	run(t, []step{
		{"SADD s 3 1 2 1", "(integer) 3", "=", "sadd s"},
		{"SADD s 1 2", "(integer) 0", "", ""},
		{"SMEMBERS s", list("1", "2", "3"), "", ""},
		{"SADD s b a 01", "(integer) 3", "=", "sadd s"},
		{"SMEMBERS s", list("1", "2", "3", "b", "a", "01"), "", ""},
		{"SCARD s", "(integer) 6", "", ""},
		{"SCARD none", "(integer) 0", "", ""},
		{"SISMEMBER s 2", "(integer) 1", "", ""},
		{"SISMEMBER s 02", "(integer) 0", "", ""},
		{"SISMEMBER none 2", "(integer) 0", "", ""},
		{"SMISMEMBER s 2 x a 2", "1) (integer) 1\n2) (integer) 0\n3) (integer) 1\n4) (integer) 1", "", ""},
		{"SMISMEMBER none 2", "1) (integer) 0", "", ""},
		{"SMEMBERS none", "(empty array)", "", ""},
		{"SREM s 1 x a", "(integer) 2", "=", "srem s"},
		{"SREM s 1 x a", "(integer) 0", "", ""},
		{"SREM none 1", "(integer) 0", "", ""},
		{"SREM s 2 3 b 01", "(integer) 4", "=", "srem s,del s"},
		{"SCARD s", "(integer) 0", "", ""},
	})
}

func TestMove(t *testing.T) {
	run(t, []step{
		{"SADD a 1 2 x", "(integer) 3", "=", "sadd a"},
		{"SMOVE a b 1", "(integer) 1", "=", "srem a,sadd b"},
		{"SMOVE a b 9", "(integer) 0", "", ""},
		{"SMOVE a a x", "(integer) 1", "", ""},
		{"SMOVE a a y", "(integer) 0", "", ""},
		{"SADD b x", "(integer) 1", "=", "sadd b"},
		{"SMOVE a b x", "(integer) 1", "=", "srem a"},
		{"SMOVE a b 2", "(integer) 1", "=", "srem a,del a,sadd b"},
		{"SMOVE a b 2", "(integer) 0", "", ""},
		{"SMEMBERS b", list("1", "x", "2"), "", ""},
	})
}

func TestPopAndShow(t *testing.T) {
	run(t, []step{
		{"SPOP s", "(nil)", "", ""},
		{"SPOP s 3", "(empty array)", "", ""},
		{"SRANDMEMBER s", "(nil)", "", ""},
		{"SRANDMEMBER s -3", "(empty array)", "", ""},
		{"SADD s 7", "(integer) 1", "=", "sadd s"},
		{"SRANDMEMBER s", `"7"`, "", ""},
		{"SRANDMEMBER s 5", list("7"), "", ""},
		{"SRANDMEMBER s 0", "(empty array)", "", ""},
		{"SRANDMEMBER s -3", list("7", "7", "7"), "", ""},
		{"SPOP s 0", "(empty array)", "", ""},
		{"SPOP s", `"7"`, "SREM s 7", "spop s,del s"},
		{"SADD s 7 a", "(integer) 2", "=", "sadd s"},
		{"SPOP s 99", list("7", "a"), "DEL s", "spop s,del s"},
		{"SADD s 7 a", "(integer) 2", "=", "sadd s"},
		{"SPOP s -1", "(error) ERR value is out of range, must be positive", "", ""},
		{"SPOP s x", "(error) ERR value is out of range, must be positive", "", ""},
		{"SPOP s 1 2", "(error) ERR syntax error", "", ""},
		{"SRANDMEMBER s x", "(error) ERR value is not an integer or out of range", "", ""},
		{"SRANDMEMBER s -9223372036854775808", "(error) ERR value is out of range, value must between -9223372036854775807 and 9223372036854775807", "", ""},
		{"SRANDMEMBER s 9223372036854775807", list("7", "a"), "", ""},
		{"SRANDMEMBER s 1 2", "(error) ERR syntax error", "", ""},
	})
}

func TestCombine(t *testing.T) {
	run(t, []step{
		{"SADD a 1 2 3 x", "(integer) 4", "=", "sadd a"},
		{"SADD b 2 3 4", "(integer) 3", "=", "sadd b"},
		{"SINTER a b", list("2", "3"), "", ""},
		{"SINTER a b none", "(empty array)", "", ""},
		{"SINTER a", list("1", "2", "3", "x"), "", ""},
		{"SUNION a b none a", list("1", "2", "3", "x", "4"), "", ""},
		{"SDIFF a b", list("1", "x"), "", ""},
		{"SDIFF none b", "(empty array)", "", ""},
		{"SINTERCARD 2 a b", "(integer) 2", "", ""},
		{"SINTERCARD 2 a b LIMIT 1", "(integer) 1", "", ""},
		{"SINTERCARD 2 a b limit 0", "(integer) 2", "", ""},
		{"SINTERCARD 0 a", "(error) ERR numkeys should be greater than 0", "", ""},
		{"SINTERCARD x a", "(error) ERR numkeys should be greater than 0", "", ""},
		{"SINTERCARD 2 a", "(error) ERR Number of keys can't be greater than number of args", "", ""},
		{"SINTERCARD 1 a b", "(error) ERR syntax error", "", ""},
		{"SINTERCARD 1 a LIMIT", "(error) ERR syntax error", "", ""},
		{"SINTERCARD 1 a LIMIT -1", "(error) ERR LIMIT can't be negative", "", ""},
		{"SINTERCARD 1 a LIMIT x", "(error) ERR LIMIT can't be negative", "", ""},
		{"SINTERSTORE d a b", "(integer) 2", "=", "sinterstore d"},
		{"SMEMBERS d", list("2", "3"), "", ""},
		{"SUNIONSTORE d d b", "(integer) 3", "=", "sunionstore d"},
		{"SDIFFSTORE d d a", "(integer) 1", "=", "sdiffstore d"},
		{"SMEMBERS d", list("4"), "", ""},
		{"SDIFFSTORE d d d", "(integer) 0", "=", "del d"},
		{"SDIFFSTORE d d d", "(integer) 0", "", ""},
		{"SINTERSTORE a none", "(integer) 0", "=", "del a"},
	})
}

func TestScan(t *testing.T) {
	run(t, []step{
		{"SADD s 1 2 x", "(integer) 3", "=", "sadd s"},
		{"SSCAN s 0", "1) \"0\"\n2) 1) \"1\"\n   2) \"2\"\n   3) \"x\"", "", ""},
		{"SSCAN s 0 COUNT 1 MATCH [12]", "1) \"0\"\n2) 1) \"1\"\n   2) \"2\"", "", ""},
		{"SSCAN none 0", "1) \"0\"\n2) (empty array)", "", ""},
		{"SSCAN none 0 BOGUS", "1) \"0\"\n2) (empty array)", "", ""},
		{"SSCAN none x", "(error) ERR invalid cursor", "", ""},
		{"SSCAN s 0 COUNT 0", "(error) ERR syntax error", "", ""},
		{"SSCAN s 0 TYPE set", "(error) ERR syntax error", "", ""},
		{"SSCAN s 0 NOVALUES", "(error) ERR NOVALUES option can only be used in HSCAN", "", ""},
	})
}
