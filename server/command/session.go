package command

import (
	"redstart/server/script"
	"redstart/server/store"
)

// Session is what handlers may ask of the connection that runs them: its transaction, and its place among messages of others.
type Session interface {
	// Script runs a script or function, which calls commands by its host, as one unit. The caller's Spec must have the flag Exclusive.
	Script(flags script.Flags, readOnly bool, run func(script.Host) error) error
	// Multi begins a transaction.
	Multi() error
	// Exec runs the transaction and writes its reply. The caller's Spec must have the flag Exclusive.
	Exec() error
	// Discard ends the transaction, and with it what Watch has begun.
	Discard() error
	// Watch makes the next transaction fail if one of the keys, which are locked, changes before it runs.
	Watch(keys [][]byte) error
	// Unwatch takes back all that Watch was given.
	Unwatch()
	// MakeStore makes a store of this name, as store-auto-create says, if there is none, and logs that. Where it says no, the error is
	// that there is none; where nothing has a name, Redis' error for what is no number. The caller has locked no keys.
	MakeStore(name []byte) (*store.Store, error)
	// Listen lets messages be posted to the client's outbox: from now on, those of others go behind the replies of the batch.
	Listen()
	// Overhear writes the messages that have come since Listen to the reply: they go in front of what is written next.
	Overhear()
}
