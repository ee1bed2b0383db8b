package resp

import (
	"bytes"
	"math"
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
