package script

import (
	"errors"
	"fmt"
	"strings"

	lua "github.com/yuin/gopher-lua"
	"github.com/yuin/gopher-lua/ast"
	"github.com/yuin/gopher-lua/parse"
)

// maxDepth bounds how deep a program's statements and expressions nest: the compiler recurses over them.
const maxDepth = 4000

// concatName is the global by which programs reach concat. No program can name it.
const concatName = "(concat)"

var errTooDeep = errors.New("chunk has too many syntax levels")

// compileText translates a program. Its concatenations become calls of concat, which knows bounds, and what it reads of the globals that
// cannot change gets a name of its own, see shortcuts.
func (e *Engine) compileText(text, chunk string) (proto *lua.FunctionProto, err error) {
	defer func() {
		if r := recover(); r != nil { // the compiler gives up so on what it does not know
			proto, err = nil, fmt.Errorf("%s: %v", chunk, r)
		}
	}()
	stmts, err := parse.Parse(strings.NewReader(text), chunk)
	if err != nil {
		return nil, parseError(err, chunk, text)
	}
	r := rewriter{short: e.short, taken: map[string]bool{}}
	if chunk == libraryChunk {
		r.library = true
	}
	r.declared(stmts, 0)
	r.stmts(stmts, 0)
	if r.tooDeep {
		return nil, fmt.Errorf("%s:%d: %w", chunk, 1, errTooDeep)
	}
	proto, err = lua.Compile(stmts, chunk)
	if ce := (*lua.CompileError)(nil); errors.As(err, &ce) {
		return nil, fmt.Errorf("%s:%d: %s", chunk, ce.Line, ce.Message)
	}
	if err == nil {
		proto.IsVarArg &^= lua.VarArgNeedsArg // as in Lua, only functions have a table arg: it is costly to make
	}
	return proto, err
}

// parseError says what is wrong as Lua does.
func parseError(err error, chunk, text string) error {
	var pe *parse.Error
	if !errors.As(err, &pe) {
		return fmt.Errorf("%s: %s", chunk, strings.TrimSpace(err.Error()))
	}
	line, token := pe.Pos.Line, pe.Token
	if line == parse.EOF {
		line, token = 1+strings.Count(text, "\n"), "<eof>"
	}
	message := pe.Message
	if message == "syntax error" {
		message = "unexpected symbol"
	}
	return fmt.Errorf("%s:%d: %s near '%s'", chunk, line, message, token)
}

// rewriter replaces concatenations in a program.
type rewriter struct {
	tooDeep bool
	short   map[string]bool // the names with a shortcut
	taken   map[string]bool // the names of the program's own variables
	library bool
}

// plainInLibrary reports whether a global is the same in libraries: redis is another table while one is loaded, and they have no KEYS.
func plainInLibrary(name string) bool { return name != "redis" && name != "KEYS" && name != "ARGV" }

// libraryChunk is what places in libraries are called by.
const libraryChunk = "user_function"

// shortcut is the name by which programs reach a global, or a function of a module ("redis.call"), directly: the way over a read-only
// table takes three look-ups, or five.
func shortcut(name string) string { return "(" + name + ")" }

// shorten returns the shortcut to what an expression names; nil: there is none.
func (r *rewriter) shorten(e ast.Expr) ast.Expr {
	name := ""
	switch e := e.(type) {
	case *ast.IdentExpr:
		name = e.Value
		if r.taken[name] || r.library && !plainInLibrary(name) {
			return nil
		}
	case *ast.AttrGetExpr:
		object, ok1 := e.Object.(*ast.IdentExpr)
		key, ok2 := e.Key.(*ast.StringExpr)
		if !ok1 || !ok2 || r.taken[object.Value] {
			return nil
		}
		name = object.Value + "." + key.Value
	}
	if !r.short[name] {
		return nil
	}
	id := &ast.IdentExpr{Value: shortcut(name)}
	id.SetLine(e.Line())
	id.SetLastLine(e.LastLine())
	return id
}

func (r *rewriter) stmts(list []ast.Stmt, depth int) {
	if depth > maxDepth {
		r.tooDeep = true
		return
	}
	for _, s := range list {
		r.stmt(s, depth+1)
	}
}

