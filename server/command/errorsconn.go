package command

import "fmt"

// The error texts of commands about connections.
var (
	ErrWrongPass       error = Error("WRONGPASS invalid username-password pair or user is disabled.")
	ErrAuthNoPassword  error = Error("ERR AUTH <password> called without any password configured for the default user. Are you sure your configuration is correct?")
	ErrProtocolVersion error = Error("ERR Protocol version is not an integer or out of range")
	ErrNoProto         error = Error("NOPROTO unsupported protocol version")
	ErrHelloNoAuth     error = Error("NOAUTH HELLO must be called with the client already authenticated, otherwise the HELLO <proto> AUTH <user> <pass> option can be used to authenticate the client and select the RESP protocol version at the same time")
	ErrClientName      error = Error("ERR Client names cannot contain spaces, newlines or special characters.")
	ErrClientID        error = Error("ERR Invalid client ID")
	ErrNoClient        error = Error("ERR No such client")
	ErrKillID          error = Error("ERR client-id should be greater than 0")
	ErrMaxAge          error = Error("ERR maxage is not an integer or out of range")
	ErrMaxAgePositive  error = Error("ERR maxage should be greater than 0")
	ErrPauseMode       error = Error("ERR CLIENT PAUSE mode must be WRITE or ALL")
	ErrUnblockReason   error = Error("ERR CLIENT UNBLOCK reason should be TIMEOUT or ERROR")
	ErrTimeoutRange    error = Error("ERR timeout is out of range")
	ErrWaitLocal       error = Error("ERR value is out of range, value must between 0 and 1")
	ErrCallEnded       error = Error("ERR the client has been ended")
	ErrWaitNoLog       error = Error("ERR WAITAOF cannot be used when numlocal is set but appendonly is disabled.")
)

// ErrHelloOption is the error for an option of HELLO that does not exist or lacks words.
func ErrHelloOption(option []byte) error {
	return Error(fmt.Sprintf("ERR Syntax error in HELLO option '%s'", option))
}

// ErrClientInfoOption is the error for an attribute that CLIENT SETINFO does not know.
func ErrClientInfoOption(attr []byte) error {
	return Error(fmt.Sprintf("ERR Unrecognized option '%s'", attr))
}

// ErrClientInfoValue is the error for a value that would break the lines of CLIENT LIST.
func ErrClientInfoValue(attr []byte) error {
	return Error(fmt.Sprintf("ERR %s cannot contain spaces, newlines or special characters.", attr))
}

// ErrClientType is the error for a type of connections that does not exist.
func ErrClientType(word []byte) error {
	return Error(fmt.Sprintf("ERR Unknown client type '%s'", word))
}

// ErrNoUser is the error for a user that does not exist.
func ErrNoUser(user []byte) error { return Error(fmt.Sprintf("ERR No such user '%s'", user)) }

// ErrStateful is the error for a command that needs a connection which lasts, where there is none.
func ErrStateful(name string) error {
	return Errorf("ERR Command is not available: '%s' needs a connection that keeps its state, which HTTP has not got", name)
}
