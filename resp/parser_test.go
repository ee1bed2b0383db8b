package resp

import (
	"bytes"
	"math"
	"reflect"
	"strings"
	"testing"
)

var redisLimits = Limits{MaxBulk: 512 << 20, MaxArgs: math.MaxInt32, MaxInline: 64 << 10}

// outcome is what a stream of bytes does to a parser: requests, each as its arguments joined, and how it ends.
type outcome struct {
	requests []string
	err      string
	rest     int // bytes left over
}

// feed gives data to a parser in pieces of the sizes that next returns, moving the buffer each time.
func feed(t testing.TB, data []byte, lim *Limits, next func(left int) int) outcome {
	t.Helper()
	var p Parser
	var out outcome
	buf := []byte{}
	for len(data) > 0 {
		n := min(max(next(len(data)), 1), len(data))
		moved := append(append(make([]byte, 0, len(buf)+n), buf...), data[:n]...)
		for i := range buf {
			buf[i] = 0xAA // whoever still looks here is wrong
		}
		buf, data = moved, data[n:]
		for len(buf) > 0 {
			used, err := p.Next(buf, lim)
			if err != nil {
				out.err = err.Error()
				return out
			}
			if used == 0 {
				if len(p.Args) != 0 {
					t.Fatalf("arguments %q of a request that is not whole", p.Args)
				}
				break
			}
			if p.Need() != 0 {
				t.Fatalf("Need() = %d between requests", p.Need())
			}
			for _, a := range p.Args {
				if cap(a) != len(a) {
					t.Fatalf("argument %q has spare room", a)
				}
			}
			out.requests = append(out.requests, string(bytes.Join(p.Args, []byte("|"))))
			buf = buf[used:]
		}
	}
	out.rest = len(buf)
	return out
}

func atOnce(left int) int { return left }
func byByte(int) int      { return 1 }

func TestParserAnswersAsRedis(t *testing.T) {
	t.Parallel()
	const (
		count  = "ERR Protocol error: invalid multibulk length"
		length = "ERR Protocol error: invalid bulk length"
		quotes = "ERR Protocol error: unbalanced quotes in request"
	)
	digits := func(n int) string { return strings.Repeat("1", n) }
	tests := []struct {
		in       string
		requests []string
		err      string
		rest     int
	}{
		{in: "*1\r\n$4\r\nPING\r\n", requests: []string{"PING"}},
		{in: "*2\r\n$3\r\nGET\r\n$1\r\nk\r\n*1\r\n$4\r\nPING\r\n", requests: []string{"GET|k", "PING"}},
		{in: "*1\r\n$0\r\n\r\n", requests: []string{""}},
		{in: "*0\r\nPING\r\n", requests: []string{"", "PING"}},
		{in: "*-1\r\n", requests: []string{""}},
		{in: "*-9223372036854775808\r\n", requests: []string{""}},
		{in: "*-9223372036854775809\r\n", err: count},
		{in: "*-0\r\n", err: count},
		{in: "*2147483647\r\n", rest: 13},
		{in: "*2147483648\r\n", err: count},
		{in: "*99999999999999999999999\r\n", err: count},
		{in: "*+1\r\n", err: count},
		{in: "*01\r\n", err: count},
		{in: "* 1\r\n", err: count},
		{in: "*\r\n", err: count},
		{in: "*a\r\n", err: count},
		{in: "*1\r\n$9223372036854775807\r\n", err: length},
		{in: "*1\r\n$-1\r\n", err: length},
		{in: "*1\r\n$-0\r\n", err: length},
		{in: "*1\r\n$+4\r\n", err: length},
		{in: "*1\r\n$04\r\nPING\r\n", err: length},
		{in: "*1\r\n$ 4\r\n", err: length},
		{in: "*1\r\n$4 \r\n", err: length},
		{in: "*1\r\n$\r\n", err: length},
		{in: "*1\r\n$536870912\r\n", rest: 16},
		{in: "*1\r\n$536870913\r\n", err: length},
		{in: "*1\r\nPING\r\n", err: "ERR Protocol error: expected '$', got 'P'"},
		{in: "*1\r\n\xff\r\n", err: "ERR Protocol error: expected '$', got '\xff'"},
		{in: "*1\r\n\x01\r\n", err: "ERR Protocol error: expected '$', got '\x01'"},
		{in: "*1\r\n\r\n", err: "ERR Protocol error: expected '$', got ' '"},
		{in: "*1\r\n\n\r\n", err: "ERR Protocol error: expected '$', got ' '"},
		{in: "*1\r\nx", rest: 5},
		{in: "*1\r\n\x00PING\r\n", rest: 11},
		{in: "*1\rX$4\rYPINGZZ", requests: []string{"PING"}},
		{in: "*1\n$4\nPING\n", rest: 11},
		{in: "*1\n$4\r\n", err: count},
		{in: "*" + digits(65535), rest: 65536},
		{in: "*" + digits(65536), err: "ERR Protocol error: too big mbulk count string"},
		{in: "*1\r\n$" + digits(65535), rest: 65540},
		{in: "*1\r\n$" + digits(65536), err: "ERR Protocol error: too big bulk count string"},
		{in: strings.Repeat("a", 65536), rest: 65536},
		{in: strings.Repeat("a", 65536) + "\n", requests: []string{strings.Repeat("a", 65536)}},
		{in: strings.Repeat("a", 65537), err: "ERR Protocol error: too big inline request"},
		{in: "PING\r\nPING\n\r\n\nPING\r\r\n", requests: []string{"PING", "PING", "", "", "PING"}},
		{in: "  SET a\vb  \tc\r\n", requests: []string{"SET|a\vb|c"}},
		{in: "ECHO a\x00b\r\n", rest: 10},
		{in: "ECHO \"a b\n", err: quotes},
		{in: "ECHO \"a\"b\n", err: quotes},
	}
	for _, tt := range tests {
		for name, next := range map[string]func(int) int{"at once": atOnce, "by byte": byByte} {
			if name == "by byte" && len(tt.in) > 1000 {
				continue // quadratic in this test's copying, not in the parser
			}
			got := feed(t, []byte(tt.in), &redisLimits, next)
			if strings.Join(got.requests, "\n") != strings.Join(tt.requests, "\n") || len(got.requests) != len(tt.requests) ||
				got.err != tt.err || got.rest != tt.rest {
				t.Errorf("%.40q %s: got %.80q error %q rest %d, want %.80q error %q rest %d", tt.in, name, got.requests, got.err, got.rest, tt.requests, tt.err, tt.rest)
			}
		}
	}
}

