package config

import "math"

var snapshotSection = Section{
	Title: "Snapshots",
	About: "Redis' RDB files.",
	Rows: []Directive{
		{
			ID: Save, Name: "save", Kind: KindList, Default: "3600 1 300 100 60 10000", list: savePoints, Args: "pairs of seconds and changes, or \"\"", Flags: Accumulates,
			NoMeaning: noSnapshots,
			Help:      "Seconds and changes after which a snapshot is taken.",
		},
		{
			ID: DBFilename, Name: "dbfilename", Kind: KindString, Default: "dump.rdb", Flags: Protected, check: checkFilename("dbfilename can't be a path, just a filename"),
			NoMeaning: noSnapshots,
			Help:      "Name of the snapshot's file.",
		},
		{
			ID: StopWritesOnBGSaveError, Name: "stop-writes-on-bgsave-error", Kind: KindBool, Default: "yes",
			NoMeaning: noSnapshots,
			Help:      "Whether writes are refused after a failed snapshot.",
		},
		{
			ID: RDBCompression, Name: "rdbcompression", Kind: KindBool, Default: "yes",
			NoMeaning: noSnapshots,
			Help:      "Whether snapshots are compressed.",
		},
		{
			ID: RDBChecksum, Name: "rdbchecksum", Kind: KindBool, Default: "yes", Flags: Immutable,
			NoMeaning: noSnapshots,
			Help:      "Whether snapshots end in a checksum.",
		},
		{
			ID: RDBDelSyncFiles, Name: "rdb-del-sync-files", Kind: KindBool, Default: "no",
			NoMeaning: noSnapshots,
			Help:      "Whether snapshots made for replication alone are removed.",
		},
		{
			ID: RDBSaveIncrementalFsync, Name: "rdb-save-incremental-fsync", Kind: KindBool, Default: "yes",
			NoMeaning: noSnapshots,
			Help:      "Whether a snapshot is forced to disk bit by bit.",
		},
		{
			ID: SanitizeDumpPayload, Name: "sanitize-dump-payload", Kind: KindEnum, Default: "no", Values: []string{"no", "yes", "clients"},
			NoMeaning: noSnapshots,
			Help:      "Whether loaded snapshots and payloads are checked in full.",
		},
		{
			ID: RDBKeySaveDelay, Name: "rdb-key-save-delay", Kind: KindInt, Default: "0", Min: math.MinInt32, Max: math.MaxInt32, Flags: Hidden,
			NoMeaning: noSnapshots,
			Help:      "Microseconds of pause after each saved key, for tests.",
		},
		{
			ID: KeyLoadDelay, Name: "key-load-delay", Kind: KindInt, Default: "0", Min: math.MinInt32, Max: math.MaxInt32, Flags: Hidden,
			NoMeaning: noSnapshots,
			Help:      "Microseconds of pause after each loaded key, for tests.",
		},
		{
			ID: LoadingProcessEventsIntervalBytes, Name: "loading-process-events-interval-bytes", Kind: KindInt, Default: "524288", Min: 1024, Max: math.MaxInt32, Flags: Hidden,
			NoMeaning: noSnapshots,
			Help:      "Bytes of a snapshot after which clients are heard while it loads.",
		},
	},
}

