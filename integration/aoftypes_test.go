package integration

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strconv"
	"strings"

	"redstart/resp"
)

// valueOf returns a key's value as text: the same for equal values, however they are kept.
func valueOf(c *Conn, key string) string {
	c.t.Helper()
	switch kind := c.Do("TYPE", key).Str; kind {
	case "string":
		return strconv.Quote(c.Do("GET", key).Str)
	case "list":
		return kind + flat(c.Do("LRANGE", key, "0", "-1"))
	case "set":
		members := c.Do("SMEMBERS", key).Elems
		slices.SortFunc(members, func(a, b resp.Value) int { return strings.Compare(a.Str, b.Str) })
		return kind + flat(resp.Value{Elems: members})
	case "zset":
		return kind + flat(c.Do("ZRANGE", key, "0", "-1", "WITHSCORES"))
	case "hash":
		fields := c.Do("HKEYS", key).Elems
		slices.SortFunc(fields, func(a, b resp.Value) int { return strings.Compare(a.Str, b.Str) })
		text := kind
		for _, f := range fields {
			text += fmt.Sprintf(" %q=%q", f.Str, c.Do("HGET", key, f.Str).Str)
			if at := c.Do("HPEXPIRETIME", key, "FIELDS", "1", f.Str); len(at.Elems) == 1 && at.Elems[0].Int != -1 {
				text += fmt.Sprint(" until ", at.Elems[0].Int)
			}
		}
		return text
	case "stream":
		return kind + streamState(c, key) + flat(c.Do("XRANGE", key, "-", "+"))
	default:
		return kind
	}
}

// flat is a reply in one line.
func flat(v resp.Value) string {
	if v.Elems == nil {
		return fmt.Sprintf(" %q", v.Str)
	}
	text := " ["
	for _, e := range v.Elems {
		text += flat(e)
	}
	return text + " ]"
}

// streamState is what a stream is besides its entries: counters, groups, consumers, and who has what.
func streamState(c *Conn, key string) string {
	c.t.Helper()
	text := ""
	info := c.Do("XINFO", "STREAM", key).Elems
	for i := 0; i+1 < len(info); i += 2 {
		switch name := info[i].Str; name {
		case "last-generated-id", "max-deleted-entry-id", "entries-added":
			text += " " + name + flat(info[i+1])
		}
	}
	for _, g := range c.Do("XINFO", "GROUPS", key).Elems {
		text += flat(g)
		for _, p := range c.Do("XPENDING", key, g.Elems[1].Str, "-", "+", "10000").Elems {
			text += fmt.Sprint(" ", p.Elems[0].Str, " ", p.Elems[1].Str, " x", p.Elems[3].Int)
		}
	}
	return text
}

// scribbleTypes changes values of all types at random, small and large ones; plainly, without what redis-server 7.0 does not know.
func scribbleTypes(c *Conn, rng *rand.Rand, n int, plain bool) {
	c.t.Helper()
	num := func() string { return strconv.Itoa(rng.IntN(1000)) }
	word := func() string {
		switch rng.IntN(6) {
		case 0:
			return strings.Repeat("long", 10+rng.IntN(20))
		case 1:
			return "\x00\xff\r\n" + num()
		}
		return num()
	}
	key := func(kind string) string { return kind + strconv.Itoa(rng.IntN(5)) }
	many := func(first ...string) []string {
		for range 1 + rng.IntN(3)*rng.IntN(120) {
			first = append(first, word())
		}
		return first
	}
	pairs := func(first ...string) []string {
		for range 1 + rng.IntN(3)*rng.IntN(120) {
			first = append(first, num(), word())
		}
		return first
	}
	for range n {
		c.Do(typeCommand(rng, plain, key, num, word, many, pairs)...) // some answer an error, which is part of it
	}
}

