// Package commandtest compares a command table with what Redis 8.0.2 says about its own commands: COMMAND INFO and COMMAND DOCS,
// recorded once. Tests use it; the server does not.
package commandtest

import (
	"bufio"
	"bytes"
	_ "embed" // for the recording
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"testing"

	"redstart/resp"
	"redstart/server/command"
)

//go:embed redis-8.0.2.jsonl
var recording []byte

// Recorded is what one server says about one command or subcommand.
type Recorded struct {
	Name string          `json:"name"` // the full name, e.g. "client|list"
	Info json.RawMessage `json:"info"` // its entry of COMMAND INFO, as render writes it; subcommands by name only
	Docs json.RawMessage `json:"docs"` // its entry of COMMAND DOCS, without the summary; subcommands by name only
}

// Recording returns what Redis says, by name.
func Recording() (map[string]Recorded, error) {
	all := map[string]Recorded{}
	for line := range bytes.Lines(recording) {
		var r Recorded
		if err := json.Unmarshal(line, &r); err != nil {
			return nil, err
		}
		all[r.Name] = r
	}
	return all, nil
}

// Ask sends a request in RESP3 and returns the reply.
type Ask func(args ...string) (resp.Value, error)

// Record asks a server about all its commands; those of modules are left out. The result is sorted by name.
func Record(ask Ask) ([]Recorded, error) {
	info, err := ask("COMMAND", "INFO")
	if err != nil {
		return nil, err
	}
	docs, err := ask("COMMAND", "DOCS")
	if err != nil {
		return nil, err
	}
	byName := map[string]json.RawMessage{}
	addDocs(byName, docs)
	var all []Recorded
	for _, e := range info.Elems {
		all = addInfo(all, e)
	}
	for i := range all {
		if all[i].Docs = byName[all[i].Name]; all[i].Docs == nil {
			return nil, fmt.Errorf("command %s: in COMMAND INFO, but not in COMMAND DOCS", all[i].Name)
		}
	}
	slices.SortFunc(all, func(a, b Recorded) int { return strings.Compare(a.Name, b.Name) })
	return all, nil
}

// addInfo adds an entry of COMMAND INFO and its subcommands.
func addInfo(all []Recorded, e resp.Value) []Recorded {
	fields := slices.Clone(e.Elems)
	for _, flag := range fields[2].Elems {
		if flag.Str == "module" {
			return all
		}
	}
	subs := fields[9]
	fields[9] = resp.Value{Kind: subs.Kind}
	for _, s := range subs.Elems {
		all = addInfo(all, s)
		fields[9].Elems = append(fields[9].Elems, s.Elems[0])
	}
	sortNames(fields[9].Elems)
	return append(all, Recorded{Name: fields[0].Str, Info: render(nil, resp.Value{Kind: '*', Elems: fields})})
}

// addDocs adds the entries of a map of names and documents.
func addDocs(byName map[string]json.RawMessage, docs resp.Value) {
	for i := 0; i < len(docs.Elems); i += 2 {
		kept := resp.Value{Kind: '%'}
		fields := docs.Elems[i+1].Elems
		for j := 0; j < len(fields); j += 2 {
			value := fields[j+1]
			switch fields[j].Str {
			case "summary":
				continue
			case "subcommands":
				addDocs(byName, value)
				var names []resp.Value
				for k := 0; k < len(value.Elems); k += 2 {
					names = append(names, value.Elems[k])
				}
				sortNames(names)
				value = resp.Value{Kind: '*', Elems: names}
			}
			kept.Elems = append(kept.Elems, fields[j], value)
		}
		byName[docs.Elems[i].Str] = render(nil, kept)
	}
}

func sortNames(names []resp.Value) {
	slices.SortFunc(names, func(a, b resp.Value) int { return strings.Compare(a.Str, b.Str) })
}

