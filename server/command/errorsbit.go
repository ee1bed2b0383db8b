package command

// The error texts of the commands on bits.
var (
	ErrBitOffset    error = Error("ERR bit offset is not an integer or out of range")
	ErrBit          error = Error("ERR bit is not an integer or out of range")
	ErrBitArgument  error = Error("ERR The bit argument must be 1 or 0.")
	ErrBitNot       error = Error("ERR BITOP NOT must be called with a single source key.")
	ErrBitFieldType error = Error("ERR Invalid bitfield type. Use something like i16 u8. Note that u64 is not supported but i64 is.")
	ErrBitOverflow  error = Error("ERR Invalid OVERFLOW type specified")
	ErrBitFieldRO   error = Error("ERR BITFIELD_RO only supports the GET subcommand")
)