var replicationSection = Section{
	Title: "Replication",
	About: "Copies of the data on other servers.",
	Rows: []Directive{
		{
			ID: ReplicaOf, Name: "replicaof", Aliases: []string{"slaveof"}, Kind: KindList, list: replicaof, Args: "a host and a port, or no one", Flags: Immutable,
			NoMeaning: noReplication,
			Help:      "Address and port of the server to copy.",
		},
		{
			ID: MasterAuth, Name: "masterauth", Kind: KindString, Flags: Sensitive,
			NoMeaning: noReplication,
			Help:      "Password for the server to copy.",
		},
		{
			ID: MasterUser, Name: "masteruser", Kind: KindString, Flags: Sensitive,
			NoMeaning: noReplication,
			Help:      "User name for the server to copy.",
		},
		{
			ID: ReplicaServeStaleData, Name: "replica-serve-stale-data", Aliases: []string{"slave-serve-stale-data"}, Kind: KindBool, Default: "yes",
			NoMeaning: noReplication,
			Help:      "Whether a replica answers while its link is down.",
		},
		{
			ID: ReplicaReadOnly, Name: "replica-read-only", Aliases: []string{"slave-read-only"}, Kind: KindBool, Default: "yes",
			NoMeaning: noReplication,
			Help:      "Whether a replica refuses writes.",
		},
		{
			ID: ReplicaPriority, Name: "replica-priority", Aliases: []string{"slave-priority"}, Kind: KindInt, Default: "100", Max: math.MaxInt32,
			NoMeaning: noReplication,
			Help:      "Rank among those that may be promoted.",
		},
		{
			ID: ReplicaAnnounced, Name: "replica-announced", Kind: KindBool, Default: "yes",
			NoMeaning: noReplication,
			Help:      "Whether a replica is reported to Sentinel's clients.",
		},
		{
			ID: ReplicaAnnounceIP, Name: "replica-announce-ip", Aliases: []string{"slave-announce-ip"}, Kind: KindString,
			NoMeaning: noReplication,
			Help:      "Address that a replica reports.",
		},
		{
			ID: ReplicaAnnouncePort, Name: "replica-announce-port", Aliases: []string{"slave-announce-port"}, Kind: KindInt, Default: "0", Max: 65535,
			NoMeaning: noReplication,
			Help:      "Port that a replica reports.",
		},
		{
			ID: ReplicaIgnoreMaxMemory, Name: "replica-ignore-maxmemory", Aliases: []string{"slave-ignore-maxmemory"}, Kind: KindBool, Default: "yes",
			NoMeaning: noReplication,
			Help:      "Whether a replica leaves eviction to its primary.",
		},
		{
			ID: ReplicaIgnoreDiskWriteErrors, Name: "replica-ignore-disk-write-errors", Kind: KindBool, Default: "no",
			NoMeaning: noReplication,
			Help:      "Whether a replica goes on when it cannot write its log.",
		},
		{
			ID: ReplicaLazyFlush, Name: "replica-lazy-flush", Aliases: []string{"slave-lazy-flush"}, Kind: KindBool, Default: "no",
			NoMeaning: noReplication,
			Help:      "Whether a replica empties itself in the background before a full copy.",
		},
		{
			ID: ReplicaFullSyncBufferLimit, Name: "replica-full-sync-buffer-limit", Kind: KindMemory, Default: "0", Max: math.MaxInt64,
			NoMeaning: noReplication,
			Help:      "Bytes that a replica collects during a full copy.",
		},
		{
			ID: ReplDisklessSync, Name: "repl-diskless-sync", Kind: KindBool, Default: "yes",
			NoMeaning: noReplication,
			Help:      "Whether a full copy is sent without a file.",
		},
		{
			ID: ReplDisklessSyncDelay, Name: "repl-diskless-sync-delay", Kind: KindInt, Default: "5", Max: math.MaxInt32,
			NoMeaning: noReplication,
			Help:      "Seconds to wait for more replicas before a full copy.",
		},
		{
			ID: ReplDisklessSyncMaxReplicas, Name: "repl-diskless-sync-max-replicas", Kind: KindInt, Default: "0", Max: math.MaxInt32,
			NoMeaning: noReplication,
			Help:      "Replicas that end this wait early.",
		},
		{
			ID: ReplDisklessLoad, Name: "repl-diskless-load", Kind: KindEnum, Default: "disabled", Values: []string{"disabled", "on-empty-db", "swapdb"},
			NoMeaning: noReplication,
			Help:      "Whether a replica loads a full copy without a file.",
		},
		{
			ID: ReplDisableTCPNoDelay, Name: "repl-disable-tcp-nodelay", Kind: KindBool, Default: "no",
			NoMeaning: noReplication,
			Help:      "Whether the stream to replicas is gathered into fewer packets.",
		},
		{
			ID: ReplBacklogSize, Name: "repl-backlog-size", Kind: KindMemory, Default: "1048576", Min: 1, Max: math.MaxInt64, adjust: clamp(16<<10, math.MaxInt64),
			NoMeaning: noReplication,
			Help:      "Bytes of the stream that are kept for replicas that come back.",
		},
		{
			ID: ReplBacklogTTL, Name: "repl-backlog-ttl", Kind: KindInt, Default: "3600", Max: math.MaxInt64,
			NoMeaning: noReplication,
			Help:      "Seconds without replicas after which these bytes are dropped.",
		},
		{
			ID: ReplPingReplicaPeriod, Name: "repl-ping-replica-period", Aliases: []string{"repl-ping-slave-period"}, Kind: KindInt, Default: "10", Min: 1, Max: math.MaxInt32,
			NoMeaning: noReplication,
			Help:      "Seconds between pings to replicas.",
		},
		{
			ID: ReplTimeout, Name: "repl-timeout", Kind: KindInt, Default: "60", Min: 1, Max: math.MaxInt32,
			NoMeaning: noReplication,
			Help:      "Seconds of silence after which a link is given up.",
		},
		{
			ID: ReplRDBChannel, Name: "repl-rdb-channel", Kind: KindBool, Default: "yes", Flags: Hidden,
			NoMeaning: noReplication,
			Help:      "Whether a full copy uses a connection of its own.",
		},
		{
			ID: MinReplicasToWrite, Name: "min-replicas-to-write", Aliases: []string{"min-slaves-to-write"}, Kind: KindInt, Default: "0", Max: math.MaxInt32,
			NoMeaning: noReplication,
			Help:      "Replicas that must be reachable for a write to be taken.",
		},
		{
			ID: MinReplicasMaxLag, Name: "min-replicas-max-lag", Aliases: []string{"min-slaves-max-lag"}, Kind: KindInt, Default: "10", Max: math.MaxInt32,
			NoMeaning: noReplication,
			Help:      "Seconds of silence after which a replica no longer counts.",
		},
		{
			ID: PropagationErrorBehavior, Name: "propagation-error-behavior", Kind: KindEnum, Default: "ignore", Values: []string{"ignore", "panic", "panic-on-replicas"},
			NoMeaning: noReplication,
			Help:      "What happens when a command from the primary fails.",
		},
		{
			ID: ShutdownTimeout, Name: "shutdown-timeout", Kind: KindInt, Default: "10", Max: math.MaxInt32,
			NoMeaning: noReplication,
			Help:      "Seconds to wait for replicas at exit.",
		},
		{
			ID: TLSReplication, Name: "tls-replication", Kind: KindBool, Default: "no",
			NoMeaning: noReplication,
			Help:      "Whether replication uses TLS.",
		},
		{
			ID: TLSClientCertFile, Name: "tls-client-cert-file", Kind: KindString,
			NoMeaning: noReplication,
			Help:      "Certificate for the server's own outgoing connections.",
		},
		{
			ID: TLSClientKeyFile, Name: "tls-client-key-file", Kind: KindString,
			NoMeaning: noReplication,
			Help:      "Key of that certificate.",
		},
		{
			ID: TLSClientKeyFilePass, Name: "tls-client-key-file-pass", Kind: KindString, Flags: Sensitive,
			NoMeaning: noReplication,
			Help:      "Password of that key.",
		},
		{
			ID: BindSourceAddr, Name: "bind-source-addr", Kind: KindString,
			NoMeaning: noReplication,
			Help:      "Address from which outgoing connections are made.",
		},
	},
}

