package server

import (
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
	commandtest.Check(t, table)
	table.Each(func(e *command.Entry) {
		if e.Summary == "" {
			t.Errorf("%s: no summary", e.FullName)
		}
	})
}
