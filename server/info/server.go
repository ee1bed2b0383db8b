package info

import (
	"os"
	"runtime"
	"strings"

	"redstart/server/config"
	"redstart/server/version"
)

func (c *Collector) server(s *Section) {
	uptime := c.Clock.Nanos() / 1e9
	hz := c.Config.Int(config.HZ)
	exe, err := os.Executable()
	if err != nil {
		exe = os.Args[0]
	}
	s.text("redis_version", version.Redis)
	s.text("redis_git_sha1", "00000000")
	s.num("redis_git_dirty", 0)
	s.text("redis_build_id", buildID())
	mode := "standalone"
	if c.Config.Bool(config.ClusterEnabled) {
		mode = "cluster"
	}
	s.text("redis_mode", mode)
	s.text("os", osName())
	s.num("arch_bits", 32<<(^uint(0)>>63))
	s.text("monotonic_clock", "Go runtime")
	s.text("multiplexing_api", poller())
	s.text("atomicvar_api", "sync/atomic")
	s.text("gcc_version", "0.0.0")
	s.num("process_id", int64(os.Getpid()))
	s.text("process_supervised", c.Config.String(config.Supervised))
	s.text("run_id", c.runID)
	s.num("tcp_port", c.port())
	s.num("server_time_usec", c.Clock.Micro())
	s.num("uptime_in_seconds", uptime)
	s.num("uptime_in_days", uptime/86400)
	s.num("hz", hz)
	s.num("configured_hz", hz)
	s.num("lru_clock", c.Clock.Milli()/1000&(1<<24-1))
	s.text("executable", exe)
	s.text("config_file", c.Config.File())
	s.num("io_threads_active", 0)
	for i, l := range c.listeners() {
		s.add("listener"+string(rune('0'+i)), l)
	}
	s.text("redstart_version", version.Redstart)
	s.text("redstart_go_version", runtime.Version())
}

// RunID is the server's identity: 40 hexadecimal digits, new with each start.
func (c *Collector) RunID() string { return c.runID }

func (c *Collector) port() int64 {
	if p := c.Config.Int(config.Port); p > 0 {
		return p
	}
	return c.Config.Int(config.TLSPort)
}

// listeners lists what the configuration has the server listen on.
func (c *Collector) listeners() (all [][]Field) {
	tcp := func(name string, port int64) {
		if port == 0 {
			return
		}
		l := []Field{{"name", name}}
		for _, b := range c.Config.Fields(config.Bind) {
			l = append(l, Field{"bind", b})
		}
		all = append(all, append(l, Field{"port", port}))
	}
	tcp("tcp", c.Config.Int(config.Port))
	tcp("tls", c.Config.Int(config.TLSPort))
	if path := c.Config.String(config.UnixSocket); path != "" {
		all = append(all, []Field{{"name", "unix"}, {"bind", path}})
	}
	return all
}

func osName() string {
	arch := runtime.GOARCH
	switch arch {
	case "amd64":
		arch = "x86_64"
	case "arm64":
		arch = "aarch64"
	}
	return strings.ToUpper(runtime.GOOS[:1]) + runtime.GOOS[1:] + " " + release() + arch
}

// poller names what the runtime waits for sockets with.
func poller() string {
	switch runtime.GOOS {
	case "linux", "android":
		return "epoll"
	case "windows":
		return "iocp"
	}
	return "kqueue"
}
