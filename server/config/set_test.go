package config_test

import (
	"errors"
	"slices"
	"strings"
	"sync"
	"testing"

	"redstart/resp"
	"redstart/server/config"
)

// valueDifferences are the changes that Redis treats otherwise, by directive and value, and why we do not follow.
var valueDifferences = map[string]string{
	"maxmemory 18446744073709551615k":                   "Redis multiplies beyond 64 bits and wraps; a bound may not become smaller",
	"maxmemory-clients 18446744073709551615":            "Redis reads it as -1, that is 1%",
	"maxmemory-clients 9999999999999999999999":          "Redis reads it as -1, that is 1%",
	"maxmemory-clients 9223372036854775808":             "Redis reads it as a percentage",
	"client-output-buffer-limit pubsub 1 2 99999999999": "Redis cuts the seconds to 32 bits",
}

func TestSetEqualsRedis(t *testing.T) {
	seen := 0
	for _, line := range readLines(t, "testdata/config-set-8.0.2.txt") {
		parts, err := resp.SplitArgs([]byte(line))
		if err != nil || len(parts) != 4 {
			t.Fatalf("testdata: %q", line)
		}
		name, arg, kind, want := string(parts[0]), string(parts[1]), string(parts[2]), string(parts[3])
		if valueDifferences[name+" "+arg] != "" {
			seen++
			continue
		}
		c := config.Default()
		err = c.Set([]config.Pair{{Name: name, Value: arg}}, true)
		switch {
		case kind == "!" && err == nil:
			t.Errorf("CONFIG SET %s %q: no error, want %s", name, arg, want)
		case kind == "!" && err.Error() != want:
			t.Errorf("CONFIG SET %s %q:\n got %s\nwant %s", name, arg, err, want)
		case kind == "=" && err != nil:
			t.Errorf("CONFIG SET %s %q: %v, want %q", name, arg, err, want)
		case kind == "=" && c.Get(name)[0].Value != want:
			t.Errorf("CONFIG SET %s %q: got %q, want %q", name, arg, c.Get(name)[0].Value, want)
		}
	}
	if seen != len(valueDifferences) {
		t.Errorf("%d of %d differences are in the recording", seen, len(valueDifferences))
	}
}

func pairs(words ...string) []config.Pair {
	var p []config.Pair
	for w := range slices.Chunk(words, 2) {
		p = append(p, config.Pair{Name: w[0], Value: w[1]})
	}
	return p
}

func TestSetMany(t *testing.T) {
	tests := []struct {
		args []string
		err  string
	}{
		{[]string{"timeout", "1", "foo", "2"}, "Unknown option or number of arguments for CONFIG SET - 'foo'"},
		{[]string{"timeout", "1", "timeout", "2"}, "CONFIG SET failed (possibly related to argument 'timeout') - duplicate parameter"},
		{[]string{"timeout", "1", "TIMEOUT", "2"}, "CONFIG SET failed (possibly related to argument 'TIMEOUT') - duplicate parameter"},
		{[]string{"timeout", "1", "tcp-backlog", "2"}, "CONFIG SET failed (possibly related to argument 'tcp-backlog') - can't set immutable config"},
		{[]string{"timeout", "99", "hz", "abc"}, "CONFIG SET failed (possibly related to argument 'hz') - argument couldn't be parsed into an integer"},
		{[]string{"timeout", "abc", "foo", "1"}, "Unknown option or number of arguments for CONFIG SET - 'foo'"},
		{[]string{"tcp-backlog", "1", "foo", "2"}, "CONFIG SET failed (possibly related to argument 'tcp-backlog') - can't set immutable config"},
		{[]string{"timeout", "1", "timeout", "2", "foo", "3"}, "CONFIG SET failed (possibly related to argument 'timeout') - duplicate parameter"},
		{[]string{"timeout", "x", "dir", "/"}, "CONFIG SET failed (possibly related to argument 'dir') - can't set protected config"},
		{[]string{"io-threads-do-reads", "no"}, "Unknown option or number of arguments for CONFIG SET - 'io-threads-do-reads'"},
	}
	for _, tt := range tests {
		c := config.Default()
		before := c.Get("*")
		if err := c.Set(pairs(tt.args...), true); err == nil || err.Error() != tt.err {
			t.Errorf("CONFIG SET %v:\n got %v\nwant %s", tt.args, err, tt.err)
		}
		if !slices.Equal(before, c.Get("*")) {
			t.Errorf("CONFIG SET %v changed something", tt.args)
		}
	}

	c := config.Default()
	if err := c.Set(pairs("Hash-max-ziplist-entries", "5", "hash-max-listpack-entries", "6", "TIMEOUT", "7"), true); err != nil {
		t.Fatal(err)
	}
	if c.Int(config.HashMaxListpackEntries) != 6 || c.Int(config.Timeout) != 7 {
		t.Error("the later name of a directive does not win")
	}
}

