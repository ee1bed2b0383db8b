package config

import "math"

var logSection = Section{
	Title: "Append-only log",
	About: "Every change is written to a log, from which the data comes back after a restart.",
	Rows: []Directive{
		{
			ID: AppendOnly, Name: "appendonly", Kind: KindBool, Default: "no",
			Help: "Whether changes are logged.",
		},
		{
			ID: AppendFilename, Name: "appendfilename", Kind: KindString, Default: "appendonly.aof", Flags: Immutable, check: checkFilename("appendfilename can't be a path, just a filename"),
			Help: "First part of the names of the log's files.",
		},
		{
			ID: AppendDirname, Name: "appenddirname", Kind: KindString, Default: "appendonlydir", Flags: Immutable, check: checkFilename("appenddirname can't be a path, just a dirname"),
			Help: "Folder of the log's files, inside dir.",
		},
		{
			ID: AppendFsync, Name: "appendfsync", Kind: KindEnum, Default: "everysec", Values: []string{"everysec", "always", "no"},
			Help: "When the log is forced to disk: always (before a reply), everysec or no (the system decides). The bytes are with the system before a reply under each of them.",
		},
		{
			ID: NoAppendFsyncOnRewrite, Name: "no-appendfsync-on-rewrite", Kind: KindBool, Default: "no",
			Help: "Leave the log unforced while it is being rewritten: less waiting, more to lose in a power cut.",
		},
		{
			ID: AutoAOFRewritePercentage, Name: "auto-aof-rewrite-percentage", Kind: KindInt, Default: "100", Max: math.MaxInt32,
			Help: "Rewrite the log when it has grown by this share, in percent, since the last rewrite. 0 never does.",
		},
		{
			ID: AutoAOFRewriteMinSize, Name: "auto-aof-rewrite-min-size", Kind: KindMemory, Default: "67108864", Max: math.MaxInt64,
			Help: "Smallest log, in bytes, that is rewritten by itself.",
		},
		{
			ID: AOFLoadTruncated, Name: "aof-load-truncated", Kind: KindBool, Default: "yes",
			Help: "At start, drop an unfinished record at the log's end and go on; no refuses to start.",
		},
		{
			ID: AOFTimestampEnabled, Name: "aof-timestamp-enabled", Kind: KindBool, Default: "no",
			Help: "Write the time into the log now and then, for tools that cut it at a moment.",
		},
		{
			ID: AOFUseRDBPreamble, Name: "aof-use-rdb-preamble", Kind: KindBool, Default: "yes",
			NoMeaning: "A rewritten log holds commands.",
			Help:      "Whether a rewritten log begins with a snapshot.",
		},
		{
			ID: AOFRewriteIncrementalFsync, Name: "aof-rewrite-incremental-fsync", Kind: KindBool, Default: "yes",
			NoMeaning: "A rewrite forces its file to disk once, before it takes effect.",
			Help:      "Whether a rewrite forces its file to disk bit by bit.",
		},
	},
}

var slowLogSection = Section{
	Title: "Slow log and latency",
	About: "What the server remembers about slow commands.",
	Rows: []Directive{
		{
			ID: SlowLogLogSlowerThan, Name: "slowlog-log-slower-than", Kind: KindInt, Default: "10000", Min: -1, Max: math.MaxInt64,
			Help: "Microseconds of running time from which a command is kept in the slow log. 0 keeps every command, -1 none.",
		},
		{
			ID: SlowLogMaxLen, Name: "slowlog-max-len", Kind: KindInt, Default: "128", Max: math.MaxInt64,
			Help: "Entries in the slow log; the oldest goes.",
		},
		{
			ID: LatencyMonitorThreshold, Name: "latency-monitor-threshold", Kind: KindInt, Default: "0", Max: math.MaxInt64,
			Help: "Milliseconds from which an event is kept for LATENCY. 0 keeps none.",
		},
		{
			ID: LatencyTracking, Name: "latency-tracking", Kind: KindBool, Default: "yes",
			Help: "Whether running times are counted per command, for INFO latencystats and LATENCY HISTOGRAM.",
		},
		{
			ID: LatencyTrackingInfoPercentiles, Name: "latency-tracking-info-percentiles", Kind: KindList, Default: "50 99 99.9", list: percentiles, Args: "numbers from 0 to 100",
			Help: "Percentiles that INFO latencystats shows, each 0 to 100.",
		},
		{
			ID: MetricsMaxStores, Name: "metrics-max-stores", Kind: KindInt, Default: "1000", Max: math.MaxInt32, Flags: Ours,
			Help: "Stores that /metrics shows one by one, those with the lowest numbers; /metrics?store=NAME shows any. 0 shows none.",
		},
	},
}
