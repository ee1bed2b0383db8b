package command

// The error texts of the commands on lists.
var (
	ErrIndex        error = Error("ERR index out of range")
	ErrRankZero     error = Error("ERR RANK can't be zero: use 1 to start from the first match, 2 from the second ... or use negative to start from the end of the list")
	ErrCountBelow0  error = Error("ERR COUNT can't be negative")
	ErrMaxLenBelow0 error = Error("ERR MAXLEN can't be negative")
)
