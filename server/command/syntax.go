package command

import (
	"fmt"
	"strings"
)

// ArgType is what kind of word or group an argument is, in the words of COMMAND DOCS.
type ArgType string

// The types of arguments.
const (
	StringArg   ArgType = "string"
	IntegerArg  ArgType = "integer"
	DoubleArg   ArgType = "double"
	KeyArg      ArgType = "key"
	PatternArg  ArgType = "pattern"
	UnixTimeArg ArgType = "unix-time"
	TokenArg    ArgType = "pure-token" // a word that stands for itself
	OneOfArg    ArgType = "oneof"      // one of Args
	BlockArg    ArgType = "block"      // all of Args, in order
)

// Argument is one argument of a command, as COMMAND DOCS shows it.
type Argument struct {
	Name          string
	Type          ArgType
	Display       string // how a synopsis names it; empty for groups
	Token         string // the word before it; of a TokenArg the word itself, which may be empty
	KeySpec       int    // index of the KeySpec that finds it; -1: none
	Since         string // the version that added it; empty: as old as the command
	Until         string // the version that deprecated it
	Optional      bool
	Multiple      bool
	MultipleToken bool // with Multiple: the token is repeated too
	Args          []*Argument
}

// ParseSyntax reads the notation of Spec.Syntax, which is close to the synopsis in a command's manual. Its parts:
//
//	value                   a string called value
//	seconds:integer         a value of another type: integer, double, key, pattern, unix-time
//	key                     "key" and "pattern" are of the type of their name
//	destination:key#1       a key found by the key spec with index 1; keys without #: by the first, index 0
//	EX seconds:integer      a value after a token; tokens are words in capitals, or quoted: '*'
//	KEEPTTL                 a token alone: its name is the token in lower case
//	change:CH               a token alone with a name of its own
//	(NX | XX)               one of several
//	(score:double member)   a group
//	condition:(NX | XX)     every group needs a name; a token before it serves as one: LIMIT (offset:integer count:integer)
//	[GET]                   optional
//	key...                  one or more; [key...]: any number
//	GET... pattern          one or more, each with the token before it
//	GET@6.2.0               came with version 6.2.0
//	addr!2.8.12             deprecated since version 2.8.12
//	addr"ip:port"           shown as ip:port
//
// The parts of one argument stand in the order of: token, name, display, type, key spec, dots, since, deprecated. An error names
// the position in s.
func ParseSyntax(s string) ([]*Argument, error) {
	p := syntaxParser{s: s}
	args, err := p.list()
	if err == nil && p.pos < len(s) {
		err = p.errorf("expected an argument")
	}
	if err != nil {
		return nil, err
	}
	return args, nil
}

type syntaxParser struct {
	s   string
	pos int
}

// list reads arguments up to a closing bracket, a bar or the end.
func (p *syntaxParser) list() ([]*Argument, error) {
	var args []*Argument
	for {
		p.spaces()
		if c := p.peek(); c == 0 || c == ')' || c == '|' || c == ']' {
			return args, nil
		}
		a, err := p.argument()
		if err != nil {
			return nil, err
		}
		args = append(args, a)
		if c := p.peek(); c != ' ' && c != 0 && c != ')' {
			return nil, p.errorf("expected a space")
		}
	}
}

func (p *syntaxParser) argument() (*Argument, error) {
	if !p.take("[") {
		return p.required()
	}
	a, err := p.required()
	if err != nil {
		return nil, err
	}
	if !p.take("]") {
		return nil, p.errorf("expected ]")
	}
	a.Optional = true
	return a, nil
}

// required reads an argument without its brackets.
func (p *syntaxParser) required() (*Argument, error) {
	a := &Argument{KeySpec: -1}
	token, ok, err := p.token()
	if err != nil {
		return nil, err
	}
	if !ok {
		return a, p.value(a)
	}
	a.Token = token
	dots := p.take("...")
	if p.peek() != ' ' || p.pos+1 == len(p.s) || !isNameByte(p.s[p.pos+1]) && p.s[p.pos+1] != '(' {
		a.Name, a.Display, a.Type = strings.ToLower(token), strings.ToLower(token), TokenArg
		if !isName(a.Name) {
			return nil, p.errorf("this token needs a name")
		}
		a.Multiple = dots
		return a, p.versions(a)
	}
	p.pos++
	if err := p.value(a); err != nil {
		return nil, err
	}
	if dots && a.Multiple {
		return nil, p.errorf("the dots stand after the token or after the value, not both")
	}
	a.Multiple, a.MultipleToken = a.Multiple || dots, dots
	return a, nil
}

