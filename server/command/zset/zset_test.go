package zset

import (
	"testing"

	"redstart/server/command/commandbench"
	"redstart/server/command/set"
	"redstart/server/command/str"
	"redstart/server/config"
	"redstart/storage"
)

func newBench(t testing.TB) *commandbench.Bench {
	return commandbench.New(t, storage.Options{Shards: 4, Seed: 1}, Commands, set.Commands, str.Commands)
}

// run runs the steps in both forms of the values.
func run(t *testing.T, steps []commandbench.Step) {
	t.Helper()
	for name, entries := range map[string]string{"packed": "128", "large": "0"} {
		t.Run(name, func(t *testing.T) {
			b := newBench(t)
			limit(t, b, entries)
			b.Steps(t, steps)
		})
	}
}

// limit sets how many elements a packed set may have.
func limit(t testing.TB, b *commandbench.Bench, entries string) {
	t.Helper()
	if err := b.Ctx.Srv.Config.Set([]config.Pair{{Name: "zset-max-listpack-entries", Value: entries}}, false); err != nil {
		t.Fatal(err)
	}
}

const wrongType = "(error) WRONGTYPE Operation against a key holding the wrong kind of value"

func TestZadd(t *testing.T) {
	run(t, []commandbench.Step{
		{"ZADD z 1 a 2 b", "(integer) 2", "=", "zadd z"},
		{"ZADD z 1 a", "(integer) 0", "", ""},
		{"ZADD z 3 a 4 c", "(integer) 1", "=", "zadd z"},
		{"ZADD z CH 3 a 5 c", "(integer) 1", "=", "zadd z"},
		{"ZADD z NX 9 a 6 d", "(integer) 1", "=", "zadd z"},
		{"ZADD z XX 9 new", "(integer) 0", "", ""},
		{"ZADD z xx ch 4 a 9 new", "(integer) 1", "=", "zadd z"},
		{"ZADD z GT CH 3 a", "(integer) 0", "", ""},
		{"ZADD z GT CH 5 a", "(integer) 1", "=", "zadd z"},
		{"ZADD z LT CH 6 a", "(integer) 0", "", ""},
		{"ZADD z LT CH 4 a 0 e", "(integer) 2", "=", "zadd z"},
		{"ZADD z INCR 1.5 a", `"5.5"`, "=", "zincr z"},
		{"ZADD z INCR 0 a", `"5.5"`, "", ""},
		{"ZADD z NX INCR 1 a", "(nil)", "", ""},
		{"ZADD z XX INCR 1 new", "(nil)", "", ""},
		{"ZADD z GT INCR -1 a", "(nil)", "", ""},
		{"ZADD z LT INCR -1 a", `"4.5"`, "=", "zincr z"},
		{"ZINCRBY z 1 fresh", `"1"`, "=", "zincr z"},
		{"ZINCRBY z inf a", `"inf"`, "=", "zincr z"},
		{"ZINCRBY z -inf a", "(error) ERR resulting score is not a number (NaN)", "", ""},
		{"ZRANGE z 0 -1", "1) \"e\"\n2) \"fresh\"\n3) \"b\"\n4) \"c\"\n5) \"d\"\n6) \"a\"", "", ""},
		{"ZADD none XX 1 a", "(integer) 0", "", ""},
		{"ZADD none XX INCR 1 a", "(nil)", "", ""},
		{"ZCARD none", "(integer) 0", "", ""},
		{"ZADD z GT CH", "(error) ERR syntax error", "", ""},
		{"ZADD z 1 a 2", "(error) ERR syntax error", "", ""},
		{"ZADD z NX XX 1 a", "(error) ERR XX and NX options at the same time are not compatible", "", ""},
		{"ZADD z NX GT 1 a", "(error) ERR GT, LT, and/or NX options at the same time are not compatible", "", ""},
		{"ZADD z GT LT 1 a", "(error) ERR GT, LT, and/or NX options at the same time are not compatible", "", ""},
		{"ZADD z INCR 1 a 2 b", "(error) ERR INCR option supports a single increment-element pair", "", ""},
		{"ZADD z 7 a nan b", "(error) ERR value is not a valid float", "", ""},
		{"ZADD z x a", "(error) ERR value is not a valid float", "", ""},
		{"ZINCRBY z x a", "(error) ERR value is not a valid float", "", ""},
		{"ZSCORE z a", `"inf"`, "", ""},
		{"SET s x", "OK", "=", "set s"},
		{"ZADD s 1 a", wrongType, "", ""},
		{"ZADD s x a", "(error) ERR value is not a valid float", "", ""},
		{"ZINCRBY s 1 a", wrongType, "", ""},
	})
}

