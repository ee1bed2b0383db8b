package command

import (
	"math"

	"redstart/resp"
)

// maxRepeats bounds the elements of a random choice with repeats, whose number no collection bounds: a reply is built in memory, and no
// request may take all of it.
const maxRepeats = 1 << 24

// RandomCount reads how many elements a random choice gives at word i: different ones, or, negative, any.
func (c *Ctx) RandomCount(i int) (int64, error) {
	n, ok := resp.ParseInt(c.Args[i])
	switch {
	case !ok:
		return 0, ErrNotInteger
	case n == math.MinInt64:
		return 0, ErrRandomRange
	}
	return n, nil
}

// CheckRepeats refuses a number of elements, as RandomCount reads it, that is beyond the bound.
func CheckRepeats(n int64) error {
	if n < -maxRepeats {
		return ErrRandomRepeats
	}
	return nil
}
