package bit

import (
	"math"

	"redstart/resp"
	"redstart/server/command"
)

// parseOffset reads the position of a bit, which must be within the longest string that may be.
func parseOffset(c *command.Ctx, word []byte) (int64, error) {
	return parseStep(c, word, 1)
}

// parseFieldOffset is parseOffset for a field of size bits: "#7" is the place behind seven such fields.
func parseFieldOffset(c *command.Ctx, word []byte, size uint) (int64, error) {
	if len(word) > 0 && word[0] == '#' {
		return parseStep(c, word[1:], int64(size))
	}
	return parseStep(c, word, 1)
}

// parseStep reads a number and multiplies it by step.
func parseStep(c *command.Ctx, word []byte, step int64) (int64, error) {
	n, ok := resp.ParseInt(word)
	if !ok || n < 0 || n > math.MaxInt64/step || n*step>>3 >= c.MaxString() {
		return 0, command.ErrBitOffset
	}
	return n * step, nil
}
