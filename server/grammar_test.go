package server

import (
	"bufio"
	"bytes"
	"fmt"
	"io"
	"strings"
	"testing"

	"redstart/resp"
	"redstart/server/command"
)

// grammar makes requests from the commands' own syntax. Its choices come from bytes, so that a fuzzer can steer them; when those
// run out it takes the first way everywhere.
type grammar struct {
	choices []byte
	words   [][]byte
	word    func(a *command.Argument) (string, bool) // chooses what stands for an argument; false, or nil: any value of its type
}

func (g *grammar) choose(n int) int {
	if len(g.choices) == 0 || n <= 1 {
		return 0
	}
	c := int(g.choices[0])
	g.choices = g.choices[1:]
	return c % n
}

// values are what stands for each type of argument: ordinary ones first, then those that break things.
var values = map[command.ArgType][]string{
	command.StringArg:   {"value", "", "12", "-1", "3.5", "a\r\nb\x00", "\xff\xfe", strings.Repeat("x", 300), "9223372036854775807", "string"},
	command.IntegerArg:  {"1", "0", "-1", "10", "9223372036854775807", "-9223372036854775808", "536870912", "x", "", " 1", "01", "1e3"},
	command.DoubleArg:   {"1.5", "0", "-1", "inf", "nan", "1e400", "x", ""},
	command.KeyArg:      {"k1", "k2", "k3", "", "number", "{a}b"},
	command.PatternArg:  {"*", "k*", "[a-", "\\", "a*a*a*a*b", ""},
	command.UnixTimeArg: {"4102444800", "1", "0", "-1", "9223372036854775807", "x"},
}

func (g *grammar) args(list []*command.Argument) {
	for _, a := range list {
		g.arg(a)
	}
}

func (g *grammar) arg(a *command.Argument) {
	if a.Optional && g.choose(2) == 0 {
		return
	}
	times := 1
	if a.Multiple {
		times += g.choose(3)
	}
	for i := range times {
		if a.Token != "" && (i == 0 || a.MultipleToken) {
			g.words = append(g.words, []byte(a.Token))
		}
		switch a.Type {
		case command.TokenArg:
		case command.OneOfArg:
			g.arg(a.Args[g.choose(len(a.Args))])
		case command.BlockArg:
			g.args(a.Args)
		default:
			g.words = append(g.words, []byte(g.value(a)))
		}
	}
}

// value is what stands for an argument.
func (g *grammar) value(a *command.Argument) string {
	if g.word != nil {
		if w, ok := g.word(a); ok {
			return w
		}
	}
	v := values[a.Type]
	return v[g.choose(len(v))]
}

// request makes one request of cmd.
func (g *grammar) request(cmd *command.Entry) [][]byte {
	g.words = nil
	for _, w := range strings.Split(cmd.FullName, "|") {
		g.words = append(g.words, []byte(w))
	}
	g.args(cmd.Docs())
	if g.choose(16) == 15 { // one word too many, or too few
		g.words = append(g.words, []byte("extra"))
	}
	if g.choose(16) == 15 && len(g.words) > 1 {
		g.words = g.words[:len(g.words)-1]
	}
	return g.words
}

// unfit are the commands that a session fed by hand cannot run one after another: they end the connection, hold it up, drop replies, or
// give several.
var unfit = map[string]bool{
	"quit": true, "shutdown": true, "monitor": true, "debug": true,
	"subscribe": true, "psubscribe": true, "ssubscribe": true, "unsubscribe": true, "punsubscribe": true, "sunsubscribe": true,
	"client|reply": true, "client|pause": true, "client|kill": true, "bgrewriteaof": true, "config|rewrite": true, "config|set": true,
}

func ordinary(table *command.Table) (out []*command.Entry) {
	table.Each(func(e *command.Entry) {
		if e.Run != nil && !unfit[e.FullName] && (e.Parent == nil || !unfit[e.Parent.FullName]) {
			out = append(out, e)
		}
	})
	return out
}

// wire writes a request as a client does.
func wire(words [][]byte) []byte {
	b := fmt.Appendf(nil, "*%d\r\n", len(words))
	for _, w := range words {
		b = fmt.Appendf(b, "$%d\r\n%s\r\n", len(w), w)
	}
	return b
}

