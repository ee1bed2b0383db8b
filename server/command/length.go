package command

import (
	"math"

	"redstart/server/config"
)

// longestString keeps a value within what a record can hold, however large proto-max-bulk-len is set.
const longestString = math.MaxUint32 - 1<<20

// MaxString is how many bytes a string may have. The log is obeyed whatever it says.
func (c *Ctx) MaxString() int64 {
	if c.Tx.Replay {
		return longestString
	}
	return min(longestString, c.Srv.Config.Int(config.ProtoMaxBulkLen))
}

// RoomFor is how many bytes to make room for when a string grows from old bytes to length: twice as many or 1 MiB more, so that
// appending is cheap on average.
func RoomFor(length, old int) int {
	if length == old {
		return length
	}
	return min(length+min(length, 1<<20), longestString)
}
