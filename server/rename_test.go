package server

import (
	"strings"
	"testing"

	"redstart/server/config"
)

// A hardened configuration disables commands that we may not have; a wrong name for a new one is an error.
func TestRenameCommand(t *testing.T) {
	for _, tt := range []struct{ args, wrong string }{
		{"--rename-command FLUSHALL", ""},
		{"--rename-command NOSUCH", ""},
		{"--rename-command NOSUCH other", "rename-command NOSUCH: there is no such command"},
		{"--rename-command GET set", `rename-command GET: there is a command "set" already`},
	} {
		args := strings.Fields(tt.args)
		if len(args) == 2 {
			args = append(args, "")
		}
		cfg, _, err := config.Parse(args, strings.NewReader(""))
		if err != nil {
			t.Fatalf("%s: %v", tt.args, err)
		}
		_, err = New(Options{Config: cfg})
		if got := errorText(err); got != tt.wrong {
			t.Errorf("%s: %q, want %q", tt.args, got, tt.wrong)
		}
	}
}

func errorText(err error) string {
	if err == nil {
		return ""
	}
	return err.Error()
}