// render appends v as JSON that keeps what the wire says: a status is a string that begins with a plus sign, a set is an array
// whose first element is "~", and maps keep their order.
func render(b []byte, v resp.Value) []byte {
	switch v.Kind {
	case ':':
		return resp.AppendInt(b, v.Int)
	case '$', '+':
		text := v.Str
		if v.Kind == '+' {
			text = "+" + text
		}
		return appendJSON(b, text)
	case '*', '~':
		b = append(b, '[')
		if v.Kind == '~' {
			b = append(b, `"~"`...)
		}
		for i, e := range v.Elems {
			if i > 0 || v.Kind == '~' {
				b = append(b, ',')
			}
			b = render(b, e)
		}
		return append(b, ']')
	case '%':
		b = append(b, '{')
		for i, e := range v.Elems {
			if i > 0 {
				b = append(b, ",:"[i%2])
			}
			b = render(b, e)
		}
		return append(b, '}')
	}
	return append(b, "null"...)
}

func appendJSON(b []byte, s string) []byte {
	var out bytes.Buffer
	enc := json.NewEncoder(&out)
	enc.SetEscapeHTML(false)
	if enc.Encode(s) != nil { // a string always encodes
		return append(b, "null"...)
	}
	return append(b, bytes.TrimSpace(out.Bytes())...)
}

// Table returns an Ask that runs the handlers of a table, which needs no server for the commands that only tell about commands.
func Table(t *command.Table) Ask {
	return func(args ...string) (resp.Value, error) {
		reply, err := Run(t, 3, args...)
		if err != nil {
			return resp.Value{}, err
		}
		return resp.ReadValue(bufio.NewReader(bytes.NewReader(reply)))
	}
}

// Run executes one command of a table, outside a server, and returns the bytes of its reply in RESP version proto, 2 or 3.
func Run(t *command.Table, proto int, args ...string) ([]byte, error) {
	words := make([][]byte, len(args))
	for i, a := range args {
		words[i] = []byte(a)
	}
	e := t.Lookup(words[0])
	if e != nil && len(words) > 1 && len(e.Children()) > 0 {
		e = e.Sub(words[1])
	}
	if e == nil {
		return nil, command.ErrUnknown(words)
	}
	w := &resp.Writer{RESP3: proto == 3}
	c := &command.Ctx{Args: words, Reply: w, Srv: &command.Services{Table: t}, Cmd: e}
	err := e.Run(c)
	return w.B, err
}

// Check fails the test for every command of the table about which COMMAND INFO or COMMAND DOCS say anything else than Redis,
// summaries apart. The table must have COMMAND; it need not have everything that Redis has. Names in ours are commands that Redis
// does not have.
func Check(t *testing.T, table *command.Table, ours ...string) {
	t.Helper()
	redis, err := Recording()
	if err != nil {
		t.Fatal(err)
	}
	got, err := Record(Table(table))
	if err != nil {
		t.Fatal(err)
	}
	absent := absentSubs(redis, got)
	for _, g := range got {
		want, known := redis[g.Name]
		switch {
		case slices.Contains(ours, g.Name):
		case !known:
			t.Errorf("%s: Redis has no such command", g.Name)
		default:
			compare(t, g.Name+": COMMAND INFO", g.Info, absent.remove(want.Info))
			compare(t, g.Name+": COMMAND DOCS", g.Docs, absent.remove(want.Docs))
		}
	}
}

// names are full names of subcommands.
type names []string

// absentSubs returns the subcommands that Redis has and got has not.
func absentSubs(redis map[string]Recorded, got []Recorded) (absent names) {
	for name := range redis {
		has := func(g Recorded) bool { return g.Name == name }
		if strings.Contains(name, "|") && !slices.ContainsFunc(got, has) {
			absent = append(absent, name)
		}
	}
	return absent
}

// remove takes the names out of a container's list of subcommands.
func (n names) remove(b []byte) []byte {
	for _, name := range n {
		quoted := `"` + name + `"`
		b = bytes.ReplaceAll(b, []byte(quoted+","), nil)
		b = bytes.ReplaceAll(b, []byte(","+quoted), nil)
	}
	return b
}

// compare reports a difference, from a little before the place where it begins.
func compare(t *testing.T, what string, got, want []byte) {
	t.Helper()
	if bytes.Equal(got, want) {
		return
	}
	i := 0
	for i < min(len(got), len(want)) && got[i] == want[i] {
		i++
	}
	i = max(0, i-60)
	t.Errorf("%s:\n got ...%.200s\nwant ...%.200s", what, got[i:], want[i:])
}
