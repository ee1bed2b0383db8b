package command

// ErrLimited is the error for a command that a client may not send while it is subscribed in RESP2.
func ErrLimited(name string) error {
	return Error("ERR Can't execute '" + name + "': only (P|S)SUBSCRIBE / (P|S)UNSUBSCRIBE / PING / QUIT / RESET are allowed in this context")
}
