package server

import (
	"go/ast"
	"go/parser"
	"go/token"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"redstart/storage"
)

// eventsInSources finds the events that handlers and the keyspace report: the last argument, a literal, of the calls that take one.
func eventsInSources(t *testing.T) (events []storage.Event) {
	t.Helper()
	takes := map[string]bool{
		"SetString": true, "StorePacked": true, "StoreObject": true, "Move": true, "Copy": true, "Changed": true, "Delete": true,
		"SetExpire": true, "Notify": true, "tell": true, "store": true, "storeLess": true,
	}
	files, _ := filepath.Glob("command/*/*.go")
	more, _ := filepath.Glob("../storage/*.go")
	for _, name := range append(files, more...) {
		if strings.HasSuffix(name, "_test.go") {
			continue
		}
		file, err := parser.ParseFile(token.NewFileSet(), name, nil, 0)
		if err != nil {
			t.Fatal(err)
		}
		ast.Inspect(file, func(n ast.Node) bool {
			call, ok := n.(*ast.CallExpr)
			if !ok || len(call.Args) < 2 {
				return true
			}
			f, ok := call.Fun.(*ast.SelectorExpr)
			if lit, is := call.Args[len(call.Args)-1].(*ast.BasicLit); ok && is && takes[f.Sel.Name] && lit.Kind == token.STRING {
				if ev, _ := strconv.Unquote(lit.Value); ev != "" {
					events = append(events, storage.Event(ev))
				}
			}
			return true
		})
	}
	if len(events) < 30 {
		t.Fatalf("only %d events found: %q", len(events), events)
	}
	return events
}

// While notifications are off, a change costs no message even if somebody listens to all channels.
func TestNotesOff(t *testing.T) {
	t.Parallel()
	_, addr := serving(t)
	p := dial(t, addr)
	p.want("PSUBSCRIBE *", "[psubscribe * 1]")
	c := dial(t, addr)
	c.want("SET k v", "OK")
	c.want("CONFIG SET notify-keyspace-events A", "OK") // no kind of channel
	c.want("SET k v", "OK")
	c.want("CONFIG SET notify-keyspace-events KA", "OK")
	c.want("SET last v", "OK")
	p.wantReply("[pmessage * __keyspace@0__:last set]")
}

// Every event of the families has a class, so that none is told as a generic one by mistake.
func TestClassesOfEvents(t *testing.T) {
	t.Parallel()
	generic := map[string]bool{
		"del": true, "expire": true, "persist": true, "rename_from": true, "rename_to": true, "move_from": true, "move_to": true,
		"copy_to": true, "restore": true,
	}
	for _, ev := range eventsInSources(t) {
		if got := classOf(ev) == classOf("del"); got != generic[string(ev)] {
			t.Errorf("event %q: generic %v", ev, got)
		}
	}
}
