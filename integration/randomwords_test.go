package integration

import (
	"fmt"
	"math"
	"math/rand/v2"
	"strconv"
	"strings"
)

// grammar says how random commands of a family look. A word that begins with '$' names what stands in its place: a terminal (see
// terminals) or one of the lines under that name, which are as likely as they are often written. Words are never quoted.
type grammar map[string][]string

// pick returns the words of a random line under name.
func (g grammar) pick(r *rand.Rand, name string) []string {
	lines := g[name]
	var words []string
	for _, w := range strings.Fields(lines[r.IntN(len(lines))]) {
		switch {
		case w[0] != '$':
			words = append(words, w)
		case terminals[w[1:]] != nil:
			words = append(words, terminals[w[1:]](r))
		default:
			words = append(words, g.pick(r, w[1:])...)
		}
	}
	return words
}

// randomKeys is how many keys random commands use, besides those aside, which are only read where the two may differ: distances, whose
// last digit depends on the C library, and damaged values, of which Redis changes a part before it refuses.
const randomKeys = 6

// terminals make one random word each.
var terminals = map[string]func(r *rand.Rand) string{
	"key":      func(r *rand.Rand) string { return "k" + strconv.Itoa(r.IntN(randomKeys)) },
	"aside":    func(r *rand.Rand) string { return "d" + strconv.Itoa(r.IntN(2)) },
	"int":      func(r *rand.Rand) string { return strconv.FormatInt(randomInt(r), 10) },
	"small":    func(r *rand.Rand) string { return strconv.Itoa(r.IntN(12) - 3) },
	"count":    func(r *rand.Rand) string { return strconv.Itoa(1 + r.IntN(40)) },
	"offset":   func(r *rand.Rand) string { return strconv.Itoa(r.IntN(1 + r.IntN(400))) },
	"multiple": func(r *rand.Rand) string { return "#" + strconv.Itoa(r.IntN(12)) },
	"index":    func(r *rand.Rand) string { return strconv.Itoa(r.IntN(200) - 100) },
	"type":     func(r *rand.Rand) string { return []string{"u", "i"}[r.IntN(2)] + strconv.Itoa(1+r.IntN(64)) },
	"bytes":    randomBytes,
	"long":     func(r *rand.Rand) string { return strings.Repeat("l", 60+r.IntN(10)) },
	"last":     func(r *rand.Rand) string { return "$" },
	"sequence": func(r *rand.Rand) string { return fmt.Sprintf("%d-%d", r.IntN(9), r.IntN(9)) },
	"auto":     func(r *rand.Rand) string { return strconv.Itoa(r.IntN(9)) + "-*" },
	"open":     func(r *rand.Rand) string { return "(" + strconv.Itoa(r.IntN(12)-3) },
	"closed":   func(r *rand.Rand) string { return "[m" + strconv.Itoa(r.IntN(60)) },
	"word":     func(r *rand.Rand) string { return strconv.Itoa(r.IntN(3000)) },
	"member":   func(r *rand.Rand) string { return []string{"m", ""}[r.IntN(2)] + strconv.Itoa(r.IntN(60)) },
	"lon":      func(r *rand.Rand) string { return randomDegrees(r, 180) },
	"lat":      func(r *rand.Rand) string { return randomDegrees(r, 85.05112878) },
	"length":   func(r *rand.Rand) string { return fmt.Sprintf("%.3f", math.Exp(12*r.Float64())-1) },
	"hll":      func(r *rand.Rand) string { return "HYLL" + randomBytes(r) },
	"float":    func(r *rand.Rand) string { return strconv.FormatFloat(float64(r.IntN(2001)-1000)/8, 'g', -1, 64) },
}

// randomInt is small, near the edges of a number of bits, or anything.
func randomInt(r *rand.Rand) int64 {
	switch r.IntN(4) {
	case 0:
		return int64(r.IntN(10) - 5)
	case 1:
		return int64(1)<<r.IntN(64) - int64(r.IntN(3))
	case 2:
		return -int64(1)<<r.IntN(64) + int64(r.IntN(3))
	}
	return int64(r.Uint64())
}

