package str

import (
	"redstart/server/command"
)

var getrangeSpec = &command.Spec{
	Name: "getrange", Arity: 4,
	Flags: command.ReadOnly,
	Keys:  command.Key(1, command.RO|command.AccessValue),
	Group: command.String,
	Since: "2.4.0", Cost: "O(N) where N is the length of the returned string. The complexity is ultimately determined by the returned length, but because creating a substring from an existing string is very cheap, it can be considered O(1) for small strings.",
	Syntax:  "key start:integer end:integer",
	Summary: "Reads a part of a string, by offsets.",
	Run:     runGetrange,
}

func runGetrange(c *command.Ctx) error {
	start, err := c.Int(2)
	if err != nil {
		return err
	}
	end, err := c.Int(3)
	if err != nil {
		return err
	}
	r, err := c.Tx.String(c.Arg(1))
	if err != nil {
		return err
	}

	if r.IsNil() {
		c.Reply.BulkString("")
		return nil
	}
	c.Reply.Bulk(slice(r.Value(), start, end))
	return nil
}

// slice returns the bytes of s from start to end, both included; negative positions count from the end, and those outside of s
// mean its ends.
func slice(s []byte, start, end int64) []byte {
	n := int64(len(s))
	if start < 0 && end < 0 && start > end {
		return nil
	}
	if start < 0 {
		start = max(start+n, 0)
	}
	if end < 0 {
		end = max(end+n, 0)
	}
	end = min(end, n-1)
	if start > end {
		return nil
	}
	return s[start : end+1]
}