func TestLookups(t *testing.T) {
	run(t, []commandbench.Step{
		{"ZADD z 1 a 2 b 2 c 3 10", "(integer) 4", "=", "zadd z"},
		{"ZCARD z", "(integer) 4", "", ""},
		{"ZSCORE z 10", `"3"`, "", ""},
		{"ZSCORE z x", "(nil)", "", ""},
		{"ZSCORE none x", "(nil)", "", ""},
		{"ZMSCORE z a x 10", "1) \"1\"\n2) (nil)\n3) \"3\"", "", ""},
		{"ZMSCORE none a", "1) (nil)", "", ""},
		{"ZRANK z c", "(integer) 2", "", ""},
		{"ZREVRANK z c", "(integer) 1", "", ""},
		{"ZRANK z c WITHSCORE", "1) (integer) 2\n2) \"2\"", "", ""},
		{"ZRANK z x", "(nil)", "", ""},
		{"ZRANK none x WITHSCORE", "(nil)", "", ""},
		{"ZRANK z c WITHSCORES", "(error) ERR syntax error", "", ""},
		{"ZRANK z c WITHSCORE x", "(error) ERR wrong number of arguments for 'zrank' command", "", ""},
		{"ZCOUNT z (1 2", "(integer) 2", "", ""},
		{"ZCOUNT z -inf (3", "(integer) 3", "", ""},
		{"ZCOUNT z 2 1", "(integer) 0", "", ""},
		{`ZCOUNT z "" 1`, "(integer) 1", "", ""},
		{"ZCOUNT z 1e400 x", "(error) ERR min or max is not a float", "", ""},
		{"ZCOUNT z 0x1 2", "(error) ERR min or max is not a float", "", ""},
		{"ZCOUNT z -1e400 1e-400", "(integer) 0", "", ""},
		{"ZLEXCOUNT z - +", "(integer) 4", "", ""},
		{"ZLEXCOUNT z a +", "(error) ERR min or max not valid string range item", "", ""},
		{"ZSCAN z 0 MATCH ?", "1) \"0\"\n2) 1) \"a\"\n   2) \"1\"\n   3) \"b\"\n   4) \"2\"\n   5) \"c\"\n   6) \"2\"", "", ""},
		{"ZSCAN none 0 FOO", "1) \"0\"\n2) (empty array)", "", ""},
		{"ZSCAN none x", "(error) ERR invalid cursor", "", ""},
		{"ZSCAN z 0 COUNT 0", "(error) ERR syntax error", "", ""},
	})
}

