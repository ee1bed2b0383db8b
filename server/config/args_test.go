package config_test

import (
	"errors"
	"path/filepath"
	"strings"
	"testing"

	"redstart/server/config"
)

// The expectations are redis-server 8.0.2's.
func TestCommandLine(t *testing.T) {
	file := filepath.Join(t.TempDir(), "c.conf")
	write(t, file, "port 17998\nsave 7 7\nsave 8 8\n")
	for _, tt := range []struct {
		args string // separated by |
		want string
	}{
		{"", "6379,3600 1 300 100 60 10000,* -::*,0"},
		{file, "17998,7 7 8 8,* -::*,0"},
		{file + "|--save|", "17998,,* -::*,0"},
		{file + "|--save", "17998,,* -::*,0"},
		{file + "|--save|1|2", "17998,7 7 8 8 1 2,* -::*,0"},
		{"--save|1|2|3|4", "6379,1 2 3 4,* -::*,0"},
		{"--save|1 2 3 4", "6379,1 2 3 4,* -::*,0"},
		{"--save|1|2|--save|3|4", "6379,1 2 3 4,* -::*,0"},
		{"--save||--timeout|4", "6379,,* -::*,4"},
		{"--save|--timeout|3", "6379,,* -::*,3"},
		{"--port|6380|--bind|127.0.0.1|::1|--timeout|5", "6380,3600 1 300 100 60 10000,127.0.0.1 ::1,5"},
		{"--bind|127.0.0.1 ::1", "6379,3600 1 300 100 60 10000,127.0.0.1 ::1,0"},
		{"--bind|", "6379,3600 1 300 100 60 10000,,0"},
		{"--timeout 7", "6379,3600 1 300 100 60 10000,* -::*,7"},
		{"--PORT|1|--timeout|6|--timeout|8", "1,3600 1 300 100 60 10000,* -::*,8"},
		{"--replicaof|no|one|--oom-score-adj-values|-5|2|3", "6379,3600 1 300 100 60 10000,* -::*,0"},
		{"-", "6379,3600 1 300 100 60 10000,* -::*,33"},
		{file + "|-", "17998,7 7 8 8,* -::*,33"},
		{file + "|--timeout|2|-", "17998,7 7 8 8,* -::*,2"},
		{"--test-config|" + file, "17998,7 7 8 8,* -::*,0"},
	} {
		var args []string
		if tt.args != "" {
			args = strings.Split(tt.args, "|")
		}
		c, _, err := config.Parse(args, strings.NewReader("timeout 33\n"))
		if err != nil {
			t.Errorf("%q: %v", tt.args, err)
			continue
		}
		got := strings.Join([]string{c.String(config.Port), c.String(config.Save), c.String(config.Bind), c.String(config.Timeout)}, ",")
		if got != tt.want {
			t.Errorf("%q: %s, want %s", tt.args, got, tt.want)
		}
		if (c.File() == file) != strings.Contains(tt.args, file) || c.TestOnly() != strings.Contains(tt.args, "--test-config") {
			t.Errorf("%q: file %q, test only %v", tt.args, c.File(), c.TestOnly())
		}
	}

	c, _, err := config.Parse([]string{"--requirepass", "--abc"}, nil)
	if err != nil || c.String(config.RequirePass) != "--abc" {
		t.Errorf("a password with dashes: %v", err)
	}
}

func TestCommandLineErrors(t *testing.T) {
	for _, tt := range []struct{ args, text, reason, hint string }{
		{"--timeout", "timeout", "wrong number of arguments", "timeout takes"},
		{"--timeout|1|2", `timeout "1" "2"`, "wrong number of arguments", "timeout takes"},
		{"--port|1|timeout|5", `port "1" "timeout" "5"`, "wrong number of arguments", "port takes"},
		{"--timeout|--bind", `timeout "--bind"`, "argument couldn't be parsed into an integer", "timeout takes"},
		{"--timeout=5", "timeout=5", "Bad directive or wrong number of arguments", "Did you mean timeout?"},
		{"--prot|5", `prot "5"`, "Bad directive or wrong number of arguments", ""},
		{"--appendonyl|yes", `appendonyl "yes"`, "Bad directive or wrong number of arguments", "Did you mean appendonly?"},
		{"--", "--", "Bad directive or wrong number of arguments", "begin with --"},
		{"-x", "-x", "Bad directive or wrong number of arguments", "begin with --"},
		{"-|--port|5", "-", "Bad directive or wrong number of arguments", "begin with --"},
		{"--port \"5", `port "5`, "Unbalanced quotes in configuration line", ""},
	} {
		_, _, err := config.Parse(strings.Split(tt.args, "|"), nil)
		var fe *config.FileError
		if !errors.As(err, &fe) {
			t.Errorf("%q: %v", tt.args, err)
			continue
		}
		if fe.File != "" || fe.Line != 0 || fe.Text != tt.text || fe.Reason != tt.reason || !strings.Contains(fe.Hint, tt.hint) {
			t.Errorf("%q: %+v", tt.args, *fe)
		}
		if !strings.HasPrefix(err.Error(), "*** FATAL CONFIG FILE ERROR (Redstart) ***\nReading the command line\n>>> '") {
			t.Errorf("%q: %v", tt.args, err)
		}
	}
	_, _, err := config.Parse([]string{filepath.Join(t.TempDir(), "none.conf")}, nil)
	if err == nil || !strings.Contains(err.Error(), "none.conf\nCan't open the file: ") {
		t.Errorf("missing file: %v", err)
	}
	for arg, want := range map[string]error{"-h": config.ErrHelp, "--help": config.ErrHelp, "-v": config.ErrVersion, "--version": config.ErrVersion} {
		if _, _, err := config.Parse([]string{arg}, nil); !errors.Is(err, want) {
			t.Errorf("%s: %v", arg, err)
		}
	}
}
