package config

import "math"

var processSection = Section{
	Title: "Process",
	About: "How Redis' one thread, its children and its allocator run. Go's runtime and a process supervisor do this here.",
	Rows: []Directive{
		{
			ID: Daemonize, Name: "daemonize", Kind: KindBool, Default: "no", Flags: Immutable,
			NoMeaning: "The server stays in the foreground; a supervisor or a shell can put it elsewhere.",
			Help:      "Whether to go to the background.",
		},
		{
			ID: Supervised, Name: "supervised", Kind: KindEnum, Default: "no", Values: []string{"upstart", "systemd", "auto", "no"}, Flags: Immutable,
			NoMeaning: "The server does not report to upstart or systemd; it stays in the foreground.",
			Help:      "Which supervisor to report to.",
		},
		{
			ID: ShutdownOnSIGINT, Name: "shutdown-on-sigint", Kind: KindEnumSet, Default: "default", Values: []string{"default", "save", "nosave", "now", "force"},
			NoMeaning: noShutdownChoice,
			Help:      "What SIGINT does about the snapshot.",
		},
		{
			ID: ShutdownOnSIGTERM, Name: "shutdown-on-sigterm", Kind: KindEnumSet, Default: "default", Values: []string{"default", "save", "nosave", "now", "force"},
			NoMeaning: noShutdownChoice,
			Help:      "What SIGTERM does about the snapshot.",
		},
		{
			ID: SyslogEnabled, Name: "syslog-enabled", Kind: KindBool, Default: "no", Flags: Immutable,
			NoMeaning: noSyslog,
			Help:      "Whether to log to syslog.",
		},
		{
			ID: SyslogIdent, Name: "syslog-ident", Kind: KindString, Default: "redis", Flags: Immutable,
			NoMeaning: noSyslog,
			Help:      "Name in syslog.",
		},
		{
			ID: SyslogFacility, Name: "syslog-facility", Kind: KindEnum, Default: "local0", Values: []string{"user", "local0", "local1", "local2", "local3", "local4", "local5", "local6", "local7"}, Flags: Immutable,
			NoMeaning: noSyslog,
			Help:      "Facility of syslog.",
		},
		{
			ID: SetProcTitle, Name: "set-proc-title", Kind: KindBool, Default: "yes", Flags: Immutable,
			NoMeaning: "The process keeps its name.",
			Help:      "Whether the process' title shows its state.",
		},
		{
			ID: ProcTitleTemplate, Name: "proc-title-template", Kind: KindString, Default: "{title} {listen-addr} {server-mode}", check: checkTitleTemplate,
			NoMeaning: "The process keeps its name.",
			Help:      "What the title shows.",
		},
		{
			ID: HideUserDataFromLog, Name: "hide-user-data-from-log", Kind: KindBool, Default: "no",
			NoMeaning: "Keys and values are never logged.",
			Help:      "Whether keys and values stay out of the log.",
		},
		{
			ID: IOThreads, Name: "io-threads", Kind: KindInt, Default: "1", Min: 1, Max: 128, Flags: Immutable,
			NoMeaning: noThreads,
			Help:      "Threads that read and write.",
		},
		{
			ID: ServerCPUList, Name: "server-cpulist", Aliases: []string{"server_cpulist"}, Kind: KindString, Flags: Immutable,
			NoMeaning: noThreads,
			Help:      "Processors for the server.",
		},
		{
			ID: BioCPUList, Name: "bio-cpulist", Aliases: []string{"bio_cpulist"}, Kind: KindString, Flags: Immutable,
			NoMeaning: noThreads,
			Help:      "Processors for background work.",
		},
		{
			ID: AOFRewriteCPUList, Name: "aof-rewrite-cpulist", Aliases: []string{"aof_rewrite_cpulist"}, Kind: KindString, Flags: Immutable,
			NoMeaning: noThreads,
			Help:      "Processors for the rewrite of the log.",
		},
		{
			ID: BGSaveCPUList, Name: "bgsave-cpulist", Aliases: []string{"bgsave_cpulist"}, Kind: KindString, Flags: Immutable,
			NoMeaning: noThreads,
			Help:      "Processors for snapshots.",
		},
		{
			ID: HZ, Name: "hz", Kind: KindInt, Default: "10", Max: math.MaxInt32, adjust: clamp(1, 500),
			NoMeaning: "Background work has timers of its own.",
			Help:      "How often a second background work runs.",
		},
		{
			ID: DynamicHZ, Name: "dynamic-hz", Kind: KindBool, Default: "yes",
			NoMeaning: "Background work has timers of its own.",
			Help:      "Whether this adapts to the number of clients.",
		},
		{
			ID: MaxNewConnectionsPerCycle, Name: "max-new-connections-per-cycle", Kind: KindInt, Default: "10", Min: 1, Max: 1000,
			NoMeaning: noCycle,
			Help:      "Connections accepted in one round.",
		},
		{
			ID: MaxNewTLSConnectionsPerCycle, Name: "max-new-tls-connections-per-cycle", Kind: KindInt, Default: "1", Min: 1, Max: 1000,
			NoMeaning: noCycle,
			Help:      "TLS connections accepted in one round.",
		},
		{
			ID: SocketMarkID, Name: "socket-mark-id", Kind: KindInt, Default: "0", Max: math.MaxUint32, Flags: Immutable,
			NoMeaning: "Sockets carry no mark.",
			Help:      "Mark of the listening sockets.",
		},
		{
			ID: MaxMemoryClients, Name: "maxmemory-clients", Kind: KindMemoryOrPercent, Default: "0",
			NoMeaning: "Each client is bounded by itself, not all of them together.",
			Help:      "Bytes, or percent of maxmemory, that all clients' buffers may take.",
		},
		{
			ID: ActiveRehashing, Name: "activerehashing", Kind: KindBool, Default: "yes",
			NoMeaning: "A shard's table grows in one step.",
			Help:      "Whether idle time goes into growing tables.",
		},
		{
			ID: LazyfreeLazyEviction, Name: "lazyfree-lazy-eviction", Kind: KindBool, Default: "no",
			NoMeaning: noLazyFree,
			Help:      "Whether evicted keys are freed in the background.",
		},
		{
			ID: LazyfreeLazyExpire, Name: "lazyfree-lazy-expire", Kind: KindBool, Default: "no",
			NoMeaning: noLazyFree,
			Help:      "Whether expired keys are freed in the background.",
		},
		{
			ID: LazyfreeLazyServerDel, Name: "lazyfree-lazy-server-del", Kind: KindBool, Default: "no",
			NoMeaning: noLazyFree,
			Help:      "Whether overwritten values are freed in the background.",
		},
		{
			ID: LazyfreeLazyUserDel, Name: "lazyfree-lazy-user-del", Kind: KindBool, Default: "no",
			NoMeaning: noLazyFree,
			Help:      "Whether DEL frees in the background.",
		},
		{
			ID: LazyfreeLazyUserFlush, Name: "lazyfree-lazy-user-flush", Kind: KindBool, Default: "no",
			NoMeaning: noLazyFree,
			Help:      "Whether FLUSHALL and FLUSHDB free in the background.",
		},
		{
			ID: ActiveDefrag, Name: "activedefrag", Kind: KindBool, Default: "no",
			NoMeaning: noDefrag,
			Help:      "Whether memory is defragmented.",
		},
		{
			ID: ActiveDefragIgnoreBytes, Name: "active-defrag-ignore-bytes", Kind: KindMemory, Default: "104857600", Min: 1, Max: math.MaxInt64,
			NoMeaning: noDefrag,
			Help:      "Waste in bytes below which nothing is done.",
		},
		{
			ID: ActiveDefragThresholdLower, Name: "active-defrag-threshold-lower", Kind: KindInt, Default: "10", Max: 1000,
			NoMeaning: noDefrag,
			Help:      "Waste in percent below which nothing is done.",
		},
		{
			ID: ActiveDefragThresholdUpper, Name: "active-defrag-threshold-upper", Kind: KindInt, Default: "100", Max: 1000,
			NoMeaning: noDefrag,
			Help:      "Waste in percent at which the most is done.",
		},
		{
			ID: ActiveDefragCycleMin, Name: "active-defrag-cycle-min", Kind: KindInt, Default: "1", Min: 1, Max: 99,
			NoMeaning: noDefrag,
			Help:      "Least share of the processor, in percent.",
		},
		{
			ID: ActiveDefragCycleMax, Name: "active-defrag-cycle-max", Kind: KindInt, Default: "25", Min: 1, Max: 99,
			NoMeaning: noDefrag,
			Help:      "Largest share of the processor, in percent.",
		},
		{
			ID: ActiveDefragMaxScanFields, Name: "active-defrag-max-scan-fields", Kind: KindInt, Default: "1000", Min: 1, Max: math.MaxInt64,
			NoMeaning: noDefrag,
			Help:      "Elements of a collection handled at once.",
		},
		{
			ID: JemallocBGThread, Name: "jemalloc-bg-thread", Kind: KindBool, Default: "yes",
			NoMeaning: noDefrag,
			Help:      "Whether the allocator has a thread of its own.",
		},
		{
			ID: DisableTHP, Name: "disable-thp", Kind: KindBool, Default: "yes", Flags: Immutable,
			NoMeaning: noKernel,
			Help:      "Whether transparent huge pages are turned off.",
		},
		{
			ID: OOMScoreAdj, Name: "oom-score-adj", Kind: KindEnum, Default: "no", Values: []string{"no", "yes", "relative", "absolute"},
			NoMeaning: noKernel,
			Help:      "Whether the kernel's choice of a victim is adjusted.",
		},
		{
			ID: OOMScoreAdjValues, Name: "oom-score-adj-values", Kind: KindList, Default: "0 200 800", list: oomValues, Args: "three numbers from -2000 to 2000",
			NoMeaning: noKernel,
			Help:      "The adjustments for primary, replica and child.",
		},
		{
			ID: CrashLogEnabled, Name: "crash-log-enabled", Kind: KindBool, Default: "yes",
			NoMeaning: noCrashReport,
			Help:      "Whether a crash is reported in the log.",
		},
		{
			ID: CrashMemCheckEnabled, Name: "crash-memcheck-enabled", Kind: KindBool, Default: "yes",
			NoMeaning: noCrashReport,
			Help:      "Whether a crash is followed by a test of the memory.",
		},
		{
			ID: UseExitOnPanic, Name: "use-exit-on-panic", Kind: KindBool, Default: "no", Flags: Hidden,
			NoMeaning: noCrashReport,
			Help:      "Whether a panic exits instead of aborting.",
		},
		{
			ID: WatchdogPeriod, Name: "watchdog-period", Kind: KindInt, Default: "0", Max: math.MaxInt32, Flags: Hidden,
			NoMeaning: "There is no watchdog.",
			Help:      "Milliseconds after which a stuck loop is reported.",
		},
		{
			ID: IgnoreWarnings, Name: "ignore-warnings", Kind: KindString,
			NoMeaning: "The server does not look for these faults of the system.",
			Help:      "Warnings at start to leave out.",
		},
		{
			ID: AOFDisableAutoGc, Name: "aof-disable-auto-gc", Kind: KindBool, Default: "no", Flags: Hidden,
			NoMeaning: "Files that the log no longer needs are always removed.",
			Help:      "Whether outdated files of the log stay.",
		},
		{
			ID: IOThreadsDoReads, Name: "io-threads-do-reads", Kind: KindString, Default: "no", Flags: FileOnly,
			NoMeaning: "Redis itself has dropped it.",
			Help:      "Whether threads also read.",
		},
		{
			ID: ListMaxZiplistEntries, Name: "list-max-ziplist-entries", Kind: KindString, Flags: FileOnly,
			NoMeaning: "Redis itself has dropped it.",
			Help:      "Entries of a list's node.",
		},
		{
			ID: ListMaxZiplistValue, Name: "list-max-ziplist-value", Kind: KindString, Flags: FileOnly,
			NoMeaning: "Redis itself has dropped it.",
			Help:      "Bytes of an entry of a list's node.",
		},
	},
}
