package command

import "bytes"

// The errors of the commands on hashes.
var (
	ErrHashInt       error = Error("ERR hash value is not an integer")
	ErrHashFloat     error = Error("ERR hash value is not a float")
	ErrNaNOrInf      error = Error("ERR value is NaN or Infinity")
	ErrFieldsMissing error = Error("ERR Mandatory argument FIELDS is missing or not at the right position")
	ErrFieldsMatch   error = Error("ERR The `numfields` parameter must match the number of arguments")
	ErrFieldsBelow1  error = Error("ERR Number of fields must be a positive integer")
	ErrFieldsCount   error = Error("ERR Parameter `numFields` should be greater than 0")
	ErrFieldsNumber  error = Error("ERR invalid number of fields")
	ErrFieldTime     error = Error("ERR invalid expire time, must be >= 0")
	ErrFieldExists   error = Error("ERR Only one of FXX or FNX arguments can be specified")
	ErrFieldTimes    error = Error("ERR Only one of EX, PX, EXAT, PXAT or KEEPTTL arguments can be specified")
)

// ErrUnknownArgument is what HSETEX answers to a word that it does not know.
func ErrUnknownArgument(word []byte) error {
	word, _, _ = bytes.Cut(word, []byte{0}) // Redis prints C strings
	return Errorf("ERR unknown argument: %s", word)
}
