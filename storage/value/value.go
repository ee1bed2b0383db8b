// Package value says what the large values of all types have in common. Each type has its folder beside this file; a small value
// is packed into the bytes of its record (table.NewPacked), a large one is a Go structure that implements Object.
//
// What commands work with is a view of either, which methods (Read, Open) make of a record in the caller's variable. One that a function
// returned would be copied while it is still being written, for which the processor waits: a tenth of a short command.
package value

// Object is a value that is not packed into its record. It is used under its key's lock.
type Object interface {
	// Clone returns a copy that shares nothing with the original that either may change.
	Clone() Object
	// Encoding is the name that OBJECT ENCODING shows.
	Encoding() string
	// Mem is the bytes of heap that the value holds: a sum that is kept, not counted at each call.
	Mem() int
}
