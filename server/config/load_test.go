package config_test

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"redstart/server/config"
)

func parse(t *testing.T, text string) (*config.Config, []config.Warning) {
	t.Helper()
	c, w, err := config.Parse([]string{"-"}, strings.NewReader(text))
	if err != nil {
		t.Fatal(err)
	}
	return c, w
}

func TestLoad(t *testing.T) {
	for _, tt := range []struct{ text, name, want string }{
		{"port 1799\r\n", "port", "1799"},
		{"\t PORT\t1799  ", "port", "1799"},
		{"port '1799'", "port", "1799"},
		{"# port 5\n\nport 1\nport 2\n", "port", "2"},
		{`requirepass "a\"b\x41 c"`, "requirepass", `a"bA c`},
		{`requirepass ''`, "requirepass", ""},
		{"save 100 1\nsave 200 2", "save", "100 1 200 2"},
		{"save 100 1 200 2", "save", "100 1 200 2"},
		{`save "100 1 200 2"`, "save", "100 1 200 2"},
		{"save 100 1\nsave \"\"", "save", ""},
		{"save 100 1\nsave \"\"\nsave 5 6", "save", "5 6"},
		{"save", "save", ""},
		{"bind 127.0.0.1 ::1", "bind", "127.0.0.1 ::1"},
		{`bind "127.0.0.1 ::1"`, "bind", "127.0.0.1 ::1"},
		{"bind", "bind", ""},
		{"client-output-buffer-limit replica 1mb 2kb 3\nclient-output-buffer-limit pubsub 0 0 0", "client-output-buffer-limit", "normal 0 0 0 slave 1048576 2048 3 pubsub 0 0 0"},
		{"client-output-buffer-limit normal 1 2 3 slave 4 5 6", "client-output-buffer-limit", "normal 1 2 3 slave 4 5 6 pubsub 33554432 8388608 60"},
		{"oom-score-adj-values 1 2 3", "oom-score-adj-values", "1 2 3"},
		{"shutdown-on-sigterm now save", "shutdown-on-sigterm", "save now"},
		{"latency-tracking-info-percentiles", "latency-tracking-info-percentiles", ""},
		{"replicaof no one", "replicaof", ""},
		{"slaveof 10.0.0.1 6379", "replicaof", "10.0.0.1 6379"},
		{"hash-max-ziplist-entries 3", "hash-max-listpack-entries", "3"},
		{"unixsocketperm 0770", "unixsocketperm", "770"},
		{"maxmemory-clients 5%", "maxmemory-clients", "5%"},
		{"hz 1000", "hz", "500"},
		{"max-keys 10\nmax-keys-policy REJECT", "max-keys-policy", "reject"},
		{"maxmemory 20000000000000000000", "maxmemory", "18446744073709551615"},
		{"io-threads-do-reads yes\nlist-max-ziplist-entries 5\nlist-max-ziplist-value 6\naof-disable-auto-gc yes\ntimeout 4", "timeout", "4"},
	} {
		c, _ := parse(t, tt.text)
		if got := c.Get(tt.name)[0].Value; got != tt.want {
			t.Errorf("%q: %s is %q, want %q", tt.text, tt.name, got, tt.want)
		}
	}
}

func TestLoadSpecialLines(t *testing.T) {
	c, warnings := parse(t, "rename-command KEYS \"\"\nrename-command Get fetch\nuser alice on >pw ~* +@all\nloadmodule /x.so a b\nbf-error-rate 0.01\nloadmodule /y.so\n")
	if got := fmt.Sprint(c.Renames()); got != "[{KEYS } {Get fetch}]" {
		t.Errorf("renames %s", got)
	}
	if got := fmt.Sprint(c.Users()[0].Args); got != "[alice on >pw ~* +@all]" {
		t.Errorf("users %s", got)
	}
	if len(warnings) != 2 || warnings[0].Directive != "loadmodule" || warnings[1].Line != 5 {
		t.Errorf("warnings %v", warnings)
	}
}

func TestWarnings(t *testing.T) {
	_, warnings := parse(t, "port 1\nrdbcompression yes\nsave 1 1\nsave 2 2\nslave-read-only no\n")
	var got []string
	for _, w := range warnings {
		got = append(got, fmt.Sprintf("%d %s %v", w.Line, w.Directive, w.AtDefault))
	}
	if s := strings.Join(got, ", "); s != "2 rdbcompression true, 3 save false, 5 slave-read-only false" {
		t.Errorf("warnings: %s", s)
	}
	if s := warnings[1].String(); s != "-:3: save is accepted and has no effect. There are no RDB snapshots in this version." {
		t.Errorf("text: %s", s)
	}
}

