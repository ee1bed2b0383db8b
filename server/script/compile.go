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

// compile translates a program. Its concatenations become calls of concat, which knows bounds.
func compile(text, chunk string) (proto *lua.FunctionProto, err error) {
	defer func() {
		if r := recover(); r != nil { // the compiler gives up so on what it does not know
			proto, err = nil, fmt.Errorf("%s: %v", chunk, r)
		}
	}()
	stmts, err := parse.Parse(strings.NewReader(text), chunk)
	if err != nil {
		return nil, parseError(err, chunk, text)
	}
	r := rewriter{}
	r.stmts(stmts, 0)
	if r.tooDeep {
		return nil, fmt.Errorf("%s:%d: %w", chunk, 1, errTooDeep)
	}
	proto, err = lua.Compile(stmts, chunk)
	if ce := (*lua.CompileError)(nil); errors.As(err, &ce) {
		return nil, fmt.Errorf("%s:%d: %s", chunk, ce.Line, ce.Message)
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
type rewriter struct{ tooDeep bool }

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
		r.exprs(s.Lhs, depth)
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
		s.Name.Func, s.Name.Receiver = r.expr(s.Name.Func, depth), r.expr(s.Name.Receiver, depth)
		r.stmts(s.Func.Stmts, depth)
	case *ast.ReturnStmt:
		r.exprs(s.Exprs, depth)
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
