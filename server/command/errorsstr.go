package command

// The error texts of the commands on strings.
var (
	ErrInfinite  error = Error("ERR increment would produce NaN or Infinity")
	ErrOffset    error = Error("ERR offset is out of range")
	ErrDecrement error = Error("ERR decrement would overflow")
	ErrLCSType   error = Error("ERR The specified keys must contain string values")
	ErrLCSBoth   error = Error("ERR If you want both the length and indexes, please just use IDX.")
	ErrLCSLong   error = Error("ERR String too long for LCS")
	ErrLCSMemory error = Error("ERR Insufficient memory, transient memory for LCS exceeds proto-max-bulk-len")
)
