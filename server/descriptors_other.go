//go:build !unix

package server

import "math"

// descriptorLimit is how many files and sockets the process may have open: here, no such limit.
func descriptorLimit() int64 { return math.MaxInt64 }