// value reads a name with what follows it, or a group.
func (p *syntaxParser) value(a *Argument) error {
	a.Name = p.word(isNameByte)
	if a.Name == "" && p.peek() != '(' {
		return p.errorf("expected an argument")
	}
	var err error
	switch {
	case a.Name == "":
		a.Name = strings.ToLower(a.Token)
		if !isName(a.Name) {
			return p.errorf("this group needs a name")
		}
		err = p.group(a)
	case strings.HasPrefix(p.rest(), ":("):
		p.pos++
		err = p.group(a)
	default:
		err = p.scalar(a)
	}
	if err != nil {
		return err
	}
	a.Multiple = p.take("...")
	return p.versions(a)
}

// scalar reads the display, type and key spec of an argument that is one word.
func (p *syntaxParser) scalar(a *Argument) error {
	a.Display, a.Type = a.Name, StringArg
	if a.Name == string(KeyArg) || a.Name == string(PatternArg) {
		a.Type = ArgType(a.Name)
	}
	if p.take(`"`) {
		var ok bool
		if a.Display, ok = p.until('"'); !ok {
			return p.errorf("expected a closing \"")
		}
	}
	if p.take(":") {
		start := p.pos
		token, ok, err := p.token()
		if err != nil {
			return err
		}
		if ok {
			if a.Token != "" || a.Display != a.Name {
				p.pos = start
				return p.errorf("a token has no token and no display of its own")
			}
			a.Type, a.Token = TokenArg, token
			return nil
		}
		switch a.Type = ArgType(p.word(isNameByte)); a.Type {
		case StringArg, IntegerArg, DoubleArg, KeyArg, PatternArg, UnixTimeArg:
		default:
			p.pos = start
			return p.errorf("expected a type, a token or a group")
		}
	}
	if a.Type == KeyArg {
		a.KeySpec = 0
	}
	if p.take("#") {
		c := p.peek()
		if c < '0' || c > '9' {
			return p.errorf("expected the index of a key spec")
		}
		p.pos++
		a.KeySpec = int(c - '0')
	}
	return nil
}

// group reads a parenthesis: a block, or one of several if bars stand in it.
func (p *syntaxParser) group(a *Argument) error {
	p.pos++
	a.Type = BlockArg
	for {
		args, err := p.list()
		if err != nil {
			return err
		}
		bar := p.take("|")
		if bar {
			a.Type = OneOfArg
		}
		if a.Type == OneOfArg && len(args) != 1 || len(args) == 0 {
			return p.errorf("expected one argument on each side of a bar")
		}
		a.Args = append(a.Args, args...)
		if bar {
			continue
		}
		if !p.take(")") {
			return p.errorf("expected )")
		}
		return nil
	}
}

func (p *syntaxParser) versions(a *Argument) error {
	for _, v := range []struct {
		sign string
		to   *string
	}{{"@", &a.Since}, {"!", &a.Until}} {
		if !p.take(v.sign) {
			continue
		}
		if *v.to = p.word(isVersionByte); *v.to == "" {
			return p.errorf("expected a version")
		}
	}
	return nil
}

// token reads a word in capitals or in quotes; ok is false if there is none.
func (p *syntaxParser) token() (word string, ok bool, err error) {
	if p.take("'") {
		if word, ok = p.until('\''); !ok {
			return "", false, p.errorf("expected a closing '")
		}
		return word, true, nil
	}
	if c := p.peek(); c < 'A' || c > 'Z' {
		return "", false, nil
	}
	return p.word(isTokenByte), true, nil
}

func (p *syntaxParser) rest() string { return p.s[p.pos:] }

// peek returns the next byte; 0 at the end.
func (p *syntaxParser) peek() byte {
	if p.pos == len(p.s) {
		return 0
	}
	return p.s[p.pos]
}

func (p *syntaxParser) take(s string) bool {
	if !strings.HasPrefix(p.rest(), s) {
		return false
	}
	p.pos += len(s)
	return true
}

func (p *syntaxParser) spaces() {
	for p.take(" ") {
	}
}

func (p *syntaxParser) word(in func(byte) bool) string {
	start := p.pos
	for p.pos < len(p.s) && in(p.s[p.pos]) {
		p.pos++
	}
	return p.s[start:p.pos]
}

// until reads up to end and passes it.
func (p *syntaxParser) until(end byte) (string, bool) {
	word, _, ok := strings.Cut(p.rest(), string(end))
	if ok {
		p.pos += len(word) + 1
	}
	return word, ok
}

func (p *syntaxParser) errorf(format string, a ...any) error {
	return fmt.Errorf("syntax %q, byte %d: %s", p.s, p.pos, fmt.Sprintf(format, a...))
}

func isNameByte(c byte) bool {
	return 'a' <= c && c <= 'z' || '0' <= c && c <= '9' || c == '-' || c == '_'
}

func isName(s string) bool {
	return s != "" && strings.IndexFunc(s, func(r rune) bool { return r > 127 || !isNameByte(byte(r)) }) < 0
}

func isTokenByte(c byte) bool {
	return 'A' <= c && c <= 'Z' || '0' <= c && c <= '9' || c == '-' || c == '_'
}

func isVersionByte(c byte) bool { return '0' <= c && c <= '9' || c == '.' }
