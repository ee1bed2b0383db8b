package geo

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"redstart/server/command"
	"redstart/server/command/commandbench"
	"redstart/server/command/str"
	"redstart/server/command/zset"
	"redstart/storage"
	"redstart/storage/table"
	"redstart/storage/value/geohash"
)

func newBench(t testing.TB) *commandbench.Bench {
	return commandbench.New(t, storage.Options{Shards: 4}, Commands, str.Commands, zset.Commands)
}

func run(t *testing.T, steps []commandbench.Step) {
	t.Helper()
	b := newBench(t)
	b.Steps(t, steps)
}

const sicily = "GEOADD Sicily 13.361389 38.115556 Palermo 15.087269 37.502669 Catania"

func TestGeoadd(t *testing.T) {
	run(t, []commandbench.Step{
		{sicily, "(integer) 2", "ZADD Sicily 3479099956230698 Palermo 3479447370796909 Catania", "zadd Sicily"},
		{sicily, "(integer) 0", "", ""},
		{"GEOADD Sicily NX CH 13.361389 38.2 Palermo 12 37 X", "(integer) 1", "ZADD Sicily NX CH 3479101030759983 Palermo 3475952690022668 X", "zadd Sicily"},
		{"GEOADD Sicily XX 13.361389 38.2 Palermo 12 37 Y", "(integer) 0", "ZADD Sicily XX 3479101030759983 Palermo 3475952690022668 Y", "zadd Sicily"},
		{"GEOADD Sicily xx ch 13.361389 38.3 Palermo", "(integer) 1", "ZADD Sicily xx ch 3479113567797119 Palermo", "zadd Sicily"},
		{"GEOADD none XX 1 1 m", "(integer) 0", "", ""},
		{"GEOADD none NX XX 1 1 m", "(error) ERR syntax error", "", ""},
		{"GEOADD none CH 1 1 m 2 2", "(error) ERR syntax error", "", ""},
		{"GEOADD none NX CH NX", "(error) ERR syntax error", "", ""},
		{"GEOADD none 1 1 m 181 38.2 a", "(error) ERR invalid longitude,latitude pair 181.000000,38.200000", "", ""},
		{"GEOADD none inf -inf a", "(error) ERR invalid longitude,latitude pair inf,-inf", "", ""},
		{"GEOADD none x 1 a", "(error) ERR value is not a valid float", "", ""},
		{"GEOADD edge 180 85.05112878 ne -180 -85.05112878 sw", "(integer) 2", "ZADD edge 13510798882111488 ne 0 sw", "zadd edge"},
		{"GEOPOS edge ne none sw", "1) 1) \"180\"\n   2) \"85.05112878\"\n2) (nil)\n3) 1) \"-179.99999731779099\"\n   2) \"-85.05112751263943\"", "", ""},
		{"GEOHASH edge ne none sw", "1) \"bp05b5048p0\"\n2) (nil)\n3) \"00bh0hbj200\"", "", ""},
		{"GEOPOS none a", "1) (nil)", "", ""},
		{"GEOHASH none", "(empty array)", "", ""},
	})
}

func TestGeodist(t *testing.T) {
	run(t, []commandbench.Step{
		{sicily, "(integer) 2", "ZADD Sicily 3479099956230698 Palermo 3479447370796909 Catania", "zadd Sicily"},
		{"GEODIST Sicily Palermo Catania", `"166274.1516"`, "", ""},
		{"GEODIST Sicily Palermo Catania KM", `"166.2742"`, "", ""},
		{"GEODIST Sicily Palermo Catania mi", `"103.3182"`, "", ""},
		{"GEODIST Sicily Palermo Catania ft", `"545518.8700"`, "", ""},
		{"GEODIST Sicily Palermo Palermo", `"0.0000"`, "", ""},
		{"GEODIST Sicily Palermo none", "(nil)", "", ""},
		{"GEODIST none Palermo none", "(nil)", "", ""},
		{"GEODIST none a b yd", "(error) ERR unsupported unit provided. please use M, KM, FT, MI", "", ""},
		{"GEODIST none a b m m", "(error) ERR syntax error", "", ""},
	})
}

