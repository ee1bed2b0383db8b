package integration

import (
	"fmt"
	"os"
	"regexp"
	"strconv"
	"strings"
)

// script is one transcript file.
type script struct {
	path   string
	server []string // options of the server it runs on
	ours   bool     // Redis has no such commands
	protos []int    // protocols it runs in
	items  []item
}

// item is a line that stays as it is, or a step with its expected reply.
type item struct {
	line int    // in the file, from 1
	text string // the line
	step *step  // nil for comments, blanks and directives
	conn string // connection to switch to ("# conn")

	restart bool // stop the server and start it again ("# restart")
}

// stepKind tells what a step sends.
type stepKind int

const (
	sendCommand stepKind = iota // "> args": a RESP request
	sendRaw                     // `>> "bytes"`: bytes as they are
	readOnly                    // "<": nothing, reads one more reply
)

// step is one exchange. Its reply is either matched by patterns or compared
// with a recorded text.
type step struct {
	kind stepKind
	line string // what stands after the marker
	opts options

	patterns []pattern
	want     map[int]string // by protocol, as printed
}

// options are the directives that stand before a step and belong to it.
type options struct {
	unordered string // what is sorted: "", "elements", "pairs" or "tables"
	noReply   bool
	final     bool
	until     bool
	approx    int64
	save      string
	saveRe    *regexp.Regexp // its first group is saved; nil: the whole reply
	mask      []string
}

// pattern is a regular expression that a reply must match, in one protocol
// or, for proto 0, in both.
type pattern struct {
	proto int
	re    *regexp.Regexp
	text  string
}

const resp3Mark = "--resp3--"

// readScript parses the transcript at path.
func readScript(path string) (*script, error) {
	data, err := os.ReadFile(path)
	if err != nil {
		return nil, err
	}
	sc := &script{path: path, protos: []int{2, 3}}
	p := &scriptParser{sc: sc}
	for i, line := range strings.Split(strings.TrimRight(string(data), "\n"), "\n") {
		if err := p.line(i+1, line); err != nil {
			return nil, fmt.Errorf("%s:%d: %w", path, i+1, err)
		}
	}
	p.endReply()
	return sc, nil
}

type scriptParser struct {
	sc    *script
	opts  options
	step  *step // the step whose reply is being read
	reply []string
	proto int // protocol the collected reply lines belong to
}

func (p *scriptParser) line(n int, line string) error {
	marker, rest, _ := strings.Cut(line, " ")
	switch marker {
	case ">", ">>", "<":
		p.endReply()
		p.begin(n, line, marker, rest)
	case "~", "~2", "~3":
		return p.pattern(marker, rest)
	case "#", "##":
		p.endReply()
		p.step = nil
		it := item{line: n, text: line}
		if marker == "#" {
			if err := p.directive(&it, rest); err != nil {
				return err
			}
		}
		p.sc.items = append(p.sc.items, it)
	case resp3Mark:
		p.endReply()
		p.proto = 3
	default:
		if p.step == nil {
			if strings.TrimSpace(line) != "" {
				return fmt.Errorf("a reply without a command: %q", line)
			}
			p.sc.items = append(p.sc.items, item{line: n, text: line})
			return nil
		}
		p.reply = append(p.reply, line)
	}
	return nil
}

func (p *scriptParser) begin(n int, line, marker, rest string) {
	kinds := map[string]stepKind{">": sendCommand, ">>": sendRaw, "<": readOnly}
	p.step = &step{kind: kinds[marker], line: rest, opts: p.opts, want: map[int]string{}}
	p.opts = options{}
	p.proto = 2
	p.sc.items = append(p.sc.items, item{line: n, text: line, step: p.step})
}

func (p *scriptParser) pattern(marker, rest string) error {
	if p.step == nil {
		return fmt.Errorf("a pattern without a command")
	}
	re, err := regexp.Compile(rest)
	if err != nil {
		return err
	}
	proto, _ := strconv.Atoi(marker[1:])
	p.step.patterns = append(p.step.patterns, pattern{proto, re, marker + " " + rest})
	return nil
}

