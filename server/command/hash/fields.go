package hash

import (
	"redstart/resp"
	"redstart/server/command"
	value "redstart/storage/value/hash"
)

var (
	wordFields     = []byte("FIELDS")
	wordOne        = []byte("1")
	wordHSet       = []byte("HSET")
	wordHSetEx     = []byte("HSETEX")
	wordHPExpireAt = []byte("HPEXPIREAT")
)

// readFields reads FIELDS, the number of fields and the fields, which must be all that is left.
func readFields(a *command.Args, below1 error) (fields [][]byte, err error) {
	if !a.Is("FIELDS") {
		return nil, command.ErrFieldsMissing
	}
	n, ok := resp.ParseInt(a.Peek())
	if !ok || n < 1 {
		return nil, below1
	}
	a.Bytes()
	fields = a.Rest()
	if n != int64(len(fields)) {
		return nil, command.ErrFieldsMatch
	}
	return fields, nil
}

// maxFieldTime is the latest time at which a field may expire, Unix ms, as in Redis.
const maxFieldTime = 1<<46 - 1

// fieldTime reads when a field expires, Unix ms.
func fieldTime(c *command.Ctx, word []byte, u command.Unit) (at int64, err error) {
	n, ok := resp.ParseInt(word)
	if !ok {
		return 0, command.ErrNotInteger
	}
	if n < 0 {
		return 0, command.ErrFieldTime
	}
	if at, err = c.EndOf(n, u); err == nil && at > maxFieldTime {
		err = command.ErrExpire(c.Cmd.FullName)
	}
	return at, err
}

// readFieldTime reads EX, PX, EXAT or PXAT and what follows; ok says that one of them came.
func readFieldTime(c *command.Ctx, a *command.Args) (at int64, ok bool) {
	var u command.Unit
	switch {
	case a.Is("EX"):
		u = command.Seconds
	case a.Is("PX"):
		u = command.Milliseconds
	case a.Is("EXAT"):
		u = command.UnixSeconds
	case a.Is("PXAT"):
		u = command.UnixMilliseconds
	default:
		return 0, false
	}
	at, err := fieldTime(c, a.Bytes(), u)
	if err != nil {
		a.Fail(err)
	}
	return at, true
}

// setTime makes a field expire at a time, Unix ms, or go at once when that is past.
func (h *edited) setTime(f value.Field, at int64, past bool) {
	if past {
		h.Remove(f)
	} else {
		h.SetAt(f, max(at, 1))
	}
}