func TestStore(t *testing.T) {
	run(t, []commandbench.Step{
		{sicily, "(integer) 2", "ZADD Sicily 3479099956230698 Palermo 3479447370796909 Catania", "zadd Sicily"},
		{"GEORADIUS Sicily 15 37 200 km STORE d", "(integer) 2", "=", "georadiusstore d"},
		{"ZRANGE d 0 -1 WITHSCORES", "1) \"Palermo\"\n2) \"3479099956230698\"\n3) \"Catania\"\n4) \"3479447370796909\"", "", ""},
		{"GEORADIUS Sicily 15 37 200 km STORE d2 STOREDIST d", "(integer) 2", "=", "georadiusstore d"},
		{"ZRANGE d 0 -1 WITHSCORES", "1) \"Catania\"\n2) \"56.4412578701582\"\n3) \"Palermo\"\n4) \"190.44242984775784\"", "", ""},
		{"GEORADIUSBYMEMBER Sicily Palermo 1 m STORE d", "(integer) 1", "=", "georadiusstore d"},
		{"GEOSEARCHSTORE d Sicily FROMMEMBER Palermo BYBOX 400 400 km STOREDIST", "(integer) 2", "=", "geosearchstore d"},
		{"GEOSEARCHSTORE d Sicily FROMLONLAT 0 0 BYRADIUS 1 m", "(integer) 0", "=", "del d"},
		{"GEOSEARCHSTORE d none FROMLONLAT 0 0 BYRADIUS 1 m", "(integer) 0", "", ""},
		{"GEOSEARCHSTORE Sicily Sicily FROMMEMBER Palermo BYRADIUS 1 m", "(integer) 1", "=", "geosearchstore Sicily"},
		{"ZRANGE Sicily 0 -1", `1) "Palermo"`, "", ""},
		{"GEORADIUSBYMEMBER none x 1 yd STORE Sicily", "(integer) 0", "=", "del Sicily"},
	})
}

func TestSearchErrors(t *testing.T) {
	run(t, []commandbench.Step{
		{sicily, "(integer) 2", "ZADD Sicily 3479099956230698 Palermo 3479447370796909 Catania", "zadd Sicily"},
		{"GEORADIUS Sicily 15 37 200 km STORE d WITHDIST", "(error) ERR STORE option in GEORADIUS is not compatible with WITHDIST, WITHHASH and WITHCOORD options", "", ""},
		{"GEORADIUS Sicily 15 37 200 km STORE", "(error) ERR syntax error", "", ""},
		{"GEORADIUS_RO Sicily 15 37 200 km STORE d", "(error) ERR syntax error", "", ""},
		{"GEORADIUS Sicily 15 37 200 km BYRADIUS 1 m", "(error) ERR syntax error", "", ""},
		{"GEORADIUS Sicily 15 137 200 km", "(error) ERR invalid longitude,latitude pair 15.000000,137.000000", "", ""},
		{"GEORADIUS Sicily 15 37 x km", "(error) ERR need numeric radius", "", ""},
		{"GEORADIUS Sicily 15 37 -1 km", "(error) ERR radius cannot be negative", "", ""},
		{"GEORADIUS Sicily 15 37 1 cm", "(error) ERR unsupported unit provided. please use M, KM, FT, MI", "", ""},
		{"GEORADIUS Sicily 15 37 1 km COUNT 0", "(error) ERR COUNT must be > 0", "", ""},
		{"GEORADIUS Sicily 15 37 1 km COUNT x", "(error) ERR value is not an integer or out of range", "", ""},
		{"GEORADIUS Sicily 15 37 1 km COUNT", "(error) ERR syntax error", "", ""},
		{"GEORADIUS Sicily 15 37 1 km ANY", "(error) ERR the ANY argument requires COUNT argument", "", ""},
		{"GEORADIUSBYMEMBER Sicily none 1 km", "(error) ERR could not decode requested zset member", "", ""},
		{"GEORADIUSBYMEMBER none none 1 cm", "(empty array)", "", ""},
		{"GEORADIUSBYMEMBER none none 1 cm BOGUS", "(error) ERR syntax error", "", ""},
		{"GEOSEARCH Sicily FROMMEMBER none BYRADIUS 1 m", "(error) ERR could not decode requested zset member", "", ""},
		{"GEOSEARCH none FROMMEMBER none BYRADIUS 1 m", "(empty array)", "", ""},
		{"geosearch Sicily BYRADIUS 1 m ASC DESC", "(error) ERR exactly one of FROMMEMBER or FROMLONLAT can be specified for geosearch", "", ""},
		{"GEOsearch Sicily FROMMEMBER Palermo ASC DESC ASC", "(error) ERR exactly one of BYRADIUS and BYBOX can be specified for GEOsearch", "", ""},
		{"GEOSEARCH Sicily FROMMEMBER Palermo FROMLONLAT 1 1 BYRADIUS 1 m", "(error) ERR syntax error", "", ""},
		{"GEOSEARCH Sicily FROMLONLAT 1 1 FROMMEMBER Palermo BYRADIUS 1 m", "(error) ERR syntax error", "", ""},
		{"GEOSEARCH Sicily FROMLONLAT 1 1 BYRADIUS 1 m BYBOX 1 1 m", "(error) ERR syntax error", "", ""},
		{"GEOSEARCH Sicily FROMLONLAT 1 1 BYBOX 1 1 m BYRADIUS 1 m", "(error) ERR syntax error", "", ""},
		{"GEOSEARCH Sicily FROMLONLAT 1 1 BYBOX 1 x m", "(error) ERR need numeric height", "", ""},
		{"GEOSEARCH Sicily FROMLONLAT 1 1 BYBOX x 1 m", "(error) ERR need numeric width", "", ""},
		{"GEOSEARCH Sicily FROMLONLAT 1 1 BYBOX 1 -1 m", "(error) ERR height or width cannot be negative", "", ""},
		{"GEOSEARCH Sicily FROMLONLAT 1 1 BYRADIUS 1 m STOREDIST", "(error) ERR syntax error", "", ""},
		{"GEOSEARCHSTORE d Sicily FROMLONLAT 1 1 BYRADIUS 1 m WITHHASH", "(error) ERR GEOSEARCHSTORE is not compatible with WITHDIST, WITHHASH and WITHCOORD options", "", ""},
		{"GEOSEARCHSTORE d Sicily FROMLONLAT 1 1 BYRADIUS 1 m STORE e", "(error) ERR syntax error", "", ""},
		{"ZCARD d", "(integer) 0", "", ""},
	})
}