// endReply files the collected reply lines; blank lines at their end separate
// steps and belong to the file.
func (p *scriptParser) endReply() {
	if p.step == nil {
		return
	}
	text := p.reply
	blanks := 0
	for len(text) > 0 && strings.TrimSpace(text[len(text)-1]) == "" {
		text = text[:len(text)-1]
		blanks++
	}
	if len(text) > 0 {
		p.step.want[p.proto] = strings.Join(text, "\n")
	}
	for range blanks {
		p.sc.items = append(p.sc.items, item{})
	}
	p.reply = nil
}

func (p *scriptParser) directive(it *item, rest string) error {
	words, err := splitArgs(rest)
	if err != nil {
		return err
	}
	if len(words) == 0 {
		return fmt.Errorf("an empty directive")
	}
	name, args := words[0], words[1:]
	switch {
	case name == "server":
		p.sc.server = append(p.sc.server, args...)
	case name == "ours" && len(args) == 0:
		p.sc.ours = true
	case name == "proto" && len(args) == 1 && (args[0] == "2" || args[0] == "3"):
		p.sc.protos = []int{int(args[0][0] - '0')}
	case name == "conn" && len(args) == 1:
		it.conn = args[0]
	case name == "restart" && len(args) == 0:
		it.restart = true
	case name == "unordered" && len(args) == 0:
		p.opts.unordered = "elements"
	case name == "unordered" && len(args) == 1 && (args[0] == "pairs" || args[0] == "tables"):
		p.opts.unordered = args[0]
	case name == "noreply" && len(args) == 0:
		p.opts.noReply = true
	case name == "final" && len(args) == 0:
		p.opts.final = true
	case name == "until" && len(args) == 0:
		p.opts.until = true
	case name == "approx" && len(args) == 1:
		p.opts.approx, err = strconv.ParseInt(args[0], 10, 64)
	case name == "save" && len(args) == 1:
		p.opts.save = args[0]
	case name == "save" && len(args) == 2:
		p.opts.save = args[0]
		p.opts.saveRe, err = regexp.Compile(args[1])
	case name == "mask" && len(args) > 0:
		p.opts.mask = args
	default:
		return fmt.Errorf("unknown directive %q", rest)
	}
	return err
}

// String returns the file as it is written.
func (sc *script) String() string {
	var b strings.Builder
	for _, it := range sc.items {
		b.WriteString(it.text)
		b.WriteByte('\n')
		if it.step != nil {
			it.step.writeReply(&b)
		}
	}
	return b.String()
}

func (s *step) writeReply(b *strings.Builder) {
	for _, p := range s.patterns {
		b.WriteString(p.text + "\n")
	}
	two, ok2 := s.want[2]
	three, ok3 := s.want[3]
	if ok2 {
		b.WriteString(two + "\n")
	}
	if ok3 && (!ok2 || two != three) {
		b.WriteString(resp3Mark + "\n" + three + "\n")
	}
}

// record keeps text as the expected reply in proto, unless patterns judge it or
// what stands there already is near enough.
func (s *step) record(proto int, text string) {
	old, ok := s.expected(proto)
	delete(s.want, proto)
	switch {
	case len(s.applicable(proto)) > 0:
	case ok && near(s.opts.approx, old, text):
		s.want[proto] = old
	default:
		s.want[proto] = text
	}
}

// applicable returns the patterns of the step that count in proto.
func (s *step) applicable(proto int) []pattern {
	var out []pattern
	for _, p := range s.patterns {
		if p.proto == 0 || p.proto == proto {
			out = append(out, p)
		}
	}
	return out
}

// expected returns the recorded reply in proto; RESP3 falls back to RESP2.
func (s *step) expected(proto int) (string, bool) {
	if text, ok := s.want[proto]; ok {
		return text, true
	}
	text, ok := s.want[2]
	return text, ok
}
