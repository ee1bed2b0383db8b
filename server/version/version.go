// Package version says what this is, and which Redis it behaves as.
package version

// The versions.
const (
	Redstart = "0.1.0" // of this program
	Redis    = "8.0.2" // whose behaviour it has, and which it tells clients

	RedisNumber = 8<<16 | 2 // the same as a number
)
