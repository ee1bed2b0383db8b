package command

// The errors of SORT.
var ErrSortNumber error = Error("ERR One or more scores can't be converted into double")