func TestRanges(t *testing.T) {
	run(t, []commandbench.Step{
		{"ZADD z 1 a 2 b 3.5 c 4 d", "(integer) 4", "=", "zadd z"},
		{"ZADD l 0 a 0 b 0 c", "(integer) 3", "=", "zadd l"},
		{"ZRANGE z 1 2 WITHSCORES", "1) \"b\"\n2) \"2\"\n3) \"c\"\n4) \"3.5\"", "", ""},
		{"ZRANGE z -2 100", "1) \"c\"\n2) \"d\"", "", ""},
		{"ZRANGE z 2 1", "(empty array)", "", ""},
		{"ZRANGE z 0 0 REV", "1) \"d\"", "", ""},
		{"ZREVRANGE z 0 1", "1) \"d\"\n2) \"c\"", "", ""},
		{"ZRANGE z (1 4 BYSCORE LIMIT 1 1", "1) \"c\"", "", ""},
		{"ZRANGE z 4 (1 BYSCORE REV LIMIT 1 1", "1) \"c\"", "", ""},
		{"ZRANGEBYSCORE z 1 (3.5", "1) \"a\"\n2) \"b\"", "", ""},
		{"ZREVRANGEBYSCORE z 2 1 WITHSCORES LIMIT 0 -1", "1) \"b\"\n2) \"2\"\n3) \"a\"\n4) \"1\"", "", ""},
		{"ZRANGE l [b + BYLEX", "1) \"b\"\n2) \"c\"", "", ""},
		{"ZRANGE l + (a BYLEX REV LIMIT 1 9", "1) \"b\"", "", ""},
		{"ZRANGEBYLEX l - (b", "1) \"a\"", "", ""},
		{"ZREVRANGEBYLEX l [b -", "1) \"b\"\n2) \"a\"", "", ""},
		{"ZRANGESTORE d z 1 2", "(integer) 2", "=", "zrangestore d"},
		{"ZRANGE d 0 -1 WITHSCORES", "1) \"b\"\n2) \"2\"\n3) \"c\"\n4) \"3.5\"", "", ""},
		{"ZRANGESTORE d z 9 10 BYSCORE", "(integer) 0", "=", "del d"},
		{"ZRANGESTORE d none 0 1", "(integer) 0", "", ""},
		{"ZRANGESTORE z z 4 2 BYSCORE REV", "(integer) 3", "=", "zrangestore z"},
		{"ZCARD z", "(integer) 3", "", ""},
		{"ZRANGE z 0 1 LIMIT 0 1", "(error) ERR syntax error, LIMIT is only supported in combination with either BYSCORE or BYLEX", "", ""},
		{"ZRANGE z - + BYLEX WITHSCORES", "(error) ERR syntax error, WITHSCORES not supported in combination with BYLEX", "", ""},
		{"ZRANGE z 0 x", "(error) ERR value is not an integer or out of range", "", ""},
		{"ZRANGE z 0 1 BYSCORE BYLEX", "(error) ERR syntax error", "", ""},
		{"ZRANGE z 0 1 REV REV", "(error) ERR syntax error", "", ""},
		{"ZRANGEBYSCORE z 0 1 REV", "(error) ERR syntax error", "", ""},
		{"ZREVRANGE z 0 1 BYSCORE", "(error) ERR syntax error", "", ""},
		{"ZRANGESTORE d z 0 1 WITHSCORES", "(error) ERR syntax error", "", ""},
		{"ZRANGE z 0 1 BYSCORE LIMIT 0", "(error) ERR syntax error", "", ""},
	})
}

func TestRemoval(t *testing.T) {
	run(t, []commandbench.Step{
		{"ZADD z 1 a 2 b 3 c 4 d 5 e", "(integer) 5", "=", "zadd z"},
		{"ZREM z x", "(integer) 0", "", ""},
		{"ZREM z a a x", "(integer) 1", "=", "zrem z"},
		{"ZREMRANGEBYRANK z -1 -1", "(integer) 1", "=", "zremrangebyrank z"},
		{"ZREMRANGEBYSCORE z 2 (3", "(integer) 1", "=", "zremrangebyscore z"},
		{"ZREMRANGEBYLEX z [c [c", "(integer) 1", "=", "zremrangebylex z"},
		{"ZREMRANGEBYRANK z 5 6", "(integer) 0", "", ""},
		{"ZREMRANGEBYRANK z 0 0", "(integer) 1", "=", "zremrangebyrank z,del z"},
		{"ZADD z 1 a", "(integer) 1", "=", "zadd z"},
		{"ZREM z a", "(integer) 1", "=", "zrem z,del z"},
		{"ZREM none a", "(integer) 0", "", ""},
		{"ZREMRANGEBYRANK none x 1", "(error) ERR value is not an integer or out of range", "", ""},
	})
}

