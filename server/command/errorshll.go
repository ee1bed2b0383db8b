package command

// The error texts of the commands on HyperLogLogs.
var (
	ErrNotHLL      error = Error("WRONGTYPE Key is not a valid HyperLogLog string value.")
	ErrHLLDamaged  error = Error("INVALIDOBJ Corrupted HLL object detected")
	ErrHLLDense    error = Error("ERR HLL encoding is not sparse")
	ErrHLLNoKey    error = Error("ERR The specified key does not exist")
	ErrHLLSwitch   error = Error("ERR Argument must be ON or OFF")
	ErrHLLSelftest error = Error("TESTFAILED The estimate is further from the truth than it may be")
)

// ErrUnknownPfdebug is the error for a word that PFDEBUG does not know.
func ErrUnknownPfdebug(word []byte) error {
	return Errorf("ERR Unknown PFDEBUG subcommand '%s'", clip(word, len(word)))
}