func TestParserBeforeAuth(t *testing.T) {
	t.Parallel()
	lim := redisLimits
	lim.Unauthenticated = true
	tests := []struct{ in, err string }{
		{"*10\r\n", ""},
		{"*11\r\n", "ERR Protocol error: unauthenticated multibulk length"},
		{"*2147483647\r\n", "ERR Protocol error: unauthenticated multibulk length"},
		{"*2147483648\r\n", "ERR Protocol error: invalid multibulk length"},
		{"*2\r\n$16384\r\n", ""},
		{"*2\r\n$16385\r\n", "ERR Protocol error: unauthenticated bulk length"},
		{"*2\r\n$-1\r\n", "ERR Protocol error: invalid bulk length"},
		{"*2\r\n$536870913\r\n", "ERR Protocol error: invalid bulk length"},
		{"a a a a a a a a a a a a\n", ""},
		{"*1\r\n$4\r\nPING\r\n", ""},
	}
	for _, tt := range tests {
		if got := feed(t, []byte(tt.in), &lim, atOnce); got.err != tt.err {
			t.Errorf("%q: got %q, want %q", tt.in, got.err, tt.err)
		}
	}
}

func TestParserNeed(t *testing.T) {
	t.Parallel()
	var p Parser
	tests := []struct {
		in   string
		need int
	}{
		{"*2\r\n", 0},
		{"*2\r\n$3\r\n", 13},
		{"*2\r\n$3\r\nGET\r\n", 0},
		{"*2\r\n$3\r\nGET\r\n$1000\r\nab", 20 + 1002},
	}
	for _, tt := range tests {
		if used, err := p.Next([]byte(tt.in), &redisLimits); used != 0 || err != nil {
			t.Fatalf("%q: used %d, error %v", tt.in, used, err)
		}
		if got := p.Need(); got != tt.need {
			t.Errorf("%q: got %d, want %d", tt.in, got, tt.need)
		}
	}
	p.Reset()
	if used, err := p.Next([]byte("PING\n"), &redisLimits); used != 5 || err != nil || p.Need() != 0 {
		t.Errorf("after Reset: used %d, error %v, need %d", used, err, p.Need())
	}
	lim := redisLimits
	lim.MaxBulk = math.MaxInt64
	const huge = "*1\r\n$9223372036854775805\r\n"
	p.Reset()
	if used, err := p.Next([]byte(huge), &lim); used == 0 && err == nil && p.Need() < len(huge) {
		t.Errorf("%q: Need overflows to %d", huge, p.Need())
	}
}

// TestParserReadsOnce feeds a request of many arguments in small pieces. What the parser
// has understood it must not look at again until the request is whole, so that the time stays proportional to the bytes.
func TestParserReadsOnce(t *testing.T) {
	t.Parallel()
	const args = 5000
	request := "*5000\r\n" + strings.Repeat("$3\r\nabc\r\n", args)
	var p Parser
	buf := []byte(request)
	seen := 0
	for n := 10; n < len(buf); n += 10 {
		if used, err := p.Next(buf[:n], &redisLimits); used != 0 || err != nil {
			t.Fatalf("at %d: used %d, error %v", n, used, err)
		}
		if p.pos < seen || n-p.pos > 9+4 {
			t.Fatalf("at %d: position %d, before %d", n, p.pos, seen)
		}
		for i := seen; i < p.pos; i++ {
			buf[i] = 'x' // a second look would be an error
		}
		seen = p.pos
	}
	copy(buf, request)
	if used, err := p.Next(buf, &redisLimits); used != len(buf) || err != nil || len(p.Args) != args {
		t.Fatalf("used %d of %d, error %v, %d arguments", used, len(buf), err, len(p.Args))
	}
}