// A warning is about what holds in the end.
func TestWarningsOfLaterLines(t *testing.T) {
	for text, harmless := range map[string]bool{
		"save 1 1\nsave \"\"\n":         true,
		"save \"\"\nsave 1 1\n":         false,
		"daemonize yes\ndaemonize no\n": true,
	} {
		_, warnings := parse(t, text)
		if len(warnings) != 1 || warnings[0].AtDefault != harmless {
			t.Errorf("%q: %v", text, warnings)
		}
	}
}

func TestLoadErrors(t *testing.T) {
	for _, tt := range []struct {
		text   string
		line   int
		reason string
		hint   string // a part of it
	}{
		{"foo bar", 1, "Bad directive or wrong number of arguments", ""},
		{"\n\nmaxmemmory 1gb", 3, "Bad directive or wrong number of arguments", "Did you mean maxmemory?"},
		{"max_clients 5", 1, "Bad directive or wrong number of arguments", "Did you mean maxclients?"},
		{"appendfsnyc always", 1, "Bad directive or wrong number of arguments", "Did you mean appendfsync?"},
		{"port", 1, "wrong number of arguments", "port takes an integer from 0 to 65535"},
		{"port 1 2", 1, "wrong number of arguments", "port takes"},
		{"port 17998 # c", 1, "wrong number of arguments", "port takes"},
		{"port abc", 1, "argument couldn't be parsed into an integer", "port takes"},
		{"timeout -1", 1, "argument must be between 0 and 2147483647 inclusive", "timeout takes"},
		{"# c\nbind \"a", 2, "Unbalanced quotes in configuration line", ""},
		{`port "1799"8`, 1, "Unbalanced quotes in configuration line", ""},
		{"appendfsync maybe", 1, "argument(s) must be one of the following: everysec, always, no", "one of everysec"},
		{"appendonly maybe", 1, "argument must be 'yes' or 'no'", "yes or no"},
		{"maxmemory 1tb", 1, "argument must be a memory value", "such as 100mb"},
		{"unixsocketperm 9", 1, "argument couldn't be parsed as an octal number", "octal"},
		{"unixsocketperm 1000", 1, "argument must be between 0 and 777 inclusive", "octal"},
		{"save 1", 1, "Invalid save parameters", "pairs"},
		{"save 1 2 3", 1, "Invalid save parameters", "pairs"},
		{"client-output-buffer-limit normal 1 2", 1, "Wrong number of arguments in buffer limit configuration.", "a class"},
		{"dir /does/not/exist", 1, "No such file or directory", ""},
		{"appendfilename a/b", 1, "appendfilename can't be a path, just a filename", ""},
		{"appenddirname a/b", 1, "appenddirname can't be a path, just a dirname", ""},
		{"dbfilename a/b", 1, "dbfilename can't be a path, just a filename", ""},
		{"replicaof a", 1, "wrong number of arguments", "a host and a port"},
		{"replicaof a b", 1, "Invalid master port", "a host and a port"},
		{"databases 0", 1, "argument must be between 1 and 2147483647 inclusive", ""},
		{"requirepass", 1, "wrong number of arguments", "in quotes"},
		{"oom-score-adj-values 1 2", 1, "wrong number of arguments", "three numbers"},
		{"notify-keyspace-events foo", 1, "Invalid event class character. Use 'Ag$lshzxeKEtmdn'.", "letters"},
		{"tls-protocols TLSv1.2 TLSv1.3", 1, "wrong number of arguments", "in quotes"},
		{"cluster-announce-hostname a_b", 1, "Hostnames may only contain alphanumeric characters, hyphens or dots", ""},
		{`proc-title-template "{x}"`, 1, "template format is invalid or contains unknown variables", ""},
		{"sentinel x", 1, "sentinel directive while not in sentinel mode", ""},
		{"rename-command GET", 1, "Bad directive or wrong number of arguments", "rename-command takes"},
		{"user", 1, "Bad directive or wrong number of arguments", "user takes"},
		{"loadmodule", 1, "Bad directive or wrong number of arguments", "loadmodule takes"},
		{"include", 1, "Bad directive or wrong number of arguments", "include takes"},
	} {
		_, _, err := config.Parse([]string{"-"}, strings.NewReader(tt.text))
		var fe *config.FileError
		if !errors.As(err, &fe) {
			t.Errorf("%q: %v is no FileError", tt.text, err)
			continue
		}
		if fe.File != "-" || fe.Line != tt.line || fe.Reason != tt.reason || !strings.Contains(fe.Hint, tt.hint) {
			t.Errorf("%q: got %+v", tt.text, *fe)
		}
	}
}

