package command

// The error texts of the generic commands.
var (
	ErrLFUOff      error = Error("ERR An LFU maxmemory policy is not selected, access frequency not tracked. Please note that when switching between policies at runtime LRU and LFU data will take some time to adjust.")
	ErrLFUOn       error = Error("ERR An LFU maxmemory policy is selected, idle time not tracked. Please note that when switching between policies at runtime LRU and LFU data will take some time to adjust.")
	ErrNXWithOther error = Error("ERR NX and XX, GT or LT options at the same time are not compatible")
	ErrGTWithLT    error = Error("ERR GT and LT options at the same time are not compatible")
	ErrCursor      error = Error("ERR invalid cursor")
	ErrNoValues    error = Error("ERR NOVALUES option can only be used in HSCAN")
)

// ErrUnsupportedOption is what the EXPIRE family answers to a word that is no condition.
func ErrUnsupportedOption(option []byte) error { return Errorf("ERR Unsupported option %s", option) }
