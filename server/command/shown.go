package command

import "slices"

var redacted = []byte("(redacted)")

// Shown is the words of a request as others may see them, in the slow log and by MONITOR: without passwords.
func (e *Entry) Shown(args [][]byte) [][]byte {
	if e.Secrets == nil {
		return args
	}
	secret := e.Secrets(args)
	if len(secret) == 0 {
		return args
	}
	args = slices.Clone(args)
	for _, i := range secret {
		args[i] = redacted
	}
	return args
}
