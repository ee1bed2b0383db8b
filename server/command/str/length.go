package str

import "redstart/server/command"

// checkLength reports an error when a string of length offset that more bytes are written behind would be too long.
func checkLength(c *command.Ctx, offset int64, more int) error {
	if offset > c.MaxString()-int64(more) {
		return command.ErrStringTooLong
	}
	return nil
}
