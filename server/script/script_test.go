package script

import (
	"errors"
	"fmt"
	"strings"
	"testing"

	"redstart/resp"
)

// fakeHost answers every command with the same reply.
type fakeHost struct {
	e     *Engine
	reply string
	calls [][]string
	slow  bool // Busy is called at once, and kills
}

func (h *fakeHost) Call(words [][]byte, _ bool) ([]byte, error) {
	var call []string
	for _, w := range words {
		call = append(call, string(w))
	}
	h.calls = append(h.calls, call)
	return []byte(h.reply), nil
}
func (h *fakeHost) Allowed([][]byte) (allowed, known bool) { return true, true }
func (h *fakeHost) Replied(string, bool)                   {}
func (h *fakeHost) Log(int, string)                        {}
func (h *fakeHost) Elapsed() int64                         { return 10 }
func (h *fakeHost) Wrote() bool                            { return false }

func (h *fakeHost) Limit() int64 {
	if h.slow {
		return 1
	}
	return 0
}

func (h *fakeHost) Busy() {
	if err := h.e.Kill(false); err != nil {
		panic(err)
	}
}

func newTestEngine() *Engine {
	return New(Options{Version: "8.0.2", VersionNum: 8<<16 | 2, Seconds: func() float64 { return 1 }})
}

// eval runs a body and returns its reply as it goes over the wire, or its error.
func eval(t testing.TB, e *Engine, h *fakeHost, body string, args ...string) string {
	t.Helper()
	s, err := e.Eval([]byte(body))
	if err != nil {
		return err.Error()
	}
	var words [][]byte
	for _, a := range args {
		words = append(words, []byte(a))
	}
	h.e = e
	var w resp.Writer
	if err := e.Run(h, s, nil, nil, words, &w); err != nil {
		return err.Error()
	}
	return string(w.B)
}

func TestHostileScripts(t *testing.T) {
	for _, c := range []struct {
		name, body, want string
		fills            bool // it takes a large part of the memory that a script may have
	}{
		{name: "recursion", body: "local function f() return 1 + f() end return f()", want: "stack overflow"},
		{name: "recursion by pcall", body: "local function f() return pcall(f) end f() return 'ok'", want: "$2\r\nok"},
		{name: "recursion by a metatable", body: "local t = {} setmetatable(t, {__index = function(t, k) return t[k] end}) return t.x", want: "stack overflow"},
		{name: "recursion by a coroutine", body: "local function f() return coroutine.wrap(f)() end return f()", want: "ERR"},
		{name: "a string that doubles", body: "local s = 'x' while true do s = s .. s end", want: "string length overflow", fills: true},
		{name: "a huge repetition", body: "return string.rep('x', 1e10)", want: "resulting string too large"},
		{name: "an endless repetition", body: "return string.rep('x', 1/0)", want: "resulting string too large"},
		{name: "many huge strings", body: "local t = {} for i = 1, 1e6 do t[i] = string.rep('x', 1e8) end", want: "not enough memory", fills: true},
		{name: "a huge concatenation", body: "local t, s = {}, string.rep('x', 1e7) for i = 1, 100 do t[i] = s end return table.concat(t)", want: "resulting string too large", fills: true},
		{name: "a huge substitution", body: "return (string.rep('x', 1e5):gsub('x', string.rep('y', 1e5)))", want: "resulting string too large"},
		{name: "a wide format", body: "return string.format('%999999999d', 1)", want: "invalid format"},
		{name: "too much on the stack", body: "local t = {} for i = 1, 1e5 do t[i] = 1 end return unpack(t)", want: "ERR"},
		{name: "a reply without end", body: "local t = {} t[1] = t return t", want: "reached lua stack limit"},
		{name: "deep JSON", body: "return cjson.decode(string.rep('[', 1e6))", want: "too many nested"},
		{name: "JSON of itself", body: "local t = {} t[1] = t return cjson.encode(t)", want: "excessive nesting"},
		{name: "deep JSON, with a high limit", body: "cjson.decode_max_depth(2e9) return cjson.decode(string.rep('[', 1e6))", want: "too many nested"},
		{name: "deep MessagePack", body: `return cmsgpack.unpack(string.rep('\145', 1e6))`, want: "too many nested"},
		{name: "MessagePack that promises much", body: `return cmsgpack.unpack('\221\255\255\255\255')`, want: "Missing bytes"},
		{name: "MessagePack of itself", body: "local t = {} t[1] = t return #cmsgpack.pack(t)", want: ":17"},
		{name: "many small values", body: `return cmsgpack.unpack(string.rep('\1', 1e6))`, want: "too many return values"},
		{name: "a structure of any size", body: "return struct.pack('c2147483647', 'x')", want: "string too short"},
		{name: "a structure's size", body: "return struct.size('" + strings.Repeat("c2147483647", 3) + "')", want: "too large"},
		{name: "a binary chunk", body: `return loadstring('\27Lua')`, want: "$-1"},
		{name: "a hidden global", body: "return io", want: "nonexistent global"},
		{name: "the state of pcall", body: "return tostring(pcall(error, {err='x'}))", want: "false"},
	} {
		t.Run(c.name, func(t *testing.T) { // one after the other: they look at the heap
			if c.fills && raceEnabled {
				t.Skip("the race detector takes three times as much again, and keeps it: 12 GB")
			}
			e, h := newTestEngine(), &fakeHost{reply: "+OK\r\n"}
			if got := eval(t, e, h, c.body); !strings.Contains(got, c.want) {
				t.Fatalf("got %.200q, want %q in it", got, c.want)
			}
			if got := eval(t, e, h, "return 1"); got != ":1\r\n" {
				t.Fatalf("afterwards: %q", got)
			}
		})
	}
}

