package command

import (
	"math"

	"redstart/resp"
	"redstart/server/config"
)

// Unit is how the words of a command give a time to live: in seconds or milliseconds, from now or since 1970.
type Unit uint8

// The units.
const (
	Seconds          Unit = iota // EX, EXPIRE
	Milliseconds                 // PX, PEXPIRE
	UnixSeconds                  // EXAT, EXPIREAT
	UnixMilliseconds             // PXAT, PEXPIREAT
)

// Lifetime reads a time to live that must be positive and returns when it ends, Unix ms. The error names the running command.
func (c *Ctx) Lifetime(word []byte, u Unit) (int64, error) {
	n, ok := resp.ParseInt(word)
	if !ok {
		return 0, ErrNotInteger
	}
	if n <= 0 {
		return 0, ErrExpire(c.Cmd.FullName)
	}
	return c.EndOf(n, u)
}

// EndOf returns when a time to live of n, which may lie in the past, ends, Unix ms. The error names the running command.
func (c *Ctx) EndOf(n int64, u Unit) (int64, error) {
	if u == Seconds || u == UnixSeconds {
		if n > math.MaxInt64/1000 || n < math.MinInt64/1000 {
			return 0, ErrExpire(c.Cmd.FullName)
		}
		n *= 1000
	}
	if u == Seconds || u == Milliseconds {
		if n > math.MaxInt64-c.Tx.Now() {
			return 0, ErrExpire(c.Cmd.FullName)
		}
		n += c.Tx.Now()
	}
	return n, nil
}

// Past reports whether a key must be deleted instead of getting a time to live that ends at at, Unix ms. While the log is replayed
// it must not: the log says itself when the key went.
func (c *Ctx) Past(at int64) bool { return at <= c.Tx.Now() && !c.Tx.Replay }

// WordForPast is the command that logs the deletion of a key whose time to live would end in the past.
func (c *Ctx) WordForPast() []byte {
	if c.Srv.Config.Bool(config.LazyfreeLazyExpire) {
		return WordUnlink
	}
	return WordDel
}