func TestWrongType(t *testing.T) {
	b := newBench(t)
	b.Do("SET s text")
	const wrong = "(error) WRONGTYPE Operation against a key holding the wrong kind of value"
	for _, tt := range []struct{ line, want string }{
		{"GEOADD s 1 1 m", wrong},
		{"GEOADD s 1 100 m", "(error) ERR invalid longitude,latitude pair 1.000000,100.000000"},
		{"GEODIST s a b", wrong},
		{"GEOHASH s a", wrong},
		{"GEOPOS s a", wrong},
		{"GEORADIUS s 1 1 1 cm", wrong},
		{"GEORADIUS_RO s 1 1 1 m", wrong},
		{"GEORADIUSBYMEMBER s m 1 cm", wrong},
		{"GEORADIUSBYMEMBER_RO s m 1 m", wrong},
		{"GEOSEARCH s a b c d e", wrong},
		{"GEOSEARCHSTORE d s a b c d e", wrong},
		{"GEOADD places 1 1 m", "(integer) 1"},
		{"GEOSEARCHSTORE s places FROMLONLAT 1 1 BYRADIUS 1 m", "(integer) 1"},
		{"TYPE s", "zset"},
	} {
		if strings.HasPrefix(tt.line, "TYPE") {
			b.Tx.Lock([]byte("s"))
			if k := b.Tx.Look([]byte("s")).Kind(); k != table.KindZSet {
				t.Errorf("s is of kind %d", k)
			}
			b.Tx.Unlock()
			continue
		}
		if got := b.Do(tt.line); got != tt.want {
			t.Errorf("%s: %s, want %s", tt.line, got, tt.want)
		}
	}
}

func TestKeys(t *testing.T) {
	b := newBench(t)
	for line, want := range map[string]string{
		"GEORADIUS k 1 1 1 m":                             "k",
		"GEORADIUS k 1 1 1 m STORE a":                     "k a",
		"GEORADIUS k 1 1 1 m STOREDIST b store a":         "k a b",
		"GEORADIUS k 1 1 1 m STORE a STORE b":             "k a b",
		"GEORADIUS k 1 1 1 m STORE":                       "k",
		"GEORADIUSBYMEMBER k m 1 m STORE a":               "k a",
		"GEORADIUSBYMEMBER k STORE 1 m":                   "k",
		"GEORADIUSBYMEMBER_RO k m 1 m STORE a":            "k",
		"GEOSEARCHSTORE d k FROMLONLAT 1 1 BYRADIUS 1 m":  "d k",
		"GEOSEARCH k FROMLONLAT 1 1 BYRADIUS 1 m STORE a": "k",
	} {
		args := b.Words(line)
		keys, _ := b.Lookup(args).KeysOf(args)
		var got []string
		for _, k := range keys {
			got = append(got, string(args[k.Pos]))
			if write := k.Access&command.OW != 0; write != (len(got) > 1 && strings.HasPrefix(line, "GEORADIUS") || got[0] == "d" && len(got) == 1) {
				t.Errorf("%s: key %d is written: %v", line, k.Pos, write)
			}
		}
		if strings.Join(got, " ") != want {
			t.Errorf("%s: keys %q, want %s", line, got, want)
		}
	}
}

