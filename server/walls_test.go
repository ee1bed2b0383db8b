package server_test

import (
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

// allowed is the import rule: what of ours a package may import. A name that ends in /... stands for the packages below it, and the
// longest matching rule counts.
var allowed = map[string][]string{
	"cmd/...":            {"server", "server/...", "resp"},
	"server":             {"server/...", "resp", "storage", "storage/..."},
	"server/command":     {"server/...", "resp", "storage", "storage/table", "storage/value"},
	"server/command/...": {"server/command", "server/...", "resp", "storage", "storage/table", "storage/value/...", "storage/aof"},
	"server/...":         {"server/...", "resp", "storage", "storage/..."},
	"storage":            {"storage/table", "storage/value", "storage/value/hash"},
	"storage/table":      {},
	"storage/aof":        {},
	"storage/value":      {},
	"storage/value/...":  {"storage/table", "storage/value", "storage/value/..."},
	"resp":               {},
	"integration":        {"resp"},
}

// families are the packages that no package but server may import; services never import command.
func isFamily(pkg string) bool { return strings.HasPrefix(pkg, "server/command/") }

func TestImportRule(t *testing.T) {
	out, err := exec.Command("go", "list", "-f", `{{.ImportPath}} {{join .Imports " "}}`, "redstart/...").Output()
	if err != nil {
		t.Fatal(err)
	}
	for line := range strings.Lines(string(out)) {
		words := strings.Fields(line)
		pkg := strings.TrimPrefix(words[0], "redstart/")
		rule, known := ruleOf(pkg)
		if !known {
			t.Errorf("package %s has no import rule", pkg)
		}
		for _, imp := range words[1:] {
			name, ours := strings.CutPrefix(imp, "redstart/")
			if !ours {
				if strings.Contains(imp, "zerolog") && !strings.HasPrefix(pkg, "server") && !strings.HasPrefix(pkg, "cmd") {
					t.Errorf("%s logs; only server and cmd do", pkg)
				}
				continue
			}
			switch {
			case !matches(rule, name):
				t.Errorf("%s must not import %s", pkg, name)
			case isFamily(name) && pkg != "server":
				t.Errorf("%s imports the family %s; only server does", pkg, name)
			case name == "server/command" && pkg != "server" && !isFamily(pkg):
				t.Errorf("the service %s imports %s", pkg, name)
			}
		}
	}
}

func ruleOf(pkg string) ([]string, bool) {
	if r, ok := allowed[pkg]; ok {
		return r, true
	}
	best, found := "", false
	for p := range allowed {
		if prefix, below := strings.CutSuffix(p, "..."); below && strings.HasPrefix(pkg, prefix) && len(p) > len(best) {
			best, found = p, true
		}
	}
	return allowed[best], found
}

func matches(rule []string, name string) bool {
	for _, r := range rule {
		if prefix, below := strings.CutSuffix(r, "..."); r == name || below && strings.HasPrefix(name, prefix) {
			return true
		}
	}
	return false
}

// TestSourceWalls keeps things in their one place: the clock, printing, leaving the process, error texts.
func TestSourceWalls(t *testing.T) {
	calls := map[string][]string{ // call -> the only places that may
		"time.Now":    {"server/clock/", "cmd/"},
		"fmt.Print":   {"cmd/"},
		"fmt.Printf":  {"cmd/"},
		"fmt.Println": {"cmd/"},
		"os.Exit":     {"cmd/"},
	}
	root := ".."
	err := filepath.WalkDir(root, func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || !strings.HasSuffix(path, ".go") || strings.HasSuffix(path, "_test.go") {
			return err
		}
		rel := filepath.ToSlash(strings.TrimPrefix(path, root+string(filepath.Separator)))
		fset := token.NewFileSet()
		file, err := parser.ParseFile(fset, path, nil, 0)
		if err != nil {
			return err
		}
		ast.Inspect(file, func(n ast.Node) bool {
			switch n := n.(type) {
			case *ast.SelectorExpr:
				if x, ok := n.X.(*ast.Ident); ok {
					if places, walled := calls[x.Name+"."+n.Sel.Name]; walled && !startsWithAny(rel, places) {
						t.Errorf("%s: %s.%s belongs in %v", fset.Position(n.Pos()), x.Name, n.Sel.Name, places)
					}
				}
			case *ast.BasicLit:
				if n.Kind == token.STRING && strings.HasPrefix(n.Value, `"ERR `) && !startsWithAny(rel, []string{"server/command/errors", "resp/protocolerror.go"}) {
					t.Errorf("%s: the error text %s belongs in server/command/errors.go", fset.Position(n.Pos()), n.Value)
				}
			case *ast.FuncDecl:
				if n.Recv == nil && n.Name.Name == "init" {
					t.Errorf("%s: an init function", fset.Position(n.Pos()))
				}
			}
			return true
		})
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}

func startsWithAny(s string, prefixes []string) bool {
	for _, p := range prefixes {
		if strings.HasPrefix(s, p) {
			return true
		}
	}
	return false
}

// TestPackageDocs wants every package to say what it is.
func TestPackageDocs(t *testing.T) {
	out, err := exec.Command("go", "list", "-f", `{{.ImportPath}} {{len .Doc}}`, "redstart/...").Output()
	if err != nil {
		t.Fatal(err)
	}
	for line := range strings.Lines(string(out)) {
		words := strings.Fields(line)
		if words[1] == "0" {
			t.Errorf("package %s has no comment", words[0])
		}
	}
}
