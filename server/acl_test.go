package server

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"redstart/server/client"
	"redstart/server/config"
)

// A user who may not do everything is told so, at each place where commands run.
func TestRestricted(t *testing.T) {
	t.Parallel()
	srv, addr := serving(t)
	root, p := dial(t, addr), dial(t, addr)
	root.want("ACL SETUSER u on >p ~a* &c* +get +mget +multi +exec +blpop +publish +psubscribe +config|get +select|1 +sort +watch", "OK")
	p.want("AUTH u p", "OK")
	for _, tc := range [][2]string{
		{"SET a 1", "NOPERM User u has no permissions to run the 'set' command"},
		{"GET a", ""},
		{"GET b", "NOPERM No permissions to access a key"},
		{"MGET a b", "NOPERM No permissions to access a key"},
		{"CONFIG SET maxmemory 0", "NOPERM User u has no permissions to run the 'config|set' command"},
		{"SELECT 2", "NOPERM User u has no permissions to run the 'select' command"},
		{"SELECT 1", "OK"},
		{"PUBLISH d m", "NOPERM No permissions to access a channel"},
		{"PSUBSCRIBE cx", "NOPERM No permissions to access a channel"},
		{"SORT a BY w*", "ERR BY option of SORT denied due to insufficient ACL permissions."},
		{"SORT a GET #", "ERR GET option of SORT denied due to insufficient ACL permissions."},
		{"WATCH b", "NOPERM No permissions to access a key"},
		{"NOSUCH", "ERR unknown command 'NOSUCH', with args beginning with: "},
		{"MULTI", "OK"},
		{"GET b", "NOPERM No permissions to access a key"},
		{"EXEC", "EXECABORT Transaction discarded because of previous errors."},
	} {
		p.want(tc[0], tc[1])
	}
	p.want("MULTI", "OK")
	p.want("GET a", "QUEUED")
	root.want("ACL SETUSER u -get", "OK")
	p.want("EXEC", "[NOPERM ACLs rules changed between the moment the transaction was accumulated and the EXEC call. This command is no longer allowed for the following reason: no permission to execute the command or subcommand]")
	root.want("SELECT 1", "OK")
	p.waits(srv, "BLPOP a 0")
	root.want("ACL SETUSER u -blpop", "OK")
	root.want("RPUSH a x", "1")
	p.wantReply("NOPERM User u has no permissions to run the 'blpop' command")
	root.want("LLEN a", "1")
	root.want("ACL SETUSER u allkeys allcommands allchannels", "OK")
	p.want("LLEN a", "1")
	if k := srv.clients.Get(2); k.Has(client.Restricted) {
		t.Error("the client is still restricted")
	}
}

func TestDeletedUser(t *testing.T) {
	t.Parallel()
	_, addr := serving(t)
	root, p, q, s := dial(t, addr), dial(t, addr), dial(t, addr), dial(t, addr)
	root.want("ACL SETUSER u on nopass allcommands allkeys allchannels", "OK")
	p.want("AUTH u x", "OK")
	q.want("AUTH u x", "OK")
	s.want("AUTH u x", "OK")
	s.do("SUBSCRIBE x")
	root.want("ACL SETUSER u resetchannels &x", "OK")
	s.do("PING")
	root.want("ACL SETUSER u resetchannels &y", "OK")
	s.wantEnd()
	root.want("CLIENT KILL USER nobody", "ERR No such user 'nobody'")
	p.want("ACL DELUSER nobody u", "1")
	p.wantEnd()
	q.wantEnd()
	root.want("PING", "PONG")
}

// Whoever authenticates while the rules change knows in the end whether it is restricted.
func TestRulesChangeWhileClientsCome(t *testing.T) {
	t.Parallel()
	srv, addr := serving(t)
	root := dial(t, addr)
	root.want("ACL SETUSER u on nopass", "OK")
	peers := []*peer{dial(t, addr), dial(t, addr), dial(t, addr)}
	for round := range 50 {
		var wg sync.WaitGroup
		for _, p := range peers {
			wg.Go(func() {
				if got := p.do("RESET"); got != "RESET" {
					t.Errorf("RESET: %s", got)
				}
				if got := p.do("AUTH u x"); got != "OK" {
					t.Errorf("AUTH: %s", got)
				}
			})
		}
		rules, want := "allcommands allkeys allchannels", "PONG"
		if round%2 == 0 {
			rules, want = "nocommands", "NOPERM User u has no permissions to run the 'ping' command"
		}
		root.want("ACL SETUSER u "+rules, "OK")
		wg.Wait()
		for _, p := range peers {
			p.want("PING", want)
		}
	}
	if n := srv.clients.Len(); n != 4 {
		t.Errorf("%d clients", n)
	}
}