func TestHostileSource(t *testing.T) {
	t.Parallel()
	const n = 20_000
	for name, body := range map[string]string{
		"parentheses": "return " + strings.Repeat("(", n) + "1" + strings.Repeat(")", n),
		"not":         "return " + strings.Repeat("not ", n) + "1",
		"tables":      "return " + strings.Repeat("{", n) + strings.Repeat("}", n),
		"blocks":      strings.Repeat("do ", n) + strings.Repeat(" end", n),
		"functions":   strings.Repeat("f(function() ", n) + strings.Repeat(" end)", n),
		"sums":        "return 1" + strings.Repeat("+1", n),
		"dots":        "return 'a'" + strings.Repeat("..'a'", n),
		"indexes":     "return a" + strings.Repeat(".a", n),
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			e, h := newTestEngine(), &fakeHost{}
			got := eval(t, e, h, body)
			if name == "parentheses" || name == "dots" {
				return // an answer of any kind is fine
			}
			if !strings.Contains(got, "syntax levels") && !strings.HasPrefix(got, "ERR") {
				t.Fatalf("got %.200q", got)
			}
		})
	}
}

func TestEndlessScriptIsKilled(t *testing.T) {
	t.Parallel()
	for _, body := range []string{
		"while true do end",
		"while true do pcall(function() while true do end end) end",
		"coroutine.wrap(function() while true do end end)()",
		"local co = coroutine.create(function() while true do end end) while true do coroutine.resume(co) end",
	} {
		e, h := newTestEngine(), &fakeHost{slow: true}
		if got := eval(t, e, h, body); !strings.Contains(got, "killed by user") {
			t.Errorf("%s: %q", body, got)
		}
		h.slow = false
		if got := eval(t, e, h, "return 1"); got != ":1\r\n" {
			t.Errorf("afterwards: %q", got)
		}
	}
}

func TestEndlessLibrary(t *testing.T) {
	t.Parallel()
	e := newTestEngine()
	_, err := e.LoadLibrary([]byte("#!lua name=x\nwhile true do end"), false)
	if err == nil || !strings.Contains(err.Error(), "timeout") {
		t.Fatal(err)
	}
}

func TestNothingStays(t *testing.T) {
	t.Parallel()
	e, h := newTestEngine(), &fakeHost{}
	for _, c := range []struct{ body, want string }{
		{"KEYS.x = 1 KEYS[9] = 2 setmetatable(ARGV, {__index = function() return 'leak' end}) return 1", ":1\r\n"},
		{"return {KEYS.x or 'none', KEYS[9] or 'none', ARGV[5] or 'none'}", "*3\r\n$4\r\nnone\r\n$4\r\nnone\r\n$4\r\nnone\r\n"},
		{"local redis = {call = function() return 'mine' end} return redis.call('x')", "$4\r\nmine\r\n"},
		{"local t = {} function t.f() return 'f' end return t.f()", "$1\r\nf\r\n"},
		{"local function KEYS() return 'k' end return KEYS()", "$1\r\nk\r\n"},
		{"return #ARGV", ":0\r\n"},
	} {
		if got := eval(t, e, h, c.body); got != c.want {
			t.Errorf("%s: %q", c.body, got)
		}
	}
	if got := eval(t, e, h, "string.rep = nil"); !strings.Contains(got, readOnlyText) {
		t.Error(got)
	}
}

