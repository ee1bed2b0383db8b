// Package reactor waits for very many sockets with few goroutines: a Group has a reactor for each processor, and a reactor gives the
// Handlers of its Sockets their turn when something has come for them. Between turns a connection costs no goroutine, no buffer and no
// system call.
//
// A turn may take long or wait for a lock: then another goroutine goes on with the others, see reactor.depose.
package reactor

import (
	"errors"
)

// Handler is what owns a Socket. All but End is called in turns: never twice at a time.
type Handler interface {
	// Ready is called when something may have come to be read (input), or after Wake or Alarm (called). It returns true when the
	// Handler has come to its end: then End is called next and nothing afterwards.
	Ready(called, input bool) (over bool)
	// Unsent reports whether output waits for the end of the round, so that many can share what must be done before it leaves.
	Unsent() bool
	// Flush sends it. It returns what Ready does.
	Flush() (over bool)
	// End is called in a goroutine of its own.
	End()
}

// Round is told of a reactor's rounds. A round gives turns to all who are ready.
type Round interface {
	// Enter is called before a round. It reports whether Leave is to be called at its end, soon.
	Enter() bool
	// Leave reports whether there is something to Deliver.
	Leave() bool
	// Deliver may take long.
	Deliver()
}

// Options are what a Group needs.
type Options struct {
	Now   func() int64 // a clock, ns
	Round Round
}

// errClosed is the error of what comes after the end of a Group.
var errClosed = errors.New("the reactor is closed")
