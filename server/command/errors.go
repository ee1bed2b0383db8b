package command

import (
	"bytes"
	"errors"
	"fmt"
	"strings"

	"redstart/storage"
)

// Error is a reply's error text as it goes to the client, without the leading '-'. Its first word is the error's code.
type Error string

func (e Error) Error() string { return string(e) }

// Code is the first word: what INFO errorstats counts by.
func (e Error) Code() string {
	code, _, _ := strings.Cut(string(e), " ")
	return code
}

// The error texts that more than one command uses. They equal Redis' byte for byte: clients match on them.
var (
	ErrSyntax        error = Error("ERR syntax error")
	ErrWrongType     error = Error("WRONGTYPE Operation against a key holding the wrong kind of value")
	ErrNotInteger    error = Error("ERR value is not an integer or out of range")
	ErrNotInt32      error = Error("ERR value is out of range, value must between -2147483648 and 2147483647")
	ErrNotFloat      error = Error("ERR value is not a valid float")
	ErrOverflow      error = Error("ERR increment or decrement would overflow")
	ErrRandomRange   error = Error("ERR value is out of range, value must between -9223372036854775807 and 9223372036854775807")
	ErrRandomRepeats error = Error("ERR value is out of range, value must between -16777216 and 9223372036854775807")
	ErrNoKey         error = Error("ERR no such key")
	ErrNotPositive   error = Error("ERR value is out of range, must be positive")
	ErrDBRange       error = Error("ERR DB index is out of range")
	ErrSameObject    error = Error("ERR source and destination objects are the same")
	ErrOOM           error = Error("OOM command not allowed when used memory > 'maxmemory'.")
	ErrNoAuth        error = Error("NOAUTH Authentication required.")
	ErrLoading       error = Error("LOADING Redis is loading the dataset in memory")
	ErrStringTooLong error = Error("ERR string exceeds maximum allowed size (proto-max-bulk-len)")
	ErrTimeout       error = Error("ERR timeout is not an integer or out of range")
	ErrNoSuchCmd     error = Error("ERR Invalid command specified")
	ErrCmdNoKeys     error = Error("ERR The command has no key arguments")
	ErrCmdArity      error = Error("ERR Invalid number of arguments specified for command")
	ErrCmdArgs       error = Error("ERR Invalid arguments specified for command")
	ErrTimeoutFloat  error = Error("ERR timeout is not a float or out of range")
	ErrTimeoutNeg    error = Error("ERR timeout is negative")
)

// AsError is what goes to the client for an error that a handler returned. The keyspace has an error of its own for a key of another
// type; one that is unknown here gets Redis' general code.
func AsError(err error) Error {
	var e Error
	if errors.Is(err, storage.ErrWrongType) {
		err = ErrWrongType
	}
	if !errors.As(err, &e) {
		e = Error("ERR " + err.Error())
	}
	return e
}

// Counted is an error that has been counted already, where it arose in a script.
type Counted struct{ Err Error }

func (c Counted) Error() string { return string(c.Err) }

// Unwrap is the error itself.
func (c Counted) Unwrap() error { return c.Err }

// Text is the error without its code "ERR", for the server's own log.
func (e Error) Text() string { return strings.TrimPrefix(string(e), "ERR ") }

// ErrArity is the error for a wrong number of arguments; name is the full name, e.g. "get" or "client|list".
func ErrArity(name string) error {
	return Error("ERR wrong number of arguments for '" + name + "' command")
}

// ErrExpire is the error for a time to live that is zero, negative or too large.
func ErrExpire(name string) error {
	return Error("ERR invalid expire time in '" + name + "' command")
}

// The replies of BGREWRITEAOF and DEBUG LOADAOF that refuse.
var (
	ErrRewriteRuns  error = Error("ERR Background append only file rewriting already in progress")
	ErrLoadFailed   error = Error("ERR Error trying to load the AOF files, check server logs.")
	ErrRewriteFails error = Error("ERR Can't execute an AOF background rewriting. Please check the server logs for more information.")
)

// ErrLogFailed is the error for a write while the log cannot be written; cause is the system's words for why.
func ErrLogFailed(cause string) error {
	return Error("MISCONF Errors writing to the AOF file: " + cause)
}

// ErrUnknown is the error for a command that does not exist; it shows the beginning of the name and of the arguments.
func ErrUnknown(args [][]byte) error {
	var b strings.Builder
	for _, a := range args[1:] {
		if b.Len() >= 128 {
			break
		}
		fmt.Fprintf(&b, "'%s' ", clip(a, 128-b.Len()))
	}
	return Error(fmt.Sprintf("ERR unknown command '%s', with args beginning with: %s", clip(args[0], 128), b.String()))
}

// ErrUnknownSub is the error for a subcommand that its container does not have.
func ErrUnknownSub(container string, sub []byte) error {
	return Error(fmt.Sprintf("ERR unknown subcommand '%s'. Try %s HELP.", clip(sub, 128), strings.ToUpper(container)))
}

// ErrSubSyntax is what some containers answer for a subcommand that is known but whose words do not fit.
func ErrSubSyntax(container string, sub []byte) error {
	return Error(fmt.Sprintf("ERR unknown subcommand or wrong number of arguments for '%s'. Try %s HELP.", clip(sub, 128), strings.ToUpper(container)))
}

// Errorf is an error with a composed text.
func Errorf(format string, a ...any) error { return Error(fmt.Sprintf(format, a...)) }

// clip returns the first n bytes of b at most, and none from a zero byte on: Redis prints C strings.
func clip(b []byte, n int) []byte {
	b = b[:min(len(b), n)]
	if i := bytes.IndexByte(b, 0); i >= 0 {
		b = b[:i]
	}
	return b
}
