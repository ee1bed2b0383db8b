package command

// The error texts of the commands that administer the server.
var (
	ErrDebugOff error = Error("ERR DEBUG command not allowed. If the enable-debug-command option is set to \"local\", you can run it " +
		"from a local connection, otherwise you need to set this option in the configuration file, and then restart the server.")
	ErrDebugType error = Error("ERR Wrong protocol type name. Please use one of the following: " +
		"string|integer|double|bignum|null|array|set|map|attrib|push|verbatim|true|false")
	ErrDebugRESP3      error = Error("ERR RESP2 is not supported by this command")
	ErrMaxKeys         error = Error("OOM command not allowed when the database holds 'max-keys' keys.")
	ErrFirstDB         error = Error("ERR invalid first DB index")
	ErrSecondDB        error = Error("ERR invalid second DB index")
	ErrSlowlogCount    error = Error("ERR count should be greater than or equal to -1")
	ErrNoShutdown      error = Error("ERR No shutdown in progress.")
	ErrShutdown        error = Error("ERR Errors trying to SHUTDOWN. Check logs.")
	ErrNotHashTable    error = Error("ERR The value stored at the specified key is not represented using an hash table")
	ErrNotSDS          error = Error("ERR Not an sds encoded string.")
	ErrNotListpack     error = Error("ERR Not a listpack encoded object.")
	ErrNotQuicklist    error = Error("ERR Not a quicklist encoded object.")
	ErrClientEviction  error = Error("ERR maxmemory-clients is disabled.")
	ErrDebugReload     error = Error("ERR DEBUG RELOAD only supports the MERGE, NOFLUSH and NOSAVE options.")
	ErrDebugDB         error = Error("ERR Out of range database")
	ErrPackedThreshold error = Error("ERR argument must be a memory value bigger than 1 and smaller than 4gb")
	ErrNoSecret        error = Error("ERR Internal secret is missing")
	ErrNotClusterDebug error = Error("ERR Debug option only available for cluster mode enabled setup!")
)

// ErrNoLatency is the error for an event without recorded delays.
func ErrNoLatency(event []byte) error {
	return Errorf("ERR No samples available for event '%s'", clip(event, len(event)))
}

// ErrRefused is the error for what the configuration refuses; its text has no code yet.
func ErrRefused(err error) error { return Error("ERR " + err.Error()) }
