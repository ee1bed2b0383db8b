package meta

import (
	"redstart/resp"
	"redstart/server/command"
)

var commandDocsSpec = &command.Spec{
	Name: "docs", Arity: -2,
	Flags: command.Loading | command.Stale,
	Group: command.ServerGroup, ACL: []string{"connection"},
	Tips:  []string{"nondeterministic_output_order"},
	Since: "7.0.0", Cost: "O(N) where N is the number of commands to look up",
	Syntax:  "[command-name...]",
	Summary: "Documents commands: summary, history, arguments.",
	Run:     runCommandDocs,
}

func runCommandDocs(c *command.Ctx) error {
	var entries []*command.Entry
	if c.Len() == 2 {
		entries = c.Srv.Table.All()
	}
	for _, name := range c.Args[2:] {
		if e := c.Srv.Table.Find(name); e != nil {
			entries = append(entries, e)
		}
	}

	c.Reply.Map(len(entries))
	for _, e := range entries {
		writeDocs(c.Reply, e)
	}
	return nil
}

// writeDocs writes a command's full name and the map of what is known about it.
func writeDocs(w *resp.Writer, e *command.Entry) {
	w.BulkString(e.FullName)
	mark, n := w.DeferMap(), 0
	text := func(name, value string) {
		if value != "" {
			w.BulkString(name)
			w.BulkString(value)
			n++
		}
	}
	text("summary", e.Summary)
	text("since", e.Since)
	text("group", string(e.Group))
	text("complexity", e.Cost)
	n += writeDocFlags(w, e)
	text("deprecated_since", e.Until)
	text("replaced_by", e.Replaced)
	n += writeHistory(w, e.History)
	if args := e.Docs(); len(args) > 0 {
		w.BulkString("arguments")
		writeArguments(w, args)
		n++
	}
	if subs := e.Children(); len(subs) > 0 {
		w.BulkString("subcommands")
		w.Map(len(subs))
		for _, s := range subs {
			writeDocs(w, s)
		}
		n++
	}
	w.EndMap(mark, n)
}

// writeDocFlags writes the field, if there is anything to tell, and reports the number of fields written.
func writeDocFlags(w *resp.Writer, e *command.Entry) int {
	var flags []string
	if e.Until != "" {
		flags = append(flags, "deprecated")
	}
	flags = append(flags, e.DocFlags...)
	if len(flags) == 0 {
		return 0
	}
	w.BulkString("doc_flags")
	writeNames(w, "", flags)
	return 1
}

// writeHistory writes the field, if there is anything to tell, and reports the number of fields written.
func writeHistory(w *resp.Writer, history []command.Change) int {
	if len(history) == 0 {
		return 0
	}
	w.BulkString("history")
	w.Set(len(history))
	for _, h := range history {
		w.Array(2)
		w.BulkString(h.Since)
		w.BulkString(h.What)
	}
	return 1
}

func writeArguments(w *resp.Writer, args []*command.Argument) {
	w.Array(len(args))
	for _, a := range args {
		writeArgument(w, a)
	}
}

func writeArgument(w *resp.Writer, a *command.Argument) {
	mark, n := w.DeferMap(), 0
	text := func(name, value string) {
		w.BulkString(name)
		w.BulkString(value)
		n++
	}
	text("name", a.Name)
	text("type", string(a.Type))
	if a.Display != "" {
		text("display_text", a.Display)
	}
	if a.KeySpec >= 0 {
		w.BulkString("key_spec_index")
		w.Int(int64(a.KeySpec))
		n++
	}
	if a.Token != "" || a.Type == command.TokenArg {
		text("token", a.Token)
	}
	if a.Since != "" {
		text("since", a.Since)
	}
	if a.Until != "" {
		text("deprecated_since", a.Until)
	}
	if flags := argumentFlags(a); len(flags) > 0 {
		w.BulkString("flags")
		writeNames(w, "", flags)
		n++
	}
	if len(a.Args) > 0 {
		w.BulkString("arguments")
		writeArguments(w, a.Args)
		n++
	}
	w.EndMap(mark, n)
}

func argumentFlags(a *command.Argument) (flags []string) {
	if a.Optional {
		flags = append(flags, "optional")
	}
	if a.Multiple {
		flags = append(flags, "multiple")
	}
	if a.MultipleToken {
		flags = append(flags, "multiple_token")
	}
	return flags
}
