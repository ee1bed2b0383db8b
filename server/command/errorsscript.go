package command

// The error texts of scripts and functions.
var (
	ErrNoScript       error = Error("NOSCRIPT No matching script. Please use EVAL.")
	ErrNoFunction     error = Error("ERR Function not found")
	ErrNegativeKeys   error = Error("ERR Number of keys can't be negative")
	ErrBadNumKeys     error = Error("ERR Bad number of keys provided")
	ErrScriptFlush    error = Error("ERR SCRIPT FLUSH only support SYNC|ASYNC option")
	ErrFunctionFlush  error = Error("ERR FUNCTION FLUSH only supports SYNC|ASYNC option")
	ErrScriptDebug    error = Error("ERR Use SCRIPT DEBUG YES/SYNC/NO")
	ErrNoDebugger     error = Error("ERR SCRIPT DEBUG is not supported: there is no debugger")
	ErrNoLibraryName  error = Error("ERR library name argument was not given")
	ErrRestorePolicy  error = Error("ERR Wrong restore policy given, value should be either FLUSH, APPEND or REPLACE.")
	ErrScriptUnknown  error = Error("ERR Unknown Redis command called from script")
	ErrScriptArity    error = Error("ERR Wrong number of args calling Redis command from script")
	ErrScriptRefused  error = Error("ERR This Redis command is not allowed from script")
	ErrScriptWrites   error = Error("ERR Write commands are not allowed from read-only scripts.")
	ErrScriptReadOnly error = Error("ERR Can not execute a script with write flag using *_ro command.")
	ErrScriptOOM      error = Error("OOM allow-oom flag is not set on the script, can not run it when used memory > 'maxmemory'")
)

// ErrScript is the reply for a script or a library that cannot be had because of cause.
func ErrScript(cause error) error { return Error("ERR " + cause.Error()) }

// ErrFunctionOption is the error for a word that FUNCTION LOAD does not know.
func ErrFunctionOption(word []byte) error { return Errorf("ERR Unknown option given: %s", word) }

// ErrFunctionArgument is the error for a word that FUNCTION LIST does not know.
func ErrFunctionArgument(word []byte) error { return Errorf("ERR Unknown argument %s", word) }
