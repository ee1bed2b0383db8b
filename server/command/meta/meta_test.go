package meta_test

import (
	"strings"
	"testing"

	"redstart/server/command"
	"redstart/server/command/commandtest"
	"redstart/server/command/meta"
)

// table is a small table: the family, and one command for each way in which keys are found.
func table(t *testing.T) *command.Table {
	t.Helper()
	const access = command.AccessValue
	run := func(*command.Ctx) error { return nil }
	tbl, err := command.NewTable(meta.Commands, []*command.Spec{
		{Name: "get", Arity: 2, Flags: command.ReadOnly | command.Fast, Keys: command.Key(1, command.RO|access), Group: command.String, Run: run},
		{
			Name: "set", Arity: -3, Flags: command.Write, Group: command.String, Run: run,
			Keys: command.Key(1, command.RW|access|command.Update|command.VariableFlags),
			KeyAccess: func(args [][]byte) command.Access {
				if len(args) > 3 {
					return command.RW | access | command.Update
				}
				return command.OW | command.Update
			},
		},
		{Name: "mset", Arity: -3, Flags: command.Write, Keys: command.KeyRange(1, -1, 2, command.OW|command.Update), Group: command.String, Run: run},
		{Name: "ping", Arity: -1, Flags: command.Fast, Group: command.Connection, Run: run},
		{Name: "spublish", Arity: 3, Flags: command.PubSub, Keys: command.Key(1, command.NotKey), Group: command.PubSubGroup, Run: run},
		{
			Name: "eval", Arity: -3, Flags: command.NoMandatoryKeys, Group: command.Scripting, Run: run,
			Keys: command.KeyCount(2, command.RW|access|command.Update),
		},
		{Name: "zunion", Arity: -3, Flags: command.ReadOnly, Keys: command.KeyCount(1, command.RO|access), Group: command.SortedSet, Run: run},
		{
			Name: "object", Arity: -2, Group: command.Generic, Subs: []*command.Spec{
				{Name: "freq", Arity: 3, Flags: command.ReadOnly, Keys: command.Key(2, command.RO), Group: command.Generic, Run: run},
			},
		},
	})
	if err != nil {
		t.Fatal(err)
	}
	return tbl
}