// Users that are wrong refuse the start, with the line and the reason.
func TestUsersOfTheConfiguration(t *testing.T) {
	t.Parallel()
	file := filepath.Join(t.TempDir(), "users.acl")
	if err := os.WriteFile(file, []byte("user a on\nuser b +nosuch\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	for text, want := range map[string]string{
		"port 0\nuser a on +nosuch":        "line 2\n>>> 'user a on +nosuch'\nError in user declaration 'a': Unknown command or category name in ACL: '+nosuch'",
		"user a on\nuser a off":            "line 2\n>>> 'user a off'\nError in user declaration 'a': Duplicate user found. A user can only be defined once in config files",
		"user a (+get":                     "Wrong format",
		`user "a b" on`:                    "Spaces not allowed in ACL usernames",
		"user a on\naclfile " + file:       "Configuring Redis with users defined in redis.conf and at the same setting an ACL file path is invalid.",
		"aclfile " + file:                  file + ":2: Error in applying operation '+nosuch': Unknown command or category name in ACL.",
		"aclfile " + file + ".no":          "Error loading ACLs, opening file '" + file + ".no': ",
		"user a on +psync +replconf -save": "",
	} {
		cfg, _, err := config.Parse([]string{"-"}, strings.NewReader("dir "+t.TempDir()+"\n"+text))
		if err != nil {
			t.Fatal(err)
		}
		want = strings.Replace(want, "line 2", "line 3", 1)
		if err := Check(cfg); (err == nil) != (want == "") {
			t.Errorf("%q: Check: %v", text, err)
		}
		srv, err := New(Options{Config: cfg})
		if (err == nil) != (want == "") || err != nil && !strings.Contains(err.Error(), want) {
			t.Errorf("%q: %v, want %q", text, err, want)
		}
		if err == nil {
			srv.Close(t.Context())
		}
	}
}

// CONFIG REWRITE writes the users down, and a server that starts from that has the same.
func TestUsersAreRewritten(t *testing.T) {
	t.Parallel()
	path := filepath.Join(t.TempDir(), "redis.conf")
	if err := os.WriteFile(path, []byte("# users\nuser gone on\nuser a on +get\nport 0\nrequirepass x\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	start := func() *Server {
		cfg, _, err := config.Parse([]string{path}, nil)
		if err != nil {
			t.Fatal(err)
		}
		srv, err := New(Options{Config: cfg})
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() { srv.Close(t.Context()) })
		return srv
	}
	srv := start()
	srv.acl.Delete("gone")
	if _, _, err := srv.acl.Set("b", []string{"on", ">p", "~k*", "(+set)"}, false); err != nil {
		t.Fatal(err)
	}
	want := fmt.Sprint(srv.acl.Lines())
	if err := srv.cfg.Rewrite(); err != nil {
		t.Fatal(err)
	}
	if got := fmt.Sprint(start().acl.Lines()); got != want {
		t.Errorf("\n got %s\nwant %s", got, want)
	}
	text, _ := os.ReadFile(path)
	if !strings.HasPrefix(string(text), "# users\nuser a on sanitize-payload resetchannels -@all +get\nuser b ") || strings.Contains(string(text), "gone") {
		t.Errorf("the file is\n%s", text)
	}
}

// A file that is wrong changes nothing.
func TestLoadRefusesWrongFile(t *testing.T) {
	t.Parallel()
	file := filepath.Join(t.TempDir(), "users.acl")
	write := func(text string) {
		if err := os.WriteFile(file, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	write("user a on nopass +@all ~*\nuser default on nopass ~* &* +@all\n")
	_, addr := serving(t, "aclfile "+file)
	root, p := dial(t, addr), dial(t, addr)
	p.want("AUTH a x", "OK")
	write("user a on +nosuch\n")
	if got := root.do("ACL LOAD"); !strings.HasSuffix(got, "users.acl:1: Error in applying operation '+nosuch': Unknown command or category name in ACL. WARNING: ACL errors detected, no change to the previously active ACL rules was performed") {
		t.Errorf("got %q", got)
	}
	p.want("PING", "PONG")
	write("user b on\n")
	root.want("ACL LOAD", "OK")
	p.wantEnd()
	root.want("ACL USERS", "[b default]")
	if err := os.Remove(file); err != nil && !errors.Is(err, os.ErrNotExist) {
		t.Fatal(err)
	}
	root.want("ACL SAVE", "OK")
	if text, _ := os.ReadFile(file); string(text) != "user b on sanitize-payload resetchannels -@all\nuser default on nopass sanitize-payload ~* &* +@all\n" {
		t.Errorf("saved %q", text)
	}
}

// A client that has been ended, as those of a deleted user are, runs nothing any more, even if its session has not noticed yet.
func TestEndedClientRunsNothing(t *testing.T) {
	t.Parallel()
	s := quietSession(t, configured(t))
	if got := string(s.feed([]byte("PING\r\n"))); got != "+PONG\r\n" {
		t.Fatalf("got %q", got)
	}
	s.c.Set(client.CloseNow, true)
	if got := string(s.feed([]byte("SET k v\r\n"))); got != "" {
		t.Errorf("got %q", got)
	}
}