func TestPops(t *testing.T) {
	run(t, []commandbench.Step{
		{"ZADD z 1 a 2 b 3 c 4 d 5 e 6 f", "(integer) 6", "=", "zadd z"},
		{"ZPOPMIN z", "1) \"a\"\n2) \"1\"", "=", "zpopmin z"},
		{"ZPOPMAX z 2", "1) \"f\"\n2) \"6\"\n3) \"e\"\n4) \"5\"", "=", "zpopmax z"},
		{"ZPOPMIN z 0", "(empty array)", "", ""},
		{"ZMPOP 2 none z MIN", "1) \"z\"\n2) 1) 1) \"b\"\n      2) \"2\"", "ZPOPMIN z 1", "zpopmin z"},
		{"ZMPOP 1 z MAX COUNT 9", "1) \"z\"\n2) 1) 1) \"d\"\n      2) \"4\"\n   2) 1) \"c\"\n      2) \"3\"", "ZPOPMAX z 2", "zpopmax z,del z"},
		{"ZMPOP 1 z MAX", "(nil)", "", ""},
		{"ZPOPMIN z", "(empty array)", "", ""},
		{"ZADD z 1 a 2 b 3 c", "(integer) 3", "=", "zadd z"},
		{"BZPOPMIN none z 0", "1) \"z\"\n2) \"a\"\n3) \"1\"", "ZPOPMIN z", "zpopmin z"},
		{"BZPOPMAX z 1.5", "1) \"z\"\n2) \"c\"\n3) \"3\"", "ZPOPMAX z", "zpopmax z"},
		{"BZMPOP 0 1 z MIN COUNT 2", "1) \"z\"\n2) 1) 1) \"b\"\n      2) \"2\"", "ZPOPMIN z 1", "zpopmin z,del z"},
		{"SET s x", "OK", "=", "set s"},
		{"ZPOPMIN s 0", wrongType, "", ""},
		{"ZPOPMIN s -1", "(error) ERR value is out of range, must be positive", "", ""},
		{"ZPOPMIN z 1 2", "(error) ERR syntax error", "", ""},
		{"ZMPOP 1 s MIN", wrongType, "", ""},
		{"BZPOPMIN s z 0", wrongType, "", ""},
		{"BZPOPMIN s x", "(error) ERR timeout is not a float or out of range", "", ""},
		{"BZMPOP -1 1 s MIN", "(error) ERR timeout is negative", "", ""},
		{"BZMPOP -1 0 s MIN", "(error) ERR numkeys should be greater than 0", "", ""},
		{"ZMPOP 2 z MIN", "(error) ERR syntax error", "", ""},
		{"ZMPOP 1 z FOO", "(error) ERR syntax error", "", ""},
		{"ZMPOP 1 z MIN COUNT 0", "(error) ERR count should be greater than 0", "", ""},
		{"ZMPOP 1 z MIN COUNT 1 COUNT 1", "(error) ERR syntax error", "", ""},
	})
}

func TestWaiting(t *testing.T) {
	b := newBench(t)
	for _, tt := range []struct {
		line string
		keys int
	}{
		{"BZPOPMIN a b 0", 2},
		{"BZPOPMAX a 5", 1},
		{"BZMPOP 0 3 a b c MAX", 3},
	} {
		if got := b.Do(tt.line); got != "(nil)" || b.Logged != "" {
			t.Errorf("%s: %s, logged %q", tt.line, got, b.Logged)
		}
		if b.Blocked == nil || len(b.Blocked.Keys) != tt.keys || string(b.Blocked.Keys[0]) != "a" {
			t.Errorf("%s: waits for %+v", tt.line, b.Blocked)
		}
	}
}

