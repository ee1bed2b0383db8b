package script

import "github.com/yuin/gopher-lua/ast"

// declared collects the names of a program's own variables, wherever they are declared: they are none of the globals there, and are taken
// for theirs everywhere.
func (r *rewriter) declared(list []ast.Stmt, depth int) {
	if depth > maxDepth {
		r.tooDeep = true
		return
	}
	depth++
	for _, s := range list {
		switch s := s.(type) {
		case *ast.LocalAssignStmt:
			r.take(s.Names)
			r.declaredIn(depth, s.Exprs...)
		case *ast.AssignStmt:
			r.declaredIn(depth, s.Lhs...)
			r.declaredIn(depth, s.Rhs...)
		case *ast.FuncCallStmt:
			r.declaredIn(depth, s.Expr)
		case *ast.DoBlockStmt:
			r.declared(s.Stmts, depth)
		case *ast.WhileStmt:
			r.declaredIn(depth, s.Condition)
			r.declared(s.Stmts, depth)
		case *ast.RepeatStmt:
			r.declaredIn(depth, s.Condition)
			r.declared(s.Stmts, depth)
		case *ast.IfStmt:
			r.declaredIn(depth, s.Condition)
			r.declared(s.Then, depth)
			r.declared(s.Else, depth)
		case *ast.NumberForStmt:
			r.take([]string{s.Name})
			r.declaredIn(depth, s.Init, s.Limit, s.Step)
			r.declared(s.Stmts, depth)
		case *ast.GenericForStmt:
			r.take(s.Names)
			r.declaredIn(depth, s.Exprs...)
			r.declared(s.Stmts, depth)
		case *ast.FuncDefStmt:
			r.declaredIn(depth, s.Func)
		case *ast.ReturnStmt:
			r.declaredIn(depth, s.Exprs...)
		}
	}
}

func (r *rewriter) take(names []string) {
	for _, n := range names {
		r.taken[n] = true
	}
}

// declaredIn is declared for the functions in expressions, which may be nil.
func (r *rewriter) declaredIn(depth int, list ...ast.Expr) {
	if depth > maxDepth {
		r.tooDeep = true
		return
	}
	depth++
	for _, e := range list {
		switch e := e.(type) {
		case *ast.AttrGetExpr:
			r.declaredIn(depth, e.Object, e.Key)
		case *ast.TableExpr:
			for _, f := range e.Fields {
				r.declaredIn(depth, f.Key, f.Value)
			}
		case *ast.FuncCallExpr:
			r.declaredIn(depth, e.Func, e.Receiver)
			r.declaredIn(depth, e.Args...)
		case *ast.LogicalOpExpr:
			r.declaredIn(depth, e.Lhs, e.Rhs)
		case *ast.RelationalOpExpr:
			r.declaredIn(depth, e.Lhs, e.Rhs)
		case *ast.ArithmeticOpExpr:
			r.declaredIn(depth, e.Lhs, e.Rhs)
		case *ast.StringConcatOpExpr:
			r.declaredIn(depth, e.Lhs, e.Rhs)
		case *ast.UnaryMinusOpExpr:
			r.declaredIn(depth, e.Expr)
		case *ast.UnaryNotOpExpr:
			r.declaredIn(depth, e.Expr)
		case *ast.UnaryLenOpExpr:
			r.declaredIn(depth, e.Expr)
		case *ast.FunctionExpr:
			if e.ParList != nil {
				r.take(e.ParList.Names)
			}
			r.declared(e.Stmts, depth)
		}
	}
}