// typeCommand is one random command.
func typeCommand(rng *rand.Rand, plain bool, key func(string) string, num, word func() string, many, pairs func(...string) []string) []string {
	l, s, z, h, x := key("l"), key("s"), key("z"), key("h"), key("x")
	commands := [][]string{
		many("RPUSH", l), many("LPUSH", l),
		{"LPOP", l, num()},
		{"RPOP", l},
		{"LSET", l, "1", word()},
		{"LINSERT", l, "BEFORE", num(), word()},
		{"LREM", l, "1", num()},
		{"LTRIM", l, "1", "-2"},
		{"LMOVE", l, key("l"), "LEFT", "RIGHT"},
		{"RPOPLPUSH", l, key("l")},
		{"LMPOP", "2", key("l"), l, "LEFT"},
		{"BLPOP", l, "0.001"},
		many("SADD", s), many("SREM", s),
		{"SPOP", s, "3"},
		{"SPOP", s},
		{"SMOVE", s, key("s"), num()},
		{"SUNIONSTORE", key("s"), s, key("s")},
		{"SINTERSTORE", key("s"), s, key("s")},
		{"SDIFFSTORE", key("s"), s, key("s")},
		{"SORT", s, "ALPHA", "STORE", key("l")},
		pairs("ZADD", z),
		{"ZINCRBY", z, "0.25", num()},
		{"ZADD", z, "GT", "CH", "INCR", num(), num()},
		{"ZPOPMIN", z, "2"},
		{"ZPOPMAX", z},
		many("ZREM", z),
		{"ZREMRANGEBYRANK", z, "0", "1"},
		{"ZREMRANGEBYSCORE", z, "10", "20"},
		{"ZUNIONSTORE", key("z"), "2", z, key("z"), "WEIGHTS", "2", "1"},
		{"ZRANGESTORE", key("z"), z, "0", "20"},
		{"BZPOPMIN", z, "0.001"},
		{"GEOADD", key("z"), "13.361389", "38.115556", num()},
		pairs("HSET", h),
		{"HINCRBY", h, num(), "5"},
		{"HINCRBYFLOAT", h, num(), "1.5"},
		{"HDEL", h, num(), num(), num()},
		{"HSETNX", h, num(), word()},
		pairs("XADD", x, "*"),
		{"XADD", x, "MAXLEN", "~", "50", "*", "a", word()},
		{"XTRIM", x, "MAXLEN", "20"},
		{"XDEL", x, "1-1"},
		{"XGROUP", "CREATE", x, "g" + num()[:1], "0", "MKSTREAM"},
		{"XREADGROUP", "GROUP", "g1", "c" + num()[:1], "COUNT", "3", "STREAMS", x, ">"},
		{"XAUTOCLAIM", x, "g1", "other", "0", "0", "COUNT", "2"},
		{"XGROUP", "DELCONSUMER", x, "g1", "c1"},
		{"XSETID", x, "9999999999999-0"},
		{"SETBIT", key("b"), num(), "1"},
		{"BITFIELD", key("b"), "INCRBY", "u8", num(), "10"},
		{"BITOP", "XOR", key("b"), key("b"), key("b")},
		many("PFADD", key("p")),
		{"PFMERGE", key("p"), key("p"), key("p")},
		{"DEL", key("l")},
		{"EXPIRE", key("z"), "5000"},
		{"COPY", h, key("h"), "REPLACE"},
		{"RENAME", s, key("s")},
		{"MOVE", z, "2"},
	}
	if plain {
		return commands[rng.IntN(len(commands))]
	}
	commands = append(commands,
		[]string{"HEXPIRE", h, "100000", "FIELDS", "2", num(), num()}, []string{"HPEXPIREAT", h, "1", "FIELDS", "1", num()},
		[]string{"HPERSIST", h, "FIELDS", "1", num()}, []string{"HSETEX", h, "EX", "100000", "FIELDS", "1", num(), word()},
		[]string{"HGETDEL", h, "FIELDS", "1", num()}, []string{"HGETEX", h, "EX", "200000", "FIELDS", "1", num()},
	)
	return commands[rng.IntN(len(commands))]
}