// TestReplies has the bytes that Redis 8.0.2 sends, with line ends shown as spaces.
func TestReplies(t *testing.T) {
	tbl := table(t)
	for _, tt := range []struct{ line, resp2, resp3 string }{
		{"command count", ":9", ""},
		{"command getkeys get a", "*1 $1 a", ""},
		{"COMMAND GETKEYS MSET a 1 b 2", "*2 $1 a $1 b", ""},
		{"command getkeys mset a 1 b", "*2 $1 a $1 b", ""},
		{"command getkeys object freq k", "*1 $1 k", ""},
		{"command getkeys eval s 0", "*0", ""},
		{"command getkeys eval s x", "*0", ""},
		{"command getkeys eval s 3 a", "*0", ""},
		{"command getkeys eval s 2 a b c", "*2 $1 a $1 b", ""},
		{"command getkeysandflags set a b", "*1 *2 $1 a *2 +OW +update", "*1 *2 $1 a ~2 +OW +update"},
		{"command getkeysandflags set a b get", "*1 *2 $1 a *3 +RW +access +update", "*1 *2 $1 a ~3 +RW +access +update"},
		{"command list filterby module nosuch", "*0", ""},
		{"command list filterby aclcat nosuch", "*0", ""},
		{"command list filterby aclcat @string", "*0", ""},
		{"command list FILTERBY ACLCAT STRING", "*3 $3 get $3 set $4 mset", ""},
		{"command list filterby pattern ?ET", "*2 $3 get $3 set", ""},
		{"command list filterby pattern object*", "*2 $6 object $11 object|freq", ""},
		{"command info nosuch get|x object|nosuch", "*3 $-1 $-1 $-1", "*3 _ _ _"},
		{"command docs nosuch get|x", "*0", "%0"},
		{
			"command info get", "*1 *10 $3 get :2 *2 +readonly +fast :1 :1 :1 *3 +@read +@string +@fast *0 " +
				"*1 *6 $5 flags *2 +RO +access $12 begin_search *4 $4 type $5 index $4 spec *2 $5 index :1 " +
				"$9 find_keys *4 $4 type $5 range $4 spec *6 $7 lastkey :0 $7 keystep :1 $5 limit :0 *0",
			"*1 *10 $3 get :2 ~2 +readonly +fast :1 :1 :1 ~3 +@read +@string +@fast ~0 " +
				"~1 %3 $5 flags ~2 +RO +access $12 begin_search %2 $4 type $5 index $4 spec %1 $5 index :1 " +
				"$9 find_keys %2 $4 type $5 range $4 spec %3 $7 lastkey :0 $7 keystep :1 $5 limit :0 ~0",
		},
		{
			"command info OBJECT|FREQ", "*1 *10 $11 object|freq :3 *1 +readonly :2 :2 :1 *3 +@keyspace +@read +@slow *0 " +
				"*1 *6 $5 flags *1 +RO $12 begin_search *4 $4 type $5 index $4 spec *2 $5 index :2 " +
				"$9 find_keys *4 $4 type $5 range $4 spec *6 $7 lastkey :0 $7 keystep :1 $5 limit :0 *0",
			"*1 *10 $11 object|freq :3 ~1 +readonly :2 :2 :1 ~3 +@keyspace +@read +@slow ~0 " +
				"~1 %3 $5 flags ~1 +RO $12 begin_search %2 $4 type $5 index $4 spec %1 $5 index :2 " +
				"$9 find_keys %2 $4 type $5 range $4 spec %3 $7 lastkey :0 $7 keystep :1 $5 limit :0 ~0",
		},
		{
			"command docs get command|count", "*4 $3 get *2 $5 group $6 string $13 command|count *8 $7 summary $20 Counts the commands. " +
				"$5 since $6 2.8.13 $5 group $6 server $10 complexity $4 O(1)",
			"%2 $3 get %1 $5 group $6 string $13 command|count %4 $7 summary $20 Counts the commands. " +
				"$5 since $6 2.8.13 $5 group $6 server $10 complexity $4 O(1)",
		},
		{"command getkeys nosuch a", "ERR Invalid command specified", ""},
		{"command getkeys object nosuch k", "ERR Invalid command specified", ""},
		{"command getkeys object|freq k k", "ERR Invalid command specified", ""},
		{"command getkeys ping", "ERR The command has no key arguments", ""},
		{"command getkeys ping a b c", "ERR The command has no key arguments", ""},
		{"command getkeys object", "ERR The command has no key arguments", ""},
		{"command getkeys spublish c m", "ERR The command has no key arguments", ""},
		{"command getkeys get", "ERR Invalid number of arguments specified for command", ""},
		{"command getkeys get a b", "ERR Invalid number of arguments specified for command", ""},
		{"command getkeys set a", "ERR Invalid number of arguments specified for command", ""},
		{"command getkeysandflags object freq", "ERR Invalid number of arguments specified for command", ""},
		{"command getkeys zunion 2 a", "ERR Invalid arguments specified for command", ""},
		{"command getkeys zunion 0 a", "ERR Invalid arguments specified for command", ""},
		{"command list x", "ERR syntax error", ""},
		{"command list filterby", "ERR syntax error", ""},
		{"command list filterby x y", "ERR syntax error", ""},
		{"command list filter module y", "ERR syntax error", ""},
		{"command list filterby pattern a b", "ERR syntax error", ""},
	} {
		if tt.resp3 == "" {
			tt.resp3 = tt.resp2
		}
		for proto, want := range map[int]string{2: tt.resp2, 3: tt.resp3} {
			if got := run(tbl, proto, tt.line); got != want {
				t.Errorf("RESP%d %s:\n got %s\nwant %s", proto, tt.line, got, want)
			}
		}
	}
}

// run returns a reply, or the text of the error, with line ends as spaces.
func run(tbl *command.Table, proto int, line string) string {
	reply, err := commandtest.Run(tbl, proto, strings.Fields(line)...)
	if err != nil {
		return err.Error()
	}
	return strings.TrimSuffix(strings.ReplaceAll(string(reply), "\r\n", " "), " ")
}

func TestWholeTable(t *testing.T) {
	tbl := table(t)
	bare := run(tbl, 2, "command")
	if !strings.HasPrefix(bare, "*9 *10 $7 command :-1 ") || bare != run(tbl, 2, "command info") {
		t.Errorf("command: got %s", bare)
	}
	if list := run(tbl, 3, "command list"); !strings.HasPrefix(list, "*17 $7 command $13 command|count ") {
		t.Errorf("command list: got %s", list)
	}
	if docs := run(tbl, 3, "command docs"); !strings.HasPrefix(docs, "%9 $7 command %5 ") {
		t.Errorf("command docs: got %s", docs)
	}
}

func TestHelp(t *testing.T) {
	got := run(table(t), 3, "command help")
	if !strings.HasPrefix(got, "*21 +COMMAND <subcommand> [<arg> [value] [opt] ...]. Subcommands are: +(no subcommand) +    Return ") ||
		!strings.HasSuffix(got, " from a full Redis command. +HELP +    Print this help.") {
		t.Errorf("got %s", got)
	}
}

func TestSameAsRedis(t *testing.T) {
	tbl, err := command.NewTable(meta.Commands)
	if err != nil {
		t.Fatal(err)
	}
	commandtest.Check(t, tbl)
}
