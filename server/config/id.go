package config

// ID names a directive. Config's accessors take it; it is the index of the directive's value.
type ID int

// The directives, in the order of the table, of CONFIG GET and of redstart.conf.
const (
	// Network.
	Bind ID = iota
	ProtectedMode
	Port
	TCPBacklog
	UnixSocket
	UnixSocketPerm
	Timeout
	TCPKeepalive
	MaxClients
	RequirePass

	// TLS.
	TLSPort
	TLSCertFile
	TLSKeyFile
	TLSKeyFilePass
	TLSCACertFile
	TLSCACertDir
	TLSAuthClients
	TLSProtocols
	TLSCiphers
	TLSCipherSuites
	TLSPreferServerCiphers
	TLSSessionCaching
	TLSSessionCacheSize
	TLSSessionCacheTimeout
	TLSDHParamsFile

	// HTTP.
	HTTPPort
	HTTPTLSPort
	HTTPBind
	HTTPCORS
	HTTPMaxStreams
	HTTPBearerKey

	// General.
	Databases
	Dir
	PidFile
	LogLevel
	LogFile
	LogFormat
	AlwaysShowLogo
	EnableDebugCommand
	EnableProtectedConfigs

	// Memory.
	MaxMemory
	MaxMemoryPolicy
	MaxMemorySamples
	MaxMemoryEvictionTenacity
	MaxKeys
	MaxKeysPolicy
	LFULogFactor
	LFUDecayTime
	ActiveExpireEffort

	// Stores.
	StoreAutoCreate

	// Limits on clients.
	ClientQueryBufferLimit
	ClientOutputBufferLimit
	ProtoMaxBulkLen

	// Append-only log.
	AppendOnly
	AppendFilename
	AppendDirname
	AppendFsync
	NoAppendFsyncOnRewrite
	AutoAOFRewritePercentage
	AutoAOFRewriteMinSize
	AOFLoadTruncated
	AOFTimestampEnabled
	AOFUseRDBPreamble
	AOFRewriteIncrementalFsync

	// Slow log and latency.
	SlowLogLogSlowerThan
	SlowLogMaxLen
	LatencyMonitorThreshold
	LatencyTracking
	LatencyTrackingInfoPercentiles
	MetricsMaxStores

	// Snapshots.
	Save
	DBFilename
	StopWritesOnBGSaveError
	RDBCompression
	RDBChecksum
	RDBDelSyncFiles
	RDBSaveIncrementalFsync
	SanitizeDumpPayload
	RDBKeySaveDelay
	KeyLoadDelay
	LoadingProcessEventsIntervalBytes

	// Replication.
	ReplicaOf
	MasterAuth
	MasterUser
	ReplicaServeStaleData
	ReplicaReadOnly
	ReplicaPriority
	ReplicaAnnounced
	ReplicaAnnounceIP
	ReplicaAnnouncePort
	ReplicaIgnoreMaxMemory
	ReplicaIgnoreDiskWriteErrors
	ReplicaLazyFlush
	ReplicaFullSyncBufferLimit
	ReplDisklessSync
	ReplDisklessSyncDelay
	ReplDisklessSyncMaxReplicas
	ReplDisklessLoad
	ReplDisableTCPNoDelay
	ReplBacklogSize
	ReplBacklogTTL
	ReplPingReplicaPeriod
	ReplTimeout
	ReplRDBChannel
	MinReplicasToWrite
	MinReplicasMaxLag
	PropagationErrorBehavior
	ShutdownTimeout
	TLSReplication
	TLSClientCertFile
	TLSClientKeyFile
	TLSClientKeyFilePass
	BindSourceAddr

	// Cluster.
	ClusterEnabled
	ClusterConfigFile
	ClusterNodeTimeout
	ClusterPort
	ClusterAnnounceIP
	ClusterAnnouncePort
	ClusterAnnounceTLSPort
	ClusterAnnounceBusPort
	ClusterAnnounceHostname
	ClusterAnnounceHumanNodeName
	ClusterPreferredEndpointType
	ClusterReplicaValidityFactor
	ClusterReplicaNoFailover
	ClusterMigrationBarrier
	ClusterAllowReplicaMigration
	ClusterRequireFullCoverage
	ClusterAllowReadsWhenDown
	ClusterAllowPubsubShardWhenDown
	ClusterLinkSendbufLimit
	ClusterCompatibilitySampleRatio
	ClusterPingInterval
	TLSCluster

	// Data types.
	HashMaxListpackEntries
	HashMaxListpackValue
	ListMaxListpackSize
	ListCompressDepth
	SetMaxIntSetEntries
	SetMaxListpackEntries
	SetMaxListpackValue
	ZSetMaxListpackEntries
	ZSetMaxListpackValue
	HLLSparseMaxBytes
	StreamNodeMaxBytes
	StreamNodeMaxEntries

	// Users, messages, scripts.
	ACLFile
	ACLPubsubDefault
	ACLLogMaxLen
	NotifyKeyspaceEvents
	TrackingTableMaxKeys
	BusyReplyThreshold
	LuaEnableDeprecatedAPI
	EnableModuleCommand
	LocaleCollate

	// Process.
	Daemonize
	Supervised
	ShutdownOnSIGINT
	ShutdownOnSIGTERM
	SyslogEnabled
	SyslogIdent
	SyslogFacility
	SetProcTitle
	ProcTitleTemplate
	HideUserDataFromLog
	IOThreads
	ServerCPUList
	BioCPUList
	AOFRewriteCPUList
	BGSaveCPUList
	HZ
	DynamicHZ
	MaxNewConnectionsPerCycle
	MaxNewTLSConnectionsPerCycle
	SocketMarkID
	MaxMemoryClients
	ActiveRehashing
	LazyfreeLazyEviction
	LazyfreeLazyExpire
	LazyfreeLazyServerDel
	LazyfreeLazyUserDel
	LazyfreeLazyUserFlush
	ActiveDefrag
	ActiveDefragIgnoreBytes
	ActiveDefragThresholdLower
	ActiveDefragThresholdUpper
	ActiveDefragCycleMin
	ActiveDefragCycleMax
	ActiveDefragMaxScanFields
	JemallocBGThread
	DisableTHP
	OOMScoreAdj
	OOMScoreAdjValues
	CrashLogEnabled
	CrashMemCheckEnabled
	UseExitOnPanic
	WatchdogPeriod
	IgnoreWarnings
	AOFDisableAutoGc
	IOThreadsDoReads
	ListMaxZiplistEntries
	ListMaxZiplistValue

	numIDs
)