// randomBytes are few or some tens, of all values or of the extreme ones.
func randomBytes(r *rand.Rand) string {
	b := make([]byte, r.IntN(1+r.IntN(80)))
	for i := range b {
		b[i] = byte(r.IntN(256))
		if r.IntN(2) == 0 {
			b[i] = byte(r.IntN(2)) * 0xff
		}
	}
	return string(b)
}

// randomDegrees are anywhere, at an edge, or near one place.
func randomDegrees(r *rand.Rand, most float64) string {
	switch r.IntN(8) {
	case 0:
		return []string{fmt.Sprint(most), fmt.Sprint(-most), "0", "-0.0"}[r.IntN(4)]
	case 1, 2, 3:
		return strconv.FormatFloat((2*r.Float64()-1)*most, 'g', -1, 64)
	}
	return fmt.Sprintf("%.6f", 30+r.Float64())
}

// plainCommands are for keys of any type.
var plainCommands = []string{"DEL $key", "TYPE $key", "EXISTS $key", "EXPIRE $key 1000", "PERSIST $key", "RENAME $key $key", "COPY $key $key REPLACE", "OBJECT ENCODING $key"}

var randomFamilies = map[string]grammar{
	"mixed": mixedCommands,
	"string": {
		"command": append([]string{
			"SET $key $value", "SET $key $value", "GET $key", "APPEND $key $value", "SETRANGE $key $offset $value", "GETRANGE $key $index $index",
			"SUBSTR $key $index $index", "STRLEN $key", "INCR $key", "DECR $key", "INCRBY $key $int", "DECRBY $key $int", "INCRBYFLOAT $key $float", "GETSET $key $value",
			"GETDEL $key", "GETEX $key PERSIST", "SETNX $key $value", "MSET $key $value $key $value", "MSETNX $key $value $key $value", "MGET $key $key $key",
			"LCS $key $key", "LCS $key $key LEN", "LCS $key $key IDX WITHMATCHLEN", "SET $key $value XX GET", "SET $key $value NX GET", "SET $key $value KEEPTTL", "GEOADD $key 1 1 a",
		}, plainCommands...),
		"value": {"$bytes", "$int", "$float", "$small"},
	},
	"bit": {
		"command": append([]string{
			"SETBIT $key $offset $bit", "SETBIT $key $offset $bit", "SETBIT $key $offset 1", "GETBIT $key $offset", "BITCOUNT $key $span", "BITPOS $key $bit $end",
			"BITOP $op $key $keys", "BITOP NOT $key $key", "BITFIELD $key $steps", "BITFIELD $key $steps", "BITFIELD_RO $key $steps",
			"SET $key $bytes", "SET $key $int", "GET $key", "APPEND $key $bytes", "SETRANGE $key $offset $bytes", "STRLEN $key", "INCR $key", "GEOADD $key 1 1 a",
		}, plainCommands...),
		"bit":   {"0", "1", "0", "1", "0", "1", "2", "x"},
		"op":    {"AND", "OR", "XOR", "and", "xor", "DIFF"},
		"keys":  {"$key", "$key $key", "$key $key $key", "$key $keys"},
		"span":  {"", "$index $index", "$index $index", "$index $index BIT", "$index $index BYTE", "$small $int", "$int $int BIT", "$index"},
		"end":   {"", "$index", "$index $index", "$index $index BIT", "$index $index BYTE", "$int", "$int $int", "$index x"},
		"steps": {"$step", "$step $step", "$step $step $step", "$step $steps", "GET"},
		"step": {
			"GET $type $place", "SET $type $place $int", "INCRBY $type $place $int", "SET $type $place $small", "INCRBY $type $place $small",
			"OVERFLOW $how INCRBY $type $place $int", "OVERFLOW $how SET $type $place $int", "OVERFLOW $how",
		},
		"how":   {"WRAP", "SAT", "FAIL", "wrap", "sat", "fail"},
		"place": {"$offset", "$offset", "$multiple", "-1", "4294967296"},
	},
	"hll": {
		"command": append([]string{
			"PFADD $key $words", "PFADD $key $words", "PFADD $key $words", "PFADD $key $many", "PFADD $key", "PFCOUNT $key", "PFCOUNT $key", "PFCOUNT $key $key", "PFCOUNT $key $key $key",
			"PFMERGE $key", "PFMERGE $key $key", "PFMERGE $key $key $key", "PFDEBUG ENCODING $key", "PFDEBUG DECODE $key", "PFDEBUG $dense $key", "GET $key", "STRLEN $key",
			"SET $aside $hll", "COPY $key $aside REPLACE", "SETRANGE $aside $offset $bytes", "PFCOUNT $aside", "PFCOUNT $key $aside", "PFMERGE $key $aside", "PFDEBUG DECODE $aside", "CONFIG SET hll-sparse-max-bytes $most", "GEOADD $key 1 1 a",
		}, plainCommands...),
		"words": {"$word", "$word $word", "$word $words", "$bytes"},
		"many":  {"$words $words $words $words $words $words", "$words $words $words $words $many"},
		"dense": {"TODENSE", "GETREG", "NONE", "ENCODING", "ENCODING", "ENCODING"},
		"most":  {"3000", "3000", "3000", "100", "0", "20000"},
	},
	"geo": {
		"command": append([]string{
			"GEOADD $key $places", "GEOADD $key $places", "GEOADD $key $places", "GEOADD $key $options $places", "GEODIST $key $member $member", "GEODIST $key $member $member $unit",
			"GEOHASH $key $member $member", "GEOPOS $key $member $member", "GEORADIUS $key $lon $lat $length $unit $how", "GEORADIUS_RO $key $lon $lat $length $unit $how",
			"GEORADIUS $key $lon $lat $length $unit $how STORE $key", "GEORADIUS $key $lon $lat $length $unit $how STOREDIST $aside", "GEORADIUSBYMEMBER $key $member $length $unit $how",
			"GEORADIUSBYMEMBER_RO $key $member $length $unit $how", "GEORADIUSBYMEMBER $key $member $length $unit $how STORE $key", "GEOSEARCH $key $from $by $how", "GEOSEARCH $key $from $by $how",
			"GEOSEARCH $key $how $by $from", "GEOSEARCHSTORE $key $key $from $by $how", "GEOSEARCHSTORE $aside $key $from $by STOREDIST $how", "ZRANGE $key 0 -1 WITHSCORES", "ZREM $key $member",
			"ZADD $key $int $member", "ZADD $key $float $member", "ZRANGE $aside 0 -1", "GEOSEARCH $aside $from $by ASC", "APPEND $key x",
		}, plainCommands...),
		"places":  {"$place", "$place $place", "$place $place $place", "$place $place $place $place $places"},
		"place":   {"$lon $lat $member", "$lon $lat $member", "$lon $lat $member", "$lon $lat $member", "30 30 $member", "30.5 30.5 $member", "$lat $lon $member"},
		"options": {"NX", "XX", "CH", "CH XX", "nx ch", "NX XX"},
		"unit":    {"m", "km", "KM", "mi", "ft", "km", "km", "cm"},
		"how":     {"", "", "$what", "$what $how", "$sort", "$sort $what", "COUNT $count", "COUNT $count $sort", "COUNT $count ANY", "COUNT $count ANY $sort $what", "COUNT $small"},
		"what":    {"WITHDIST", "WITHHASH", "WITHCOORD", "withdist"},
		"sort":    {"ASC", "DESC", "asc"},
		"from":    {"FROMMEMBER $member", "FROMLONLAT $lon $lat", "FROMLONLAT $lon $lat", "FROMLONLAT 30 30", ""},
		"by":      {"BYRADIUS $length $unit", "BYBOX $length $length $unit", "BYBOX $length $length km", "BYRADIUS $length km", "BYRADIUS 100 km"},
	},
}
