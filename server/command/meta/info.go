package meta

import (
	"redstart/resp"
	"redstart/server/command"
)

var commandInfoSpec = &command.Spec{
	Name: "info", Arity: -2,
	Flags: command.Loading | command.Stale,
	Group: command.ServerGroup, ACL: []string{"connection"},
	Tips:  []string{"nondeterministic_output_order"},
	Since: "2.8.13", Cost: "O(N) where N is the number of commands to look up",
	Syntax:  "[command-name...]",
	Summary: "Describes commands: arity, flags, keys, categories.",
	History: []command.Change{
		{Since: "7.0.0", What: "Allowed to be called with no argument to get info on all commands."},
	},
	Run: runCommandInfo,
}

func runCommandInfo(c *command.Ctx) error {
	if c.Len() == 2 {
		return runCommand(c)
	}

	names := c.Args[2:]
	c.Reply.Array(len(names))
	for _, name := range names {
		if e := c.Srv.Table.Find(name); e != nil {
			writeInfo(c.Reply, e)
		} else {
			c.Reply.Null()
		}
	}
	return nil
}

// writeInfo writes the ten facts that COMMAND INFO tells about a command.
func writeInfo(w *resp.Writer, e *command.Entry) {
	first, last, step := e.Span()
	w.Array(10)
	w.BulkString(e.FullName)
	w.Int(int64(e.Arity))
	writeNames(w, "", e.FlagNames(nil))
	w.Int(int64(first))
	w.Int(int64(last))
	w.Int(int64(step))
	writeNames(w, "@", e.Categories(nil))
	w.Set(len(e.Tips))
	for _, t := range e.Tips {
		w.BulkString(t)
	}
	w.Set(len(e.Keys))
	for i := range e.Keys {
		writeKeySpec(w, &e.Keys[i])
	}
	subs := e.Children()
	if len(subs) == 0 {
		w.Set(0)
		return
	}
	w.Array(len(subs))
	for _, s := range subs {
		writeInfo(w, s)
	}
}

// writeNames writes a set of names, each after a sign.
func writeNames(w *resp.Writer, sign string, names []string) {
	w.Set(len(names))
	for _, n := range names {
		w.Simple(sign + n)
	}
}

func writeKeySpec(w *resp.Writer, k *command.KeySpec) {
	if k.Notes == "" {
		w.Map(3)
	} else {
		w.Map(4)
		w.BulkString("notes")
		w.BulkString(k.Notes)
	}
	w.BulkString("flags")
	writeNames(w, "", k.Access.Names(nil))
	w.BulkString("begin_search")
	writeBeginSearch(w, k)
	w.BulkString("find_keys")
	writeFindKeys(w, k)
}

func writeBeginSearch(w *resp.Writer, k *command.KeySpec) {
	switch {
	case k.Unknown:
		writeRule(w, "unknown")
	case k.Keyword != "":
		writeRule(w, "keyword", "keyword", k.Keyword, "startfrom", k.From)
	default:
		writeRule(w, "index", "index", k.Index)
	}
}

func writeFindKeys(w *resp.Writer, k *command.KeySpec) {
	switch {
	case k.Unknown:
		writeRule(w, "unknown")
	case k.KeyNum:
		writeRule(w, "keynum", "keynumidx", k.NumIndex, "firstkey", k.FirstKey, "keystep", k.Step)
	default:
		writeRule(w, "range", "lastkey", k.Last, "keystep", k.Step, "limit", k.Limit)
	}
}

// writeRule writes a rule: its type and its fields, names (string) and values (string or int) in turn.
func writeRule(w *resp.Writer, typ string, fields ...any) {
	w.Map(2)
	w.BulkString("type")
	w.BulkString(typ)
	w.BulkString("spec")
	w.Map(len(fields) / 2)
	for _, f := range fields {
		switch f := f.(type) {
		case string:
			w.BulkString(f)
		case int:
			w.Int(int64(f))
		}
	}
}