func TestSetProtected(t *testing.T) {
	dir := t.TempDir()
	for _, tt := range []struct {
		allow string
		local bool
		ok    bool
	}{{"no", true, false}, {"local", true, true}, {"local", false, false}, {"yes", false, true}} {
		c, _, err := config.Parse([]string{"--enable-protected-configs", tt.allow}, nil)
		if err != nil {
			t.Fatal(err)
		}
		err = c.Set(pairs("dir", dir), tt.local)
		if (err == nil) != tt.ok || (c.String(config.Dir) == dir) != tt.ok {
			t.Errorf("enable-protected-configs %s, local %v: %v, dir %s", tt.allow, tt.local, err, c.String(config.Dir))
		}
	}
}

func TestHooks(t *testing.T) {
	c := config.Default()
	var calls []string
	refuse := false
	c.OnChange(func() error {
		calls = append(calls, "limits "+c.String(config.MaxMemory)+" "+c.String(config.MaxMemoryPolicy))
		return nil
	}, config.MaxMemory, config.MaxMemoryPolicy)
	c.OnChange(func() error {
		calls = append(calls, "clients "+c.String(config.MaxClients))
		if refuse {
			return errors.New("too many")
		}
		return nil
	}, config.MaxClients)
	check := func(want ...string) {
		t.Helper()
		if !slices.Equal(calls, want) {
			t.Errorf("hooks ran as %q, want %q", calls, want)
		}
		calls = nil
	}

	if err := c.Set(pairs("maxmemory", "1kb", "maxmemory-policy", "allkeys-lru", "maxclients", "10000", "timeout", "3"), true); err != nil {
		t.Fatal(err)
	}
	check("limits 1024 allkeys-lru") // once, and not for what stayed as it was

	refuse = true
	err := c.Set(pairs("maxmemory", "2kb", "maxclients", "5", "timeout", "4"), true)
	if want := "CONFIG SET failed (possibly related to argument 'maxclients') - too many"; err == nil || err.Error() != want {
		t.Errorf("got %v, want %s", err, want)
	}
	check("limits 2048 allkeys-lru", "clients 5", "limits 1024 allkeys-lru", "clients 10000")
	if c.Int(config.MaxMemory) != 1024 || c.Int(config.MaxClients) != 10000 || c.Int(config.Timeout) != 3 {
		t.Error("the refused change left a trace")
	}
}

func TestGet(t *testing.T) {
	c := config.Default()
	for _, tt := range []struct {
		patterns []string
		want     string
	}{
		{[]string{"TIMEOUT"}, "TIMEOUT=0"},
		{[]string{"timeout", "timeout", "Tim*"}, "timeout=0"},
		{[]string{"[t]imeout"}, "timeout=0"},
		{[]string{"HASH-MAX-ZIP*"}, "hash-max-ziplist-entries=512 hash-max-ziplist-value=64"},
		{[]string{"slaveof", "replicaof"}, "replicaof= slaveof="},
		{[]string{"foo", "io-threads-do-reads", "include", "user"}, ""},
		{[]string{"watchdog-period"}, "watchdog-period=0"},
		{[]string{"watchdog-perio?"}, ""},
	} {
		var got []string
		for _, p := range c.Get(tt.patterns...) {
			got = append(got, p.Name+"="+p.Value)
		}
		if s := strings.Join(got, " "); s != tt.want {
			t.Errorf("CONFIG GET %v: %q, want %q", tt.patterns, s, tt.want)
		}
	}
}

func TestReadingDoesNotAllocate(t *testing.T) {
	c := config.Default()
	sum := int64(0)
	if n := testing.AllocsPerRun(100, func() {
		sum += c.Int(config.MaxMemory) + c.OutputLimits()[config.ClassPubsub].Hard + int64(len(c.String(config.RequirePass)))
		if c.Bool(config.LatencyTracking) {
			sum++
		}
	}); n != 0 {
		t.Errorf("%v allocations", n)
	}
}

// Readers see one of the values that were set, whole; go test -race looks on.
func TestConcurrentReaders(t *testing.T) {
	c := config.Default()
	var wg sync.WaitGroup
	for range 4 {
		wg.Go(func() {
			for range 1000 {
				if l := c.OutputLimits()[config.ClassPubsub]; l.Hard != 4*l.Soft {
					t.Errorf("torn limits %+v", l)
				}
				_ = c.Int(config.MaxMemory) + int64(len(c.Get("max*")))
			}
		})
	}
	for _, v := range []string{"pubsub 4 1 1", "pubsub 400 100 2", "pubsub 4mb 1mb 3"} {
		if err := c.Set(pairs("client-output-buffer-limit", v, "maxmemory", "1gb"), true); err != nil {
			t.Error(err)
		}
	}
	wg.Wait()
}