func TestFileErrorText(t *testing.T) {
	path := filepath.Join(t.TempDir(), "x.conf")
	write(t, path, "port 1\n\n  maxmemmory   1gb\n")
	_, _, err := config.Parse([]string{path}, nil)
	want := "*** FATAL CONFIG FILE ERROR (Redstart) ***\nReading the configuration file " + path +
		", at line 3\n>>> 'maxmemmory   1gb'\nBad directive or wrong number of arguments\nDid you mean maxmemory?"
	if err == nil || err.Error() != want {
		t.Errorf("got\n%v\nwant\n%s", err, want)
	}
}

func write(t *testing.T, path, text string) {
	t.Helper()
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
}

func TestInclude(t *testing.T) {
	dir := t.TempDir()
	at := func(name string) string { return filepath.ToSlash(filepath.Join(dir, name)) }
	write(t, at("a.conf"), "timeout 1\nhz 20\n")
	write(t, at("b.conf"), "timeout 2\n")
	write(t, at("bad.conf"), "\nport x\n")
	write(t, at("self.conf"), "include "+at("self.conf")+"\n")
	c, _ := parse(t, "timeout 9\ninclude "+at("[ab].conf")+"\nhz 30\ninclude "+at("none*.conf"))
	if c.Int(config.Timeout) != 2 || c.Int(config.HZ) != 30 {
		t.Errorf("timeout %d, hz %d", c.Int(config.Timeout), c.Int(config.HZ))
	}
	for _, tt := range []struct {
		name, file, reason string
		line               int
	}{
		{"bad.conf", at("bad.conf"), "argument couldn't be parsed into an integer", 2},
		{"missing.conf", at("missing.conf"), "Can't open the file: ", 0},
		{"self.conf", at("self.conf"), "Too many levels of include", 1},
	} {
		_, _, err := config.Parse([]string{"-"}, strings.NewReader("include "+at(tt.name)))
		var fe *config.FileError
		if !errors.As(err, &fe) || fe.File != tt.file || fe.Line != tt.line || !strings.HasPrefix(fe.Reason, tt.reason) {
			t.Errorf("%s: %v", tt.name, err)
		}
	}
}

func TestPath(t *testing.T) {
	dir := t.TempDir()
	c, _, err := config.Parse([]string{"--dir", dir, "--pidfile", "x.pid", "--unixsocket", filepath.Join(dir, "s")}, nil)
	if err != nil {
		t.Fatal(err)
	}
	if c.Path(config.PidFile) != filepath.Join(dir, "x.pid") || c.Path(config.UnixSocket) != filepath.Join(dir, "s") || c.Path(config.LogFile) != "" {
		t.Errorf("paths %q %q %q", c.Path(config.PidFile), c.Path(config.UnixSocket), c.Path(config.LogFile))
	}
}

func TestOverride(t *testing.T) {
	c := config.Default()
	if err := c.Override(config.Bind, "127.0.0.1", "::1"); err != nil || len(c.Fields(config.Bind)) != 2 {
		t.Errorf("%v, %q", err, c.Fields(config.Bind))
	}
	if err := c.Override(config.Save, "1 2"); err != nil || c.String(config.Save) != "1 2" {
		t.Errorf("%v, %q", err, c.String(config.Save))
	}
	if err := c.Override(config.Port, "x"); err == nil || c.Int(config.Port) != 6379 {
		t.Errorf("%v, %d", err, c.Int(config.Port))
	}
}

func FuzzLoad(f *testing.F) {
	for _, s := range []string{
		"port 1\n", "save 1 2\nsave \"\"\n", "requirepass \"\\x00\\n\"", "bind * -::*", "client-output-buffer-limit normal 1 2 3",
		"maxmemory 99999999999gb", "latency-tracking-info-percentiles 1e400", "notify-keyspace-events KEAm", "unixsocketperm -1",
		"proc-title-template {{{x}}", "\xef\xbb\xbfport 1", "maxmemory-clients -0%", "user a\nrename-command a b",
	} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, text string) {
		if strings.Contains(strings.ToLower(text), "include") {
			return // no reading of arbitrary files
		}
		if _, _, err := config.Parse([]string{"-"}, strings.NewReader(text)); err != nil {
			var fe *config.FileError
			if !errors.As(err, &fe) || fe.Reason == "" {
				t.Fatalf("%v", err)
			}
			return
		}
		// What was accepted must survive being written and read again.
		path := filepath.Join(t.TempDir(), "x.conf")
		write(t, path, text)
		c, _, err := config.Parse([]string{path}, nil)
		if err != nil {
			t.Fatal(err)
		}
		if err := c.Rewrite(); err != nil {
			t.Fatal(err)
		}
		again, _, err := config.Parse([]string{path}, nil)
		if err != nil {
			t.Fatal(err)
		}
		for i, p := range again.Get("*") {
			if want := c.Get("*")[i]; p != want {
				t.Fatalf("%s was %q and is %q", p.Name, want.Value, p.Value)
			}
		}
	})
}