func TestCombining(t *testing.T) {
	run(t, []commandbench.Step{
		{"ZADD x 1 a 2 b 3 c", "(integer) 3", "=", "zadd x"},
		{"ZADD y 10 a 20 b 5 7", "(integer) 3", "=", "zadd y"},
		{"SADD s a 7", "(integer) 2", "=", "sadd s"},
		{"ZUNION 2 x y WITHSCORES", "1) \"c\"\n2) \"3\"\n3) \"7\"\n4) \"5\"\n5) \"a\"\n6) \"11\"\n7) \"b\"\n8) \"22\"", "", ""},
		{"ZINTER 2 x y WEIGHTS 2 1 AGGREGATE MAX WITHSCORES", "1) \"a\"\n2) \"10\"\n3) \"b\"\n4) \"20\"", "", ""},
		{"ZINTER 2 x y AGGREGATE MIN WITHSCORES", "1) \"a\"\n2) \"1\"\n3) \"b\"\n4) \"2\"", "", ""},
		{"ZINTER 2 y s WITHSCORES", "1) \"7\"\n2) \"6\"\n3) \"a\"\n4) \"11\"", "", ""},
		{"ZDIFF 2 y x", "1) \"7\"", "", ""},
		{"ZDIFF 3 x s y WITHSCORES", "1) \"c\"\n2) \"3\"", "", ""},
		{"ZDIFF 2 none x", "(empty array)", "", ""},
		{"ZINTERCARD 2 x y", "(integer) 2", "", ""},
		{"ZINTERCARD 2 x y LIMIT 1", "(integer) 1", "", ""},
		{"ZINTERCARD 2 x none LIMIT 0", "(integer) 0", "", ""},
		{"ZUNIONSTORE d 2 x s", "(integer) 4", "=", "zunionstore d"},
		{"ZRANGE d 0 -1 WITHSCORES", "1) \"7\"\n2) \"1\"\n3) \"a\"\n4) \"2\"\n5) \"b\"\n6) \"2\"\n7) \"c\"\n8) \"3\"", "", ""},
		{"ZINTERSTORE x 2 x s WEIGHTS 3 1", "(integer) 1", "=", "zinterstore x"},
		{"ZSCORE x a", `"4"`, "", ""},
		{"ZDIFFSTORE d 2 x x", "(integer) 0", "=", "del d"},
		{"ZDIFFSTORE d 2 x x", "(integer) 0", "", ""},
		{"ZADD i inf a", "(integer) 1", "=", "zadd i"},
		{"ZADD j -inf a", "(integer) 1", "=", "zadd j"},
		{"ZUNION 2 i j WITHSCORES", "1) \"a\"\n2) \"0\"", "", ""},
		{"ZINTER 2 i j WEIGHTS 1 0 WITHSCORES", "1) \"a\"\n2) \"0\"", "", ""},
		{"ZUNION 2 i j WEIGHTS 1 0 WITHSCORES", "1) \"a\"\n2) \"inf\"", "", ""},
		{"SET str v", "OK", "=", "set str"},
		{"ZUNION 2 none str FOO", wrongType, "", ""},
		{"ZINTER 2 none str", wrongType, "", ""},
		{"ZUNIONSTORE str 1 x", "(integer) 1", "=", "zunionstore str"},
		{"ZUNION 0 x", "(error) ERR at least 1 input key is needed for 'zunion' command", "", ""},
		{"ZDIFFSTORE d -1 x", "(error) ERR at least 1 input key is needed for 'zdiffstore' command", "", ""},
		{"ZUNION 2 x", "(error) ERR syntax error", "", ""},
		{"ZUNION n x", "(error) ERR value is not an integer or out of range", "", ""},
		{"ZUNION 2 x y WEIGHTS 1", "(error) ERR syntax error", "", ""},
		{"ZUNION 2 x y WEIGHTS 1 nan", "(error) ERR weight value is not a float", "", ""},
		{"ZUNION 2 x y AGGREGATE AVG", "(error) ERR syntax error", "", ""},
		{"ZUNIONSTORE d 1 x WITHSCORES", "(error) ERR syntax error", "", ""},
		{"ZDIFF 1 x WEIGHTS 1", "(error) ERR syntax error", "", ""},
		{"ZINTERCARD 1 x LIMIT -1", "(error) ERR LIMIT can't be negative", "", ""},
		{"ZINTERCARD 1 x WITHSCORES", "(error) ERR syntax error", "", ""},
	})
}

// An offset from the end is nothing in a small set, as in Redis, and counts from the end of the range in a large one.
func TestNegativeOffset(t *testing.T) {
	for entries, want := range map[string]string{"128": "(empty array)", "0": "1) \"b\"\n2) \"c\""} {
		b := newBench(t)
		limit(t, b, entries)
		b.Do("ZADD z 1 a 2 b 3 c 4 d")
		if got := b.Do("ZRANGE z 1 4 BYSCORE LIMIT -3 2"); got != want {
			t.Errorf("%s entries: %s", entries, got)
		}
	}
}

// A time to live stays when elements change, and goes when the set is stored anew.
func TestTimeToLive(t *testing.T) {
	for _, tt := range []struct {
		line string
		kept bool
	}{
		{"ZADD z 3 c", true},
		{"ZADD z 3 c 4 d 5 e 6 f", true},
		{"ZINCRBY z 1 a", true},
		{"ZPOPMIN z", true},
		{"ZREM z a", true},
		{"ZUNIONSTORE z 1 z", false},
		{"ZRANGESTORE z z 0 -1", false},
	} {
		b := newBench(t)
		limit(t, b, "3")
		b.Do("ZADD z 1 a 2 b")
		key := []byte("z")
		b.Tx.Lock(key)
		b.Tx.SetExpire(key, b.Now+1000, "expire")
		b.Tx.Unlock()
		b.Do(tt.line)
		b.Tx.Lock(key)
		if r := b.Tx.Look(key); r.IsNil() || r.HasExpire() != tt.kept {
			t.Errorf("%s: the time to live is kept: %v", tt.line, !r.IsNil() && r.HasExpire())
		}
		b.Tx.Unlock()
	}
}
