package command

// The error texts of replication.
var (
	ErrPrimaryPort     error = Error("ERR Invalid master port")
	ErrNoFailover      error = Error("ERR No failover in progress.")
	ErrFailoverTimeout error = Error("ERR FAILOVER timeout must be greater than 0")
	ErrNoReplicas      error = Error("ERR FAILOVER requires connected replicas.")

	// ErrNoReplication is ours: the server is never a replica.
	ErrNoReplication error = Error("ERR replication is not supported: this server cannot be a replica of another")
)
