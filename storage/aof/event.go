package aof

import (
	"errors"
	"fmt"
	"strings"
	"syscall"
)

// EventKind says what an Event is about.
type EventKind int

// The events. Those marked W deserve a warning in the server's log, the others a notice.
const (
	CreatedBase    EventKind = iota // an empty base file was created at the start
	CreatedIncr                     // an incr file was created
	OpenedIncr                      // an existing incr file was opened for appending
	Migrated                        // an old single file became the base file
	StrayFiles                      // W: files of a log without a manifest were found and left alone
	LoadedFile                      // one file was replayed; Millis is how long it took
	IgnoredCommand                  // W: a MULTI inside a transaction or an EXEC outside was skipped, at Offset
	TxReverted                      // W: the transaction at Offset had no EXEC
	TailTruncated                   // W: the file was cut to Offset bytes
	WriteFailed                     // W: Err; the log has failed
	SyncFailed                      // W: Err; the log has failed, and a rewrite is advisable once it works again
	Recovered                       // the log works again
	RewroteBase                     // a rewrite was committed; File is the new base file
	RemovedHistory                  // a superseded file was removed
	CleanupFailed                   // W: Err; a superseded or temporary file could not be removed
)

// Event tells the server what the log did by itself.
type Event struct {
	Kind   EventKind
	File   string // name without directory, or "" if it is about no file
	Offset int64  // bytes from the file's beginning
	Millis int64
	Err    error
}

// Warning reports whether the event deserves more than a notice.
func (e Event) Warning() bool {
	switch e.Kind {
	case StrayFiles, IgnoredCommand, TxReverted, TailTruncated, WriteFailed, SyncFailed, CleanupFailed:
		return true
	}
	return false
}

// String is the line for the server's log, with redis-server's words where it has some.
func (e Event) String() string {
	switch e.Kind {
	case CreatedBase:
		return fmt.Sprintf("Creating AOF base file %s on server start", e.File)
	case CreatedIncr:
		return fmt.Sprintf("Creating AOF incr file %s", e.File)
	case OpenedIncr:
		return fmt.Sprintf("Opening AOF incr file %s on server start", e.File)
	case Migrated:
		return fmt.Sprintf("Successfully migrated an old-style AOF file (%s) into the AOF directory.", e.File)
	case StrayFiles:
		return fmt.Sprintf("The AOF manifest is missing, but %s is there; it is not loaded and not overwritten", e.File)
	case LoadedFile:
		return fmt.Sprintf("DB loaded from AOF file %s: %.3f seconds", e.File, float64(e.Millis)/1000)
	case IgnoredCommand:
		return fmt.Sprintf("Ignored a MULTI or EXEC without its counterpart in AOF file %s at offset %d", e.File, e.Offset)
	case TxReverted:
		return fmt.Sprintf("Revert incomplete MULTI/EXEC transaction in AOF file %s", e.File)
	case TailTruncated:
		return fmt.Sprintf("!!! Truncating the AOF %s at offset %d !!!", e.File, e.Offset)
	case WriteFailed:
		return fmt.Sprintf("Error writing to the AOF file: %s", Cause(e.Err))
	case SyncFailed:
		return fmt.Sprintf("Fail to fsync the AOF file: %s", Cause(e.Err))
	case Recovered:
		return "AOF write error looks solved. The server can write again."
	case RewroteBase:
		return fmt.Sprintf("Background AOF rewrite finished successfully: %s", e.File)
	case RemovedHistory:
		return fmt.Sprintf("Removing the history file %s in the background", e.File)
	case CleanupFailed:
		return fmt.Sprintf("Cannot remove the AOF file %s: %s", e.File, Cause(e.Err))
	}
	return fmt.Sprintf("AOF event %d", int(e.Kind))
}

// Cause returns the system's words for what is behind err, as strerror spells them: "No space left on device".
func Cause(err error) string {
	var errno syscall.Errno
	if errors.As(err, &errno) {
		text := errno.Error()
		return strings.ToUpper(text[:1]) + text[1:]
	}
	return err.Error()
}
