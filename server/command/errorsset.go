package command

// The errors of the commands on sets.
var ErrManyKeys error = Error("ERR Number of keys can't be greater than number of args")
