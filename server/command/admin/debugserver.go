package admin

import (
	"bytes"
	"math"
	"time"

	"redstart/resp"
	"redstart/server/command"
)

// maxSleep keeps a number of seconds within what the clock can count.
const maxSleep = 1e9

// debugSleep keeps the client waiting; commands of others go on.
func debugSleep(c *command.Ctx) error {
	seconds, ok := resp.ParseDouble(c.Arg(2))
	if !ok || math.IsNaN(seconds) {
		seconds = 0
	}

	time.Sleep(time.Duration(min(max(seconds, 0), maxSleep) * float64(time.Second)))

	c.Reply.OK()
	return nil
}

func debugSetActiveExpire(c *command.Ctx) error {
	c.Srv.Keys.SetSweep(leadingInt(c.Arg(2)) != 0)
	c.Reply.OK()
	return nil
}

func debugPauseCron(c *command.Ctx) error {
	c.Srv.Control.PauseCron(leadingInt(c.Arg(2)) != 0)
	c.Reply.OK()
	return nil
}

// leadingInt is the number that a word begins with, 0 for none.
func leadingInt(word []byte) int64 {
	end := 0
	for end < len(word) && (word[end] >= '0' && word[end] <= '9' || end == 0 && word[0] == '-') {
		end++
	}
	n, _ := resp.ParseInt(word[:end])
	return n
}

func debugLog(c *command.Ctx) error {
	c.Srv.Control.Note("DEBUG LOG: " + string(c.Arg(2)))
	c.Reply.OK()
	return nil
}

func debugChangeReplID(c *command.Ctx) error {
	c.Srv.Info.ChangeReplID()
	c.Reply.OK()
	return nil
}

// debugError answers with the error that it is given, which no statistics count.
func debugError(c *command.Ctx) error {
	c.Reply.Error(string(c.Arg(2)))
	return nil
}

func debugStringMatch(c *command.Ctx) error {
	c.Reply.Simple("Apparently Redis did not crash: test passed")
	return nil
}

// debugStructSize tells the sizes of our own structures, in the form in which Redis tells its own.
func debugStructSize(c *command.Ctx) error {
	c.Reply.Simple("bits:64 record:8 lengths:8 expiry:8 bucket:64 slot:9 ")
	return nil
}

// maxPacked is the largest threshold of QUICKLIST-PACKED-THRESHOLD.
const maxPacked = 4 << 30

// debugPackedThreshold checks a number of bytes that means nothing here.
func debugPackedThreshold(c *command.Ctx) error {
	word := bytes.ToLower(c.Arg(2))
	digits := bytes.TrimRight(word, "kmgb")
	n, ok := resp.ParseInt(digits)
	for _, u := range []struct {
		name string
		size int64
	}{{"gb", 1 << 30}, {"g", 1e9}, {"mb", 1 << 20}, {"m", 1e6}, {"kb", 1 << 10}, {"k", 1e3}} {
		if string(word[len(digits):]) == u.name {
			ok = ok && n <= maxPacked/u.size
			n *= u.size
		}
	}
	if !ok || n < 0 || n >= maxPacked {
		return command.ErrPackedThreshold
	}

	c.Reply.OK()
	return nil
}

// debugReplyBuffer checks settings of buffers that there are none of here.
func debugReplyBuffer(c *command.Ctx) error {
	a := c.Options(2)
	switch {
	case a.Is("RESIZING"):
	case a.Is("PEAK-RESET-TIME"):
		if !a.Is("NEVER") && !a.Is("RESET") {
			if a.Int(); a.Err() != nil {
				return a.Err()
			}
		}
	default:
		return command.ErrSubSyntax("debug", c.Arg(1))
	}
	c.Reply.OK()
	return nil
}