func TestParserTakesNoMemoryAhead(t *testing.T) {
	t.Parallel()
	for _, in := range []string{"*2147483647\r\n$1\r\na\r\n", "*1000000\r\n", "*1\r\n$536870912\r\n"} {
		var p Parser
		if used, err := p.Next([]byte(in), &redisLimits); used != 0 || err != nil {
			t.Fatalf("%q: used %d, error %v", in, used, err)
		}
		if cap(p.Args) > keepArgs {
			t.Errorf("%q: took %d arguments ahead", in, cap(p.Args))
		}
	}
}

func TestParserResetLetsGo(t *testing.T) {
	t.Parallel()
	var p Parser
	request := "*1000\r\n" + strings.Repeat("$1\r\na\r\n", 1000)
	for _, in := range []string{request, "PING\r\n", "SET a b c\n", strings.Repeat("a", 5000) + "\n"} {
		if used, err := p.Next([]byte(in), &redisLimits); used != len(in) || err != nil {
			t.Fatalf("%.20q: used %d, error %v", in, used, err)
		}
		p.Reset()
		if cap(p.Args) > keepArgs || cap(p.scratch) > keepScratch {
			t.Errorf("%.20q: keeps %d arguments, %d bytes", in, cap(p.Args), cap(p.scratch))
		}
		for _, a := range p.Args[:cap(p.Args)] {
			if a != nil {
				t.Errorf("%.20q: keeps a view", in)
			}
		}
	}
}

func TestParserAllocatesNothing(t *testing.T) {
	var p Parser
	for _, in := range []string{"*3\r\n$3\r\nSET\r\n$1\r\nk\r\n$100\r\n" + strings.Repeat("v", 100) + "\r\n", "SET k \"v w\"\r\n", "*0\r\n"} {
		data := []byte(in)
		half := data[:len(data)/2]
		got := testing.AllocsPerRun(100, func() {
			if used, err := p.Next(data, &redisLimits); used != len(data) || err != nil {
				t.Fatal(used, err)
			}
			if used, err := p.Next(half, &redisLimits); used != 0 || err != nil {
				t.Fatal(used, err)
			}
			if used, err := p.Next(data, &redisLimits); used != len(data) || err != nil {
				t.Fatal(used, err)
			}
		})
		if got != 0 {
			t.Errorf("%.20q: %v allocations", in, got)
		}
	}
}

func FuzzParserPieces(f *testing.F) {
	for _, s := range []string{
		"*3\r\n$3\r\nSET\r\n$1\r\nk\r\n$12\r\nabcdefghijkl\r\nPING\r\n*0\r\n",
		"*1\r\n$9223372036854775807\r\n", "*-1\r\n\r\nSET 'a b' \"\\x41\"\n", "*1\rX$4\rYPINGZZ", "*2\r\n$1\r\na\r\n:", "GET a\x00b\r\n", "*" + strings.Repeat("0", 29) + "\r0",
	} {
		f.Add([]byte(s), uint64(3))
	}
	lim := Limits{MaxBulk: 100, MaxArgs: 20, MaxInline: 30}
	f.Fuzz(func(t *testing.T, data []byte, sizes uint64) {
		whole := feed(t, data, &lim, atOnce)
		for name, next := range map[string]func(int) int{
			"by byte": byByte,
			"pieces":  func(int) int { sizes = sizes*6364136223846793005 + 1442695040888963407; return int(sizes>>60) + 1 },
		} {
			if got := feed(t, data, &lim, next); !reflect.DeepEqual(got, whole) {
				t.Errorf("%q %s: got %q, at once %q", data, name, got.requests, whole.requests)
			}
		}
	})
}

func BenchmarkParserPipeline(b *testing.B) {
	value := strings.Repeat("v", 64)
	for name, request := range map[string]string{
		"SET":    "*3\r\n$3\r\nSET\r\n$16\r\nkey:000000012345\r\n$64\r\n" + value + "\r\n",
		"GET":    "*2\r\n$3\r\nGET\r\n$16\r\nkey:000000012345\r\n",
		"PING":   "*1\r\n$4\r\nPING\r\n",
		"inline": "GET key:000000012345\r\n",
	} {
		b.Run(name, func(b *testing.B) {
			data := []byte(strings.Repeat(request, 64))
			var p Parser
			b.ReportAllocs()
			rest := data
			for b.Loop() {
				used, err := p.Next(rest, &redisLimits)
				if err != nil {
					b.Fatal(err)
				}
				if rest = rest[used:]; len(rest) == 0 {
					rest = data
				}
			}
		})
	}
}
