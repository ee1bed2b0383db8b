package command

// The error texts of transactions.
var (
	ErrNestedMulti  error = Error("ERR MULTI calls can not be nested")
	ErrExecNoMulti  error = Error("ERR EXEC without MULTI")
	ErrNoMulti      error = Error("ERR DISCARD without MULTI")
	ErrWatchInMulti error = Error("ERR WATCH inside MULTI is not allowed")
	ErrNotInMulti   error = Error("ERR Command not allowed inside a transaction")
	ErrExecAborted  error = Error("EXECABORT Transaction discarded because of previous errors.")
)

// ErrExecRefused is the error for a transaction that may not run because of cause.
func ErrExecRefused(cause error) error {
	return Errorf("EXECABORT Transaction discarded because of: %s", AsError(cause).Text())
}