func (r *rewriter) stmt(s ast.Stmt, depth int) {
	switch s := s.(type) {
	case *ast.AssignStmt:
		for _, l := range s.Lhs {
			r.target(l, depth)
		}
		r.exprs(s.Rhs, depth)
	case *ast.LocalAssignStmt:
		r.exprs(s.Exprs, depth)
	case *ast.FuncCallStmt:
		s.Expr = r.expr(s.Expr, depth)
	case *ast.DoBlockStmt:
		r.stmts(s.Stmts, depth)
	case *ast.WhileStmt:
		s.Condition = r.expr(s.Condition, depth)
		r.stmts(s.Stmts, depth)
	case *ast.RepeatStmt:
		s.Condition = r.expr(s.Condition, depth)
		r.stmts(s.Stmts, depth)
	case *ast.IfStmt:
		s.Condition = r.expr(s.Condition, depth)
		r.stmts(s.Then, depth)
		r.stmts(s.Else, depth)
	case *ast.NumberForStmt:
		s.Init, s.Limit, s.Step = r.expr(s.Init, depth), r.expr(s.Limit, depth), r.expr(s.Step, depth)
		r.stmts(s.Stmts, depth)
	case *ast.GenericForStmt:
		r.exprs(s.Exprs, depth)
		r.stmts(s.Stmts, depth)
	case *ast.FuncDefStmt:
		r.target(s.Name.Func, depth)
		r.target(s.Name.Receiver, depth)
		r.stmts(s.Func.Stmts, depth)
	case *ast.ReturnStmt:
		r.exprs(s.Exprs, depth)
	}
}

// target rewrites what is read on the way to what an assignment changes.
func (r *rewriter) target(e ast.Expr, depth int) {
	if a, ok := e.(*ast.AttrGetExpr); ok {
		a.Object, a.Key = r.expr(a.Object, depth), r.expr(a.Key, depth)
	}
}

func (r *rewriter) exprs(list []ast.Expr, depth int) {
	for i, e := range list {
		list[i] = r.expr(e, depth)
	}
}

// expr returns what takes the place of e, which may be nil.
func (r *rewriter) expr(e ast.Expr, depth int) ast.Expr {
	if depth++; depth > maxDepth {
		r.tooDeep = true
		return e
	}
	if short := r.shorten(e); short != nil {
		return short
	}
	switch e := e.(type) {
	case *ast.AttrGetExpr:
		e.Object, e.Key = r.expr(e.Object, depth), r.expr(e.Key, depth)
	case *ast.TableExpr:
		for _, f := range e.Fields {
			f.Key, f.Value = r.expr(f.Key, depth), r.expr(f.Value, depth)
		}
	case *ast.FuncCallExpr:
		e.Func, e.Receiver = r.expr(e.Func, depth), r.expr(e.Receiver, depth)
		r.exprs(e.Args, depth)
	case *ast.LogicalOpExpr:
		e.Lhs, e.Rhs = r.expr(e.Lhs, depth), r.expr(e.Rhs, depth)
	case *ast.RelationalOpExpr:
		e.Lhs, e.Rhs = r.expr(e.Lhs, depth), r.expr(e.Rhs, depth)
	case *ast.ArithmeticOpExpr:
		e.Lhs, e.Rhs = r.expr(e.Lhs, depth), r.expr(e.Rhs, depth)
	case *ast.UnaryMinusOpExpr:
		e.Expr = r.expr(e.Expr, depth)
	case *ast.UnaryNotOpExpr:
		e.Expr = r.expr(e.Expr, depth)
	case *ast.UnaryLenOpExpr:
		e.Expr = r.expr(e.Expr, depth)
	case *ast.FunctionExpr:
		r.stmts(e.Stmts, depth)
	case *ast.StringConcatOpExpr:
		return r.concat(e, depth)
	}
	return e
}

// concat makes a chain of concatenations one call.
func (r *rewriter) concat(e *ast.StringConcatOpExpr, depth int) ast.Expr {
	name := &ast.IdentExpr{Value: concatName}
	call := &ast.FuncCallExpr{Func: name, AdjustRet: true}
	name.SetLine(e.Line())
	call.SetLine(e.Line())
	call.SetLastLine(e.Line())
	var rest ast.Expr = e
	for {
		c, ok := rest.(*ast.StringConcatOpExpr)
		if !ok || len(call.Args) == maxOperands {
			break
		}
		call.Args = append(call.Args, r.single(r.expr(c.Lhs, depth)))
		rest = c.Rhs
	}
	call.Args = append(call.Args, r.single(r.expr(rest, depth)))
	return call
}

// maxOperands is how many operands one call of concat takes at most, but one.
const maxOperands = 50

// single is an operand: of several values it takes the first.
func (r *rewriter) single(e ast.Expr) ast.Expr {
	switch e := e.(type) {
	case *ast.FuncCallExpr:
		e.AdjustRet = true
	case *ast.Comma3Expr:
		e.AdjustRet = true
	}
	return e
}
