package store

import "fmt"

// Refusal is why a definition is refused, in words for people.
type Refusal string

func (r Refusal) Error() string { return string(r) }

// What is wrong with definitions.
const (
	errName      = Refusal("a store's name has 1 to 128 of the characters A-Z a-z 0-9 _ . : - and is not a number")
	errNoToken   = Refusal("a token is not empty")
	errTokenHash = Refusal("a token that begins with # is the SHA-256 of one: 64 hexadecimal digits")
	errTTLOrder  = Refusal("min-ttl is above max-ttl")
	errDefault   = Refusal("default-ttl is not between min-ttl and max-ttl")
	errDBAltered = Refusal("the database of a store cannot be altered")
)

func refuse(format string, args ...any) error { return Refusal(fmt.Sprintf(format, args...)) }
