package integration

import (
	"errors"
	"fmt"
	"io"
	"net"
	"os"
	"strings"
	"syscall"
	"testing"
	"time"

	"redstart/resp"
)

// closed stands in a transcript for a connection that the server closed.
const closed = "(closed)"

// noReply stands for a command that is sent without reading.
const noReply = "(no reply)"

// untilLimit bounds how long "# until" repeats a command.
const untilLimit = 10 * time.Second

// sentinel ends the replies of a raw step.
const sentinel = "end-of-raw-step"

// player runs a script against one server in one protocol.
type player struct {
	t     testing.TB
	addr  string
	proto int
	conns map[string]*Conn
	name  string // of the current connection
	vars  map[string]string
}

// answer is what came back for a step.
type answer struct {
	text  string     // as printed, normalised as the step's options say
	value resp.Value // the last reply
}

// play runs the script on a fresh server at path and hands each step's answer
// to see, in order.
func play(t testing.TB, sc *script, path string, proto int, see func(it item, a answer)) {
	t.Helper()
	s := startPath(t, path, t.TempDir(), sc.server...)
	p := &player{t: t, addr: s.addr, proto: proto, name: "1", conns: map[string]*Conn{}, vars: map[string]string{}}
	defer p.close()
	for _, it := range sc.items {
		switch {
		case it.conn != "":
			p.name = it.conn
		case it.restart:
			p.close()
			s.stop()
			s = startPath(t, path, s.dir, sc.server...)
			p.addr, p.conns = s.addr, map[string]*Conn{}
		case it.step != nil:
			a, err := p.run(it.step)
			if err != nil {
				t.Fatalf("%s:%d: %s: %v", sc.path, it.line, it.text, err)
			}
			see(it, a)
		}
	}
}

func (p *player) close() {
	for _, c := range p.conns {
		c.nc.Close()
	}
}

func (p *player) conn() *Conn {
	c := p.conns[p.name]
	if c == nil {
		c = dial(p.t, p.addr, p.proto)
		p.conns[p.name] = c
	}
	return c
}

func (p *player) run(s *step) (answer, error) {
	if s.opts.until {
		return p.repeat(s)
	}
	a, err := p.exchange(s)
	if err != nil || s.opts.save == "" {
		return a, err
	}
	text := plain(a.value)
	if re := s.opts.saveRe; re != nil {
		m := re.FindStringSubmatch(text)
		if len(m) < 2 {
			return a, fmt.Errorf("nothing to save in %q", text)
		}
		text = m[1]
	}
	p.vars[s.opts.save] = text
	return a, nil
}

// repeat runs s until it answers what is written.
func (p *player) repeat(s *step) (answer, error) {
	want, ok := s.expected(p.proto)
	if !ok && len(s.applicable(p.proto)) == 0 {
		return answer{}, errors.New("until needs a reply to wait for")
	}
	limit := time.NewTimer(untilLimit)
	defer limit.Stop()
	tick := time.NewTicker(time.Millisecond)
	defer tick.Stop()
	for {
		a, err := p.exchange(s)
		if err != nil || check(s, p.proto, want, a.text) == nil {
			return a, err
		}
		select {
		case <-limit.C:
			return a, nil
		case <-tick.C:
		}
	}
}

// exchange sends what s says and reads what comes back.
func (p *player) exchange(s *step) (answer, error) {
	request, err := p.request(s)
	if err != nil {
		return answer{}, err
	}
	c := p.conn()
	if err := c.Write(request); err != nil && !gone(err) {
		return answer{}, err
	}
	switch {
	case s.opts.noReply:
		return answer{text: noReply}, nil
	case s.kind == sendRaw:
		return p.readAll(c, s)
	}
	v, err := c.Read()
	if gone(err) {
		p.drop()
		return answer{text: closed}, nil
	}
	return answer{text: show(v, s.opts), value: v}, err
}

func (p *player) request(s *step) ([]byte, error) {
	if s.kind == readOnly {
		return nil, nil
	}
	args, err := splitArgs(s.line)
	if err != nil {
		return nil, err
	}
	for i := range args {
		if args[i], err = expand(args[i], p.vars); err != nil {
			return nil, err
		}
	}
	if s.kind == sendCommand {
		return encode(args), nil
	}
	raw := []byte(strings.Join(args, ""))
	if !s.opts.final && !s.opts.noReply {
		raw = append(raw, encode([]string{"ECHO", sentinel})...)
	}
	return raw, nil
}

// readAll reads the replies of a raw step: up to the sentinel's, or until the
// server closes the connection.
func (p *player) readAll(c *Conn, s *step) (answer, error) {
	var texts []string
	var last resp.Value
	for {
		v, err := c.Read()
		switch {
		case gone(err):
			p.drop()
			return answer{text: strings.Join(append(texts, closed), "\n"), value: last}, nil
		case err != nil:
			return answer{}, err
		case plain(v) == sentinel && len(texts) == 0:
			return answer{text: noReply}, nil
		case plain(v) == sentinel:
			return answer{text: strings.Join(texts, "\n"), value: last}, nil
		}
		last = v
		texts = append(texts, show(v, s.opts))
	}
}

// drop forgets the current connection; the next step on it opens a new one.
func (p *player) drop() {
	p.conns[p.name].nc.Close()
	delete(p.conns, p.name)
}

// gone reports whether err says that the other side closed the connection.
func gone(err error) bool {
	return errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF) || errors.Is(err, net.ErrClosed) ||
		errors.Is(err, syscall.ECONNRESET) || errors.Is(err, syscall.EPIPE)
}

// check compares the answer of a step with its patterns or, where it has
// none, with want.
func check(s *step, proto int, want, got string) error {
	if patterns := s.applicable(proto); len(patterns) > 0 {
		for _, p := range patterns {
			if !p.re.MatchString(got) {
				return fmt.Errorf("got\n%s\nwhich does not match %s", got, p.text)
			}
		}
		return nil
	}
	if got != want && !near(s.opts.approx, want, got) {
		return fmt.Errorf("got\n%s\nwant\n%s", got, want)
	}
	return nil
}

// near reports whether both texts are integer replies at most limit apart.
func near(limit int64, want, got string) bool {
	if limit == 0 {
		return false
	}
	var a, b int64
	if _, err := fmt.Sscanf(want, "(integer) %d", &a); err != nil {
		return false
	}
	if _, err := fmt.Sscanf(got, "(integer) %d", &b); err != nil {
		return false
	}
	return max(a-b, b-a) <= limit
}

// write stores the script in its file and proves that it reads back as it is.
func (sc *script) write() error {
	if err := os.WriteFile(sc.path, []byte(sc.String()), 0o644); err != nil {
		return err
	}
	again, err := readScript(sc.path)
	if err != nil {
		return err
	}
	if again.String() != sc.String() {
		return fmt.Errorf("%s: a reply cannot be told from the next step: give it a pattern", sc.path)
	}
	return nil
}
