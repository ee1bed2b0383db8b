package command

// The errors of the commands on sorted sets.
var (
	ErrZAddExists   error = Error("ERR XX and NX options at the same time are not compatible")
	ErrZAddCompare  error = Error("ERR GT, LT, and/or NX options at the same time are not compatible")
	ErrZAddIncr     error = Error("ERR INCR option supports a single increment-element pair")
	ErrScoreNaN     error = Error("ERR resulting score is not a number (NaN)")
	ErrScoreRange   error = Error("ERR min or max is not a float")
	ErrLexRange     error = Error("ERR min or max not valid string range item")
	ErrRangeLimit   error = Error("ERR syntax error, LIMIT is only supported in combination with either BYSCORE or BYLEX")
	ErrRangeScores  error = Error("ERR syntax error, WITHSCORES not supported in combination with BYLEX")
	ErrWeight       error = Error("ERR weight value is not a float")
	ErrLimitBelow0  error = Error("ERR LIMIT can't be negative")
	ErrNumKeys      error = Error("ERR numkeys should be greater than 0")
	ErrCountBelow1  error = Error("ERR count should be greater than 0")
	ErrRandomDouble error = Error("ERR value is out of range")
)

// ErrNoInput is the error for a number of input keys that is none.
func ErrNoInput(name string) error {
	return Error("ERR at least 1 input key is needed for '" + name + "' command")
}
