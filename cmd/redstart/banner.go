package main

import (
	"fmt"
	"net"
	"os"
	"runtime"
	"runtime/debug"
	"strings"

	"redstart/server/config"
	"redstart/server/version"
)

// versionLine is what --version prints.
func versionLine() string {
	revision := "unknown"
	if info, ok := debug.ReadBuildInfo(); ok {
		for _, s := range info.Settings {
			if s.Key == "vcs.revision" {
				revision = s.Value[:min(8, len(s.Value))]
			}
		}
	}
	return fmt.Sprintf("Redstart v=%s sha=%s go=%s bits=%d redis_version=%s",
		version.Redstart, revision, strings.TrimPrefix(runtime.Version(), "go"), 32<<(^uint(0)>>63), version.Redis)
}

// showBanner tells somebody at a terminal what has been started.
func showBanner(cfg *config.Config, stdout *os.File) {
	if isTerminal(stdout) || cfg.Bool(config.AlwaysShowLogo) {
		fmt.Fprint(stdout, banner(cfg, os.Getpid()))
	}
}

func banner(cfg *config.Config, pid int) string {
	file := cfg.File()
	if file == "" {
		file = "none; redstart.conf shows what there is to say"
	}
	var b strings.Builder
	fmt.Fprintf(&b, "\n   ,_    Redstart %s, for clients of Redis %s\n  (o>\n  //\\    ", version.Redstart, version.Redis)
	fmt.Fprintf(&b, "%s\n  V_/_\n\n", strings.Join(places(cfg), "  "))
	for _, row := range [][2]string{
		{"process", fmt.Sprint(pid)},
		{"configuration", file},
		{"databases", cfg.String(config.Databases)},
		{"persistence", persistence(cfg)},
		{"memory bound", memoryBound(cfg)},
	} {
		fmt.Fprintf(&b, "  %-14s %s\n", row[0], row[1])
	}
	b.WriteByte('\n')
	return b.String()
}

// places is where clients find the server.
func places(cfg *config.Config) []string {
	var all []string
	for _, k := range []struct {
		scheme string
		port   config.ID
	}{{"redis", config.Port}, {"rediss", config.TLSPort}} {
		port := cfg.String(k.port)
		if port == "0" {
			continue
		}
		for _, host := range cfg.Fields(config.Bind) {
			host, optional := strings.CutPrefix(host, "-")
			if optional { // it may not exist here
				continue
			}
			all = append(all, k.scheme+"://"+net.JoinHostPort(host, port))
		}
	}
	if path := cfg.Path(config.UnixSocket); path != "" {
		all = append(all, "unix://"+path)
	}
	return all
}

func persistence(cfg *config.Config) string {
	if !cfg.Bool(config.AppendOnly) {
		return "none: the data ends with the process (--appendonly yes keeps it)"
	}
	return "append-only log in " + cfg.String(config.Dir) + ", fsync " + cfg.String(config.AppendFsync)
}

func memoryBound(cfg *config.Config) string {
	var bounds []string
	if n := cfg.Int(config.MaxMemory); n > 0 {
		bounds = append(bounds, fmt.Sprintf("%d bytes, then %s", n, cfg.String(config.MaxMemoryPolicy)))
	}
	if n := cfg.Int(config.MaxKeys); n > 0 {
		bounds = append(bounds, fmt.Sprintf("%d keys a database, then %s", n, cfg.String(config.MaxKeysPolicy)))
	}
	if len(bounds) == 0 {
		return "none (--maxmemory or --max-keys sets one)"
	}
	return strings.Join(bounds, "; ")
}