// ask runs one request and returns its reply, which must be one whole reply and nothing else.
func (s *session) ask(t *testing.T, words [][]byte) resp.Value {
	t.Helper()
	out := s.feed(wire(words))
	if s.c.Waiting() != nil {
		out = s.unblock()
	}
	if drained := s.c.Out.Drained(); drained != nil { // a large reply is sent at once
		<-drained
	}
	in := bufio.NewReader(io.MultiReader(bytes.NewReader(s.conn.(*quiet).take()), bytes.NewReader(out)))
	v, err := resp.ReadValue(in)
	if err != nil {
		t.Fatalf("%q: no reply that can be read: %v", words, err)
	}
	if rest, _ := io.ReadAll(in); len(rest) > 0 {
		t.Fatalf("%q: bytes after the reply: %q", words, rest)
	}
	if s.closing {
		t.Fatalf("%q closed the connection with %s", words, v)
	}
	return v
}

// unblock ends the session's wait as its timeout would, and returns the reply.
func (s *session) unblock() []byte {
	s.c.Unblock(false)
	s.hold()
	s.resume()
	out := s.w.Whole()
	s.w.Reset()
	s.release()
	return out
}

func newTestServer(tb testing.TB) *Server {
	tb.Helper()
	srv, err := New(Options{})
	if err != nil {
		tb.Fatal(err)
	}
	return srv
}

// Every command refuses a wrong number of words with Redis' text, and a container an unknown subcommand.
func TestArity(t *testing.T) {
	srv := newTestServer(t)
	s := quietSession(t, srv)
	srv.table.Each(func(e *command.Entry) {
		words := [][]byte{}
		for _, w := range strings.Split(e.FullName, "|") {
			words = append(words, []byte(w))
		}
		if e.Children() != nil {
			got := s.ask(t, append(words, []byte("nosuchsub")))
			if want := "ERR unknown subcommand 'nosuchsub'. Try " + strings.ToUpper(e.Name) + " HELP."; got.Str != want && e.Run == nil {
				t.Errorf("%s: %q, want %q", e.FullName, got.Str, want)
			}
			return
		}
		want := "ERR wrong number of arguments for '" + e.FullName + "' command"
		if isExec(e) {
			want = "EXECABORT Transaction discarded because of: " + strings.TrimPrefix(want, "ERR ")
		}
		for n := len(words); n <= max(e.Arity, -e.Arity)+1; n++ {
			fits := n == e.Arity || e.Arity < 0 && n >= -e.Arity
			if !fits {
				if got := s.ask(t, words); got.Str != want {
					t.Errorf("%s with %d words: %q, want %q", e.FullName, n, got.Str, want)
				}
			}
			words = append(words, []byte("1"))
		}
	})
}

// No request that the syntax allows, and none near it, costs more than its own reply: one whole reply, in both protocols, and no
// change by a command that only reads.
func FuzzCommands(f *testing.F) {
	table, err := command.NewTable(families...)
	if err != nil {
		f.Fatal(err)
	}
	cmds := ordinary(table)
	for i := range cmds {
		f.Add([]byte{byte(i), byte(i >> 8), 1, 1, 1, 2, 1, 3, 1, 4, 1})
		f.Add([]byte{byte(i), byte(i >> 8), 0, 1, 0, 5, 1, 0, 2, 3, 7, 1, 1, 2, byte(i), 0, 1})
	}
	f.Fuzz(func(t *testing.T, choices []byte) {
		srv := newTestServer(t)
		s := quietSession(t, srv)
		byName := ordinary(srv.table)
		s.ask(t, [][]byte{[]byte("SET"), []byte("number"), []byte("10")})
		s.ask(t, [][]byte{[]byte("SET"), []byte("k1"), []byte("value"), []byte("PX"), []byte("100000")})
		g := &grammar{choices: choices}
		for range 8 {
			if len(g.choices) < 2 {
				return
			}
			cmd := byName[(int(g.choices[0])|int(g.choices[1])<<8)%len(byName)]
			g.choices = g.choices[2:]
			s.hold()
			tx := s.tx
			if v := s.ask(t, g.request(cmd)); v.IsError() {
				continue
			}
			if tx.Dirty() > 0 && cmd.Flags&(command.Write|command.MayChange) == 0 {
				t.Fatalf("%s changed something and is no write", cmd.FullName)
			}
		}
	})
}
