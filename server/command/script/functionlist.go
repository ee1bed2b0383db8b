package script

import (
	"redstart/server/command"
	"redstart/server/glob"
	"redstart/server/script"
)

var functionListSpec = &command.Spec{
	Name: "list", Arity: -2,
	Flags: command.NoScript | command.Exclusive,
	Group: command.Scripting,
	Tips:  []string{"nondeterministic_output_order"},
	Since: "7.0.0", Cost: "O(N) where N is the number of functions",
	Syntax:  "[LIBRARYNAME library-name-pattern] [WITHCODE]",
	Summary: "Lists the libraries.",
	Reach:   command.WholeServer,
	Run:     runFunctionList,
}

func runFunctionList(c *command.Ctx) error {
	var pattern []byte
	code := false
	a := c.Options(2)
	for a.More() {
		switch {
		case !code && a.Is("WITHCODE"):
			code = true
		case pattern == nil && a.Is("LIBRARYNAME"):
			if !a.More() {
				return command.ErrNoLibraryName
			}
			pattern = a.Bytes()
		default:
			return command.ErrFunctionArgument(a.Bytes())
		}
	}

	mark, n := c.Reply.DeferArray(), 0
	for _, lib := range c.Srv.Scripts.Sorted() {
		if pattern == nil || glob.Match(pattern, []byte(lib.Name), true) {
			n++
			replyLibrary(c, lib, code)
		}
	}
	c.Reply.EndArray(mark, n)
	return nil
}

// replyLibrary writes what FUNCTION LIST tells of a library.
func replyLibrary(c *command.Ctx, lib *script.Library, code bool) {
	w := c.Reply
	fields := 3
	if code {
		fields++
	}
	w.Map(fields)
	w.BulkString("library_name")
	w.BulkString(lib.Name)
	w.BulkString("engine")
	w.BulkString("LUA")
	w.BulkString("functions")
	w.Array(len(lib.Functions))
	for _, f := range lib.Functions {
		w.Map(3)
		w.BulkString("name")
		w.BulkString(f.Name)
		w.BulkString("description")
		if f.Described {
			w.BulkString(f.Description)
		} else {
			w.Null()
		}
		w.BulkString("flags")
		names := f.Flags.Names()
		w.Set(len(names))
		for _, name := range names {
			w.Simple(name)
		}
	}
	if code {
		w.BulkString("library_code")
		w.BulkString(lib.Code)
	}
}
