package main

import (
	"regexp"
	"strings"
	"testing"

	"redstart/server/config"
)

func TestBanner(t *testing.T) {
	for _, tt := range []struct {
		args string
		want []string // patterns
	}{
		{"", []string{
			`redis://\*:6379\n`, `process +17\n`, `configuration +none;`, `databases +16\n`, `persistence +none: the data ends with the process`,
			`memory bound +none \(`,
		}},
		{"--port 0 --unixsocket /run/r.sock", []string{` unix:///run/r\.sock\n`}},
		{"--bind 10.0.0.1 -::1 ::1 --tls-port 7000", []string{
			`redis://10\.0\.0\.1:6379  redis://\[::1\]:6379  rediss://10\.0\.0\.1:7000  rediss://\[::1\]:7000\n`,
		}},
		{"--appendonly yes --appendfsync always --dir /", []string{`persistence +append-only log in /, fsync always\n`}},
		{"--maxmemory 1kb --maxmemory-policy allkeys-lru --max-keys 7", []string{
			`memory bound +1024 bytes, then allkeys-lru; 7 keys a database, then evict\n`,
		}},
	} {
		cfg, _, err := config.Parse(strings.Fields(tt.args), nil)
		if err != nil {
			t.Fatal(err)
		}
		got := banner(cfg, 17)
		for _, want := range tt.want {
			if !regexp.MustCompile(want).MatchString(got) {
				t.Errorf("the banner for %q does not match %s:\n%s", tt.args, want, got)
			}
		}
		if lines := strings.Count(got, "\n"); lines > 24 {
			t.Errorf("the banner for %q has %d lines", tt.args, lines)
		}
	}
}

func TestVersionLine(t *testing.T) {
	if got := versionLine(); !regexp.MustCompile(`^Redstart v=\d+\.\d+\.\d+ sha=\w+ go=\S+ bits=(32|64) redis_version=8\.0\.2$`).MatchString(got) {
		t.Errorf("%q", got)
	}
}