var clusterSection = Section{
	Title: "Cluster",
	About: "Data spread over several servers.",
	Rows: []Directive{
		{
			ID: ClusterEnabled, Name: "cluster-enabled", Kind: KindBool, Default: "no", Flags: Immutable,
			Help: "Whether this server is a cluster of one node: all slots are its own.",
		},
		{
			ID: ClusterConfigFile, Name: "cluster-config-file", Kind: KindString, Default: "nodes.conf", Flags: Immutable,
			NoMeaning: noCluster,
			Help:      "File of the cluster's state.",
		},
		{
			ID: ClusterNodeTimeout, Name: "cluster-node-timeout", Kind: KindInt, Default: "15000", Max: math.MaxInt64,
			NoMeaning: noCluster,
			Help:      "Milliseconds of silence after which a node counts as failing.",
		},
		{
			ID: ClusterPort, Name: "cluster-port", Kind: KindInt, Default: "0", Max: 65535, Flags: Immutable,
			Help: "Port of the bus between nodes.",
		},
		{
			ID: ClusterAnnounceIP, Name: "cluster-announce-ip", Kind: KindString,
			Help: "Address that this node reports.",
		},
		{
			ID: ClusterAnnouncePort, Name: "cluster-announce-port", Kind: KindInt, Default: "0", Max: 65535,
			Help: "Port that this node reports.",
		},
		{
			ID: ClusterAnnounceTLSPort, Name: "cluster-announce-tls-port", Kind: KindInt, Default: "0", Max: 65535,
			Help: "TLS port that this node reports.",
		},
		{
			ID: ClusterAnnounceBusPort, Name: "cluster-announce-bus-port", Kind: KindInt, Default: "0", Max: 65535,
			Help: "Bus port that this node reports.",
		},
		{
			ID: ClusterAnnounceHostname, Name: "cluster-announce-hostname", Kind: KindString, check: checkHostname,
			Help: "Host name that this node reports.",
		},
		{
			ID: ClusterAnnounceHumanNodeName, Name: "cluster-announce-human-nodename", Kind: KindString,
			NoMeaning: noCluster,
			Help:      "Name of this node in logs.",
		},
		{
			ID: ClusterPreferredEndpointType, Name: "cluster-preferred-endpoint-type", Kind: KindEnum, Default: "ip", Values: []string{"ip", "hostname", "unknown-endpoint"},
			Help: "What clients are sent to: address, host name or nothing.",
		},
		{
			ID: ClusterReplicaValidityFactor, Name: "cluster-replica-validity-factor", Aliases: []string{"cluster-slave-validity-factor"}, Kind: KindInt, Default: "10", Max: math.MaxInt32,
			NoMeaning: noCluster,
			Help:      "How old a replica's data may be for it to take over.",
		},
		{
			ID: ClusterReplicaNoFailover, Name: "cluster-replica-no-failover", Aliases: []string{"cluster-slave-no-failover"}, Kind: KindBool, Default: "no",
			NoMeaning: noCluster,
			Help:      "Whether a replica never takes over.",
		},
		{
			ID: ClusterMigrationBarrier, Name: "cluster-migration-barrier", Kind: KindInt, Default: "1", Max: math.MaxInt32,
			NoMeaning: noCluster,
			Help:      "Replicas that a primary keeps when one moves to another.",
		},
		{
			ID: ClusterAllowReplicaMigration, Name: "cluster-allow-replica-migration", Kind: KindBool, Default: "yes",
			NoMeaning: noCluster,
			Help:      "Whether replicas move to primaries without one.",
		},
		{
			ID: ClusterRequireFullCoverage, Name: "cluster-require-full-coverage", Kind: KindBool, Default: "yes",
			NoMeaning: noCluster,
			Help:      "Whether a cluster with unserved slots refuses everything.",
		},
		{
			ID: ClusterAllowReadsWhenDown, Name: "cluster-allow-reads-when-down", Kind: KindBool, Default: "no",
			NoMeaning: noCluster,
			Help:      "Whether reads are served while the cluster is down.",
		},
		{
			ID: ClusterAllowPubsubShardWhenDown, Name: "cluster-allow-pubsubshard-when-down", Kind: KindBool, Default: "yes",
			NoMeaning: noCluster,
			Help:      "Whether sharded messages pass while the cluster is down.",
		},
		{
			ID: ClusterLinkSendbufLimit, Name: "cluster-link-sendbuf-limit", Kind: KindMemory, Default: "0", Unsigned: true,
			NoMeaning: noCluster,
			Help:      "Bytes that may wait on a link of the bus.",
		},
		{
			ID: ClusterCompatibilitySampleRatio, Name: "cluster-compatibility-sample-ratio", Kind: KindInt, Default: "0", Max: 100,
			NoMeaning: noCluster,
			Help:      "Share of commands that are checked for use in a cluster.",
		},
		{
			ID: ClusterPingInterval, Name: "cluster-ping-interval", Kind: KindInt, Default: "0", Max: math.MaxInt32, Flags: Hidden,
			NoMeaning: noCluster,
			Help:      "Milliseconds between pings on the bus.",
		},
		{
			ID: TLSCluster, Name: "tls-cluster", Kind: KindBool, Default: "no",
			NoMeaning: noCluster,
			Help:      "Whether the bus uses TLS.",
		},
	},
}
