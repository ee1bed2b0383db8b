package resp

// ProtocolError is a request that breaks the protocol or its limits. The connection must be closed after the reply.
type ProtocolError struct {
	text string
}

// Error returns the text of the error reply, without the leading '-'.
func (e *ProtocolError) Error() string { return e.text }

var (
	errBigCount         = &ProtocolError{"ERR Protocol error: too big mbulk count string"}
	errBigLength        = &ProtocolError{"ERR Protocol error: too big bulk count string"}
	errBigInline        = &ProtocolError{"ERR Protocol error: too big inline request"}
	errCount            = &ProtocolError{"ERR Protocol error: invalid multibulk length"}
	errCountBeforeAuth  = &ProtocolError{"ERR Protocol error: unauthenticated multibulk length"}
	errLength           = &ProtocolError{"ERR Protocol error: invalid bulk length"}
	errLengthBeforeAuth = &ProtocolError{"ERR Protocol error: unauthenticated bulk length"}
	errQuotes           = &ProtocolError{"ERR Protocol error: unbalanced quotes in request"}
)

func errNoDollar(got byte) error {
	if got == '\r' || got == '\n' {
		got = ' ' // as in every error reply
	}
	return &ProtocolError{"ERR Protocol error: expected '$', got '" + string([]byte{got}) + "'"}
}
