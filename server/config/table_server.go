package config

import "math"

var networkSection = Section{
	Title: "Network",
	About: "Where the server listens and whom it lets in.",
	Rows: []Directive{
		{
			ID: Bind, Name: "bind", Kind: KindList, Default: "* -::*", list: bind, Args: "up to 16 addresses",
			Help: "Addresses to listen on, up to 16. An address with a leading - may be missing on this machine; * and ::* mean every IPv4 and every IPv6 address.",
		},
		{
			ID: ProtectedMode, Name: "protected-mode", Kind: KindBool, Default: "yes",
			Help: "While no password is set, answer only clients of this machine.",
		},
		{
			ID: Port, Name: "port", Kind: KindInt, Default: "6379", Max: 65535,
			Help: "TCP port for clients. 0 listens on no plain TCP port.",
		},
		{
			ID: TCPBacklog, Name: "tcp-backlog", Kind: KindInt, Default: "511", Max: math.MaxInt32, Flags: Immutable,
			Help: "Length of the queue of connections that the system has accepted and the server has not. The system's own limit applies too.",
		},
		{
			ID: UnixSocket, Name: "unixsocket", Kind: KindString, Flags: Immutable,
			Help: "Path of a Unix socket to listen on. Empty: none.",
		},
		{
			ID: UnixSocketPerm, Name: "unixsocketperm", Kind: KindOctal, Default: "0", Max: 511, Flags: Immutable,
			Help: "Permissions of the Unix socket, in octal. 0 leaves them to the umask.",
		},
		{
			ID: Timeout, Name: "timeout", Kind: KindInt, Default: "0", Max: math.MaxInt32,
			Help: "Close a client that has been idle for this many seconds. 0 never does.",
		},
		{
			ID: TCPKeepalive, Name: "tcp-keepalive", Kind: KindInt, Default: "300", Max: math.MaxInt32,
			Help: "Seconds between TCP keepalive probes to a silent client. 0 sends none.",
		},
		{
			ID: MaxClients, Name: "maxclients", Kind: KindInt, Default: "10000", Min: 1, Max: math.MaxUint32,
			Help: "How many clients may be connected at a time; one more is told so and closed.",
		},
		{
			ID: RequirePass, Name: "requirepass", Kind: KindString, Flags: Sensitive,
			Help: "Password that clients must give by AUTH or HELLO before anything else. Empty: none.",
		},
	},
}

var generalSection = Section{
	Title: "General",
	About: "The process: its folder, its log, its databases.",
	Rows: []Directive{
		{
			ID: Databases, Name: "databases", Kind: KindInt, Default: "16", Min: 1, Max: math.MaxInt32, Flags: Immutable,
			Help: "How many numbered databases there are. SELECT takes 0 to one less.",
		},
		{
			ID: Dir, Name: "dir", Kind: KindString, Flags: Protected, check: checkDir,
			Help: "Folder of the data and of relative file names. Empty: the folder that the server was started in.",
		},
		{
			ID: PidFile, Name: "pidfile", Kind: KindString, Flags: Immutable,
			Help: "File to write the process id to at start and to remove at exit. Empty: none.",
		},
		{
			ID: LogLevel, Name: "loglevel", Kind: KindEnum, Default: "notice", Values: []string{"debug", "verbose", "notice", "warning", "nothing"},
			Help: "How much to log: debug, verbose, notice, warning or nothing.",
		},
		{
			ID: LogFile, Name: "logfile", Kind: KindString, Flags: Immutable,
			Help: "File to log to; SIGHUP reopens it. Empty: standard output.",
		},
		{
			ID: LogFormat, Name: "log-format", Kind: KindEnum, Default: "auto", Values: []string{"auto", "console", "json"}, Flags: Ours | Immutable,
			Help: "Form of the log: console for people, json for machines, auto for console on a terminal and json elsewhere.",
		},
		{
			ID: AlwaysShowLogo, Name: "always-show-logo", Kind: KindBool, Default: "no", Flags: Immutable,
			Help: "Show the start banner even where standard output is no terminal.",
		},
		{
			ID: EnableDebugCommand, Name: "enable-debug-command", Kind: KindEnum, Default: "no", Values: []string{"no", "yes", "local"}, Flags: Immutable,
			Help: "Who may use DEBUG: no, yes or local (clients of this machine).",
		},
		{
			ID: EnableProtectedConfigs, Name: "enable-protected-configs", Kind: KindEnum, Default: "no", Values: []string{"no", "yes", "local"}, Flags: Immutable,
			Help: "Who may change the protected directives dir and dbfilename while the server runs: no, yes or local.",
		},
	},
}
