package command

import (
	"math"
	"strconv"

	"redstart/resp"
)

// Timeout reads how long to wait, in ms; 0 stands for ever.
func (c *Ctx) Timeout(word []byte) (ms int64, err error) {
	ms, ok := resp.ParseInt(word)
	switch {
	case !ok:
		return 0, ErrTimeout
	case ms < 0:
		return 0, ErrTimeoutNeg
	case ms > math.MaxInt64-c.Tx.Now():
		return 0, ErrTimeoutRange
	}
	return ms, nil
}

// Deadline is the time ms from now, as a client's Wait has it; 0 stands for never.
func (c *Ctx) Deadline(ms int64) int64 {
	if ms == 0 || ms > math.MaxInt64/4/1_000_000 {
		return 0
	}
	return c.Srv.Clock.Nanos() + ms*1_000_000
}

// WaitUntil reads how long to wait, in seconds, and returns until when, as Block has it; 0 stands for ever. Parts of a millisecond
// count as a whole one.
func (c *Ctx) WaitUntil(word []byte) (deadline int64, err error) {
	seconds, ok := parseSeconds(word)
	ms := math.Ceil(seconds * 1000)
	switch {
	case !ok:
		return 0, ErrTimeoutFloat
	case ms > math.MaxInt64:
		return 0, ErrTimeoutRange
	case ms < 0: // a negative part of a millisecond is none
		return 0, ErrTimeoutNeg
	case ms >= float64(math.MaxInt64-c.Tx.Now()):
		return 0, ErrTimeoutRange
	}
	return c.Deadline(int64(ms)), nil
}

// parseSeconds reads a number that Redis reads with more range than a float64 has: one beyond that is infinite, or the smallest there is.
func parseSeconds(word []byte) (seconds float64, ok bool) {
	if seconds, ok = resp.ParseDouble(word); ok {
		return seconds, true
	}
	if _, ok = resp.ParseLongDouble(word); !ok {
		return 0, false
	}
	seconds, _ = strconv.ParseFloat(string(word), 64)
	if seconds == 0 {
		seconds = math.SmallestNonzeroFloat64
	}
	return seconds, true
}
