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
	for _, c := range []struct{ name, body, want string }{
		{"recursion", "local function f() return 1 + f() end return f()", "stack overflow"},
		{"recursion by pcall", "local function f() return pcall(f) end f() return 'ok'", "$2\r\nok"},
		{"recursion by a metatable", "local t = {} setmetatable(t, {__index = function(t, k) return t[k] end}) return t.x", "stack overflow"},
		{"recursion by a coroutine", "local function f() return coroutine.wrap(f)() end return f()", "ERR"},
		{"a string that doubles", "local s = 'x' while true do s = s .. s end", "string length overflow"},
		{"a huge repetition", "return string.rep('x', 1e10)", "resulting string too large"},
		{"an endless repetition", "return string.rep('x', 1/0)", "resulting string too large"},
		{"many huge strings", "local t = {} for i = 1, 1e6 do t[i] = string.rep('x', 1e8) end", "not enough memory"},
		{"a huge concatenation", "local t, s = {}, string.rep('x', 1e7) for i = 1, 100 do t[i] = s end return table.concat(t)", "resulting string too large"},
		{"a huge substitution", "return (string.rep('x', 1e5):gsub('x', string.rep('y', 1e5)))", "resulting string too large"},
		{"a wide format", "return string.format('%999999999d', 1)", "invalid format"},
		{"too much on the stack", "local t = {} for i = 1, 1e5 do t[i] = 1 end return unpack(t)", "ERR"},
		{"a reply without end", "local t = {} t[1] = t return t", "reached lua stack limit"},
		{"deep JSON", "return cjson.decode(string.rep('[', 1e6))", "too many nested"},
		{"JSON of itself", "local t = {} t[1] = t return cjson.encode(t)", "excessive nesting"},
		{"deep JSON, with a high limit", "cjson.decode_max_depth(2e9) return cjson.decode(string.rep('[', 1e6))", "too many nested"},
		{"deep MessagePack", `return cmsgpack.unpack(string.rep('\145', 1e6))`, "too many nested"},
		{"MessagePack that promises much", `return cmsgpack.unpack('\221\255\255\255\255')`, "Missing bytes"},
		{"MessagePack of itself", "local t = {} t[1] = t return #cmsgpack.pack(t)", ":17"},
		{"many small values", `return cmsgpack.unpack(string.rep('\1', 1e6))`, "too many return values"},
		{"a structure of any size", "return struct.pack('c2147483647', 'x')", "string too short"},
		{"a structure's size", "return struct.size('" + strings.Repeat("c2147483647", 3) + "')", "too large"},
		{"a binary chunk", `return loadstring('\27Lua')`, "$-1"},
		{"a hidden global", "return io", "nonexistent global"},
		{"the state of pcall", "return tostring(pcall(error, {err='x'}))", "false"},
	} {
		t.Run(c.name, func(t *testing.T) { // one after the other: they look at the heap
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