func TestCacheBound(t *testing.T) {
	t.Parallel()
	e := newTestEngine()
	kept, err := e.Load([]byte("return 'kept'"))
	if err != nil {
		t.Fatal(err)
	}
	first, _ := e.Eval([]byte("return 'first'"))
	for i := range maxEvaluated + 10 {
		if _, err := e.Eval(fmt.Appendf(nil, "return %d", i)); err != nil {
			t.Fatal(err)
		}
	}
	if n, _ := e.Cached(); n != maxEvaluated+1 || e.Evicted() != 11 {
		t.Errorf("%d scripts, %d gone", n, e.Evicted())
	}
	if e.Find([]byte(kept.SHA)) == nil || e.Find([]byte(first.SHA)) != nil {
		t.Error("the wrong scripts are kept")
	}
	e.Flush()
	if n, bytes := e.Cached(); n != 0 || bytes != 0 || e.Has([]byte(kept.SHA)) {
		t.Error("scripts after Flush")
	}
}

func TestDumpRestore(t *testing.T) {
	t.Parallel()
	e := newTestEngine()
	for _, name := range []string{"a", "b"} {
		code := fmt.Sprintf("#!lua name=%s\nredis.register_function('f%s', function() return '%s' end)%s", name, name, name, strings.Repeat(" ", 20_000))
		if _, err := e.LoadLibrary([]byte(code), false); err != nil {
			t.Fatal(err)
		}
	}
	payload := e.Dump()
	if err := e.Restore(payload, Append); err == nil || e.Libraries() != 2 {
		t.Fatalf("over what there is: %v", err)
	}
	e.FlushLibraries()
	for _, policy := range []Policy{Append, Replace, FlushFirst} {
		if err := e.Restore(payload, policy); err != nil || e.Functions() != 2 {
			t.Fatalf("policy %d: %v, %d functions", policy, err, e.Functions())
		}
	}
	var w resp.Writer
	if err := e.CallFunction(&fakeHost{}, e.FindFunction([]byte("FA")), nil, nil, nil, &w); err != nil || string(w.B) != "$1\r\na\r\n" {
		t.Fatalf("%v, %q", err, w.B)
	}
	for i := range payload {
		bad := append([]byte(nil), payload...)
		if i > 300 && i < len(payload)-300 {
			continue
		}
		bad[i] ^= 0x55
		if err := e.Restore(bad, FlushFirst); !errors.Is(err, errBadDump) {
			t.Fatalf("byte %d: %v", i, err)
		}
	}
}

func BenchmarkCalls(b *testing.B) {
	e, h := newTestEngine(), &benchHost{}
	for name, body := range map[string]string{
		"one": "return redis.call('get', KEYS[1])",
		"ten": "for i = 1, 10 do redis.call('incr', KEYS[1]) end return 1",
	} {
		s, err := e.Eval([]byte(body))
		if err != nil {
			b.Fatal(err)
		}
		keys := [][]byte{[]byte("key")}
		var w resp.Writer
		b.Run(name, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				w.Reset()
				if err := e.Run(h, s, nil, keys, nil, &w); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}

// benchHost answers at once.
type benchHost struct{ fakeHost }

func (*benchHost) Call([][]byte, bool) ([]byte, error) { return benchReply, nil }

var benchReply = []byte("$5\r\nvalue\r\n")

// TestKeyLocking: the flag of Upstash's libraries is taken and changes nothing.
func TestKeyLocking(t *testing.T) {
	e := newTestEngine()
	body := "#!lua flags=allow-key-locking\nreturn 'ran'"
	if got := eval(t, e, &fakeHost{}, body); got != "$3\r\nran\r\n" {
		t.Errorf("got %q", got)
	}
	s, err := e.Eval([]byte(body))
	if err != nil {
		t.Fatal(err)
	}
	if names := s.Flags.Names(); len(names) != 0 {
		t.Errorf("flags %q", names)
	}
}