// What a search finds is what looking at every place finds, whatever the shape, and as many as there are cells on the way.
func TestSearchAgainstEveryPlace(t *testing.T) {
	random := rand.New(rand.NewPCG(1, 1))
	b := newBench(t)
	places := map[string]geohash.Point{}
	for i := range 2000 {
		p := geohash.Point{Lon: (random.Float64() - 0.5) * 360, Lat: (random.Float64() - 0.5) * 170}
		if i%4 == 0 { // many in one corner
			p = geohash.Point{Lon: 179 + random.Float64(), Lat: 84 + random.Float64()}
		}
		name := fmt.Sprint("p", i)
		if i%3 == 0 {
			name = fmt.Sprint(i)
		}
		b.Do(fmt.Sprintf("GEOADD g %v %v %s", p.Lon, p.Lat, name))
		places[name] = geohash.Decode(float64(geohash.Encode(p)))
	}
	for range 500 {
		s := geohash.Shape{Unit: 1000, Box: random.IntN(2) == 0}
		s.Center = geohash.Point{Lon: (random.Float64() - 0.5) * 300, Lat: (random.Float64() - 0.5) * 160}
		size := 10 * float64(int(1)<<random.IntN(11))
		s.Radius, s.Width, s.Height = size*random.Float64(), size*random.Float64(), size*random.Float64()
		line := fmt.Sprintf("GEOSEARCH g FROMLONLAT %v %v ", s.Center.Lon, s.Center.Lat)
		if s.Box {
			line += fmt.Sprintf("BYBOX %v %v km", s.Width, s.Height)
		} else {
			line += fmt.Sprintf("BYRADIUS %v km", s.Radius)
		}
		var want []string
		filter := s.Filter()
		for name, p := range places {
			if filter.Holds(p) {
				want = append(want, name)
			}
		}
		slices.Sort(want)
		if got := names(b.Do(line)); !slices.Equal(got, want) {
			t.Errorf("%s: found %d places, want %d", line, len(got), len(want))
		}
	}
}

// names are the bulk strings of a reply, sorted.
func names(reply string) (all []string) {
	if reply == "(empty array)" {
		return nil
	}
	for l := range strings.Lines(reply) {
		_, name, _ := strings.Cut(strings.TrimSpace(l), " ")
		all = append(all, strings.Trim(strings.TrimSpace(name), `"`))
	}
	slices.Sort(all)
	return all
}

// FuzzSortFirst compares with a sort of everything.
func FuzzSortFirst(f *testing.F) {
	f.Add(uint64(1), uint16(7), uint16(3), uint8(3), false)
	f.Add(uint64(2), uint16(100), uint16(10), uint8(200), true)
	f.Add(uint64(3), uint16(41), uint16(1), uint8(1), false)
	f.Add(uint64(4), uint16(1000), uint16(999), uint8(50), true)
	f.Fuzz(func(t *testing.T, seed uint64, size, n uint16, kinds uint8, reverse bool) {
		random := rand.New(rand.NewPCG(seed, 0))
		all := make([]found, size%2000)
		for i := range all {
			all[i].metres = float64(random.IntN(int(kinds) + 1))
			all[i].number = i
		}
		want := slices.Clone(all)
		s := sorter{reverse: reverse}
		slices.SortStableFunc(want, func(a, b found) int { return s.compare(&a, &b) })
		first := min(int(n), len(all))
		sortFirst(all, first, reverse)
		seen := map[int]bool{}
		for i := range all {
			if i < first && all[i].metres != want[i].metres || first == len(all) && all[i].number != want[i].number {
				t.Fatalf("element %d is %+v, want %+v", i, all[i], want[i])
			}
			seen[all[i].number] = true
		}
		if len(seen) != len(all) {
			t.Errorf("%d of %d elements are left", len(seen), len(all))
		}
	})
}

func BenchmarkCommands(b *testing.B) {
	for _, line := range []string{
		"GEOADD g 15 37 new", "GEODIST g p1 p2", "GEOPOS g p1", "GEOHASH g p1",
		"GEOSEARCH g FROMLONLAT 15 37 BYRADIUS 300 km", "GEOSEARCH g FROMLONLAT 15 37 BYRADIUS 300 km ASC WITHDIST", "GEOSEARCH g FROMLONLAT 15 37 BYBOX 3000 3000 km COUNT 10",
	} {
		b.Run(line, func(b *testing.B) {
			bench := newBench(b)
			random := rand.New(rand.NewPCG(1, 1))
			for i := range 10000 {
				bench.Do(fmt.Sprintf("GEOADD g %v %v p%d", 5+20*random.Float64(), 27+20*random.Float64(), i))
			}
			args := bench.Words(line)
			cmd := bench.Lookup(args)
			bench.Silence()
			b.ReportAllocs()
			for b.Loop() {
				bench.Reply.Reset()
				bench.Run(cmd, args)
			}
		})
	}
}
