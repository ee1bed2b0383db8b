package server

import (
	"maps"
	"slices"
	"testing"

	"redstart/server/command"
	"redstart/server/command/commandtest"
)

// COMMAND INFO and COMMAND DOCS say what Redis says about its commands, our own summaries apart.
func TestCommandsAsRedis(t *testing.T) {
	table, err := command.NewTable(families...)
	if err != nil {
		t.Fatal(err)
	}
	var ours []string
	table.Each(func(e *command.Entry) {
		if e.FullName == "store" || e.Parent != nil && e.Parent.FullName == "store" {
			ours = append(ours, e.FullName)
		}
	})
	commandtest.Check(t, table, ours...)
	table.Each(func(e *command.Entry) {
		if e.Summary == "" {
			t.Errorf("%s: no summary", e.FullName)
		}
	})
}

// absent are the commands of Redis 8.0.2 that do not exist here: those of snapshots, of replication and of modules.
var absent = []string{
	"bgsave", "dump", "migrate", "restore", "restore-asking", "save",
	"psync", "replconf", "sync",
	"module", "module|help", "module|list", "module|load", "module|loadex", "module|unload",
}

// Every command of Redis is here but those that are known not to be.
func TestAllCommandsOfRedis(t *testing.T) {
	table, err := command.NewTable(families...)
	if err != nil {
		t.Fatal(err)
	}
	missing, err := commandtest.Recording()
	if err != nil {
		t.Fatal(err)
	}
	table.Each(func(e *command.Entry) { delete(missing, e.FullName) })
	for _, name := range absent {
		if _, ok := missing[name]; !ok {
			t.Errorf("%s is here, and still in the list of those that are not", name)
		}
		delete(missing, name)
	}
	for _, name := range slices.Sorted(maps.Keys(missing)) {
		t.Errorf("%s is missing", name)
	}
}
