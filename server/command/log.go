package command

// Log is what handlers may ask of the append-only log. Its offsets count bytes since the server started.
type Log interface {
	// Logging reports whether changes are logged.
	Logging() bool
	// LogSynced is the offset up to which the log is on disk.
	LogSynced() int64
	// OnLogSync has f called once the log is on disk up to an offset: at once, or later by another goroutine. f must not block.
	// cancel keeps f from being called, unless it has begun already.
	OnLogSync(upto int64, f func()) (cancel func())

	// RewriteLog starts to rewrite the log in the background. Its error is the reply. The caller's Spec must have the flag NoGate.
	RewriteLog() error
	// LoadLog empties the data set and loads it from the log. The caller's Spec must have the flag NoGate.
	LoadLog() error
	// Reload writes the data set down, in memory, and loads it from there. The caller's Spec must have the flag NoGate.
	Reload() error
}
