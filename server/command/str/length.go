package str

import (
	"math"

	"redstart/server/command"
	"redstart/server/config"
)

// maxLength keeps a value within what a record can hold, however large proto-max-bulk-len is set.
const maxLength = math.MaxUint32 - 1<<20

// checkLength reports an error when a string of length offset that more bytes are written behind would be too long. The log is
// obeyed whatever it says.
func checkLength(c *command.Ctx, offset int64, more int) error {
	limit := int64(maxLength)
	if !c.Tx.Replay {
		limit = min(limit, c.Srv.Config.Int(config.ProtoMaxBulkLen))
	}
	if offset > limit-int64(more) {
		return command.ErrStringTooLong
	}
	return nil
}

// roomFor is how many bytes to make room for when a string grows from old bytes to length: twice as many or 1 MiB more, so that
// appending is cheap on average.
func roomFor(length, old int) int {
	if length == old {
		return length
	}
	return min(length+min(length, 1<<20), maxLength)
}
