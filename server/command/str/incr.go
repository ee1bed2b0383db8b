package str

import (
	"math"

	"redstart/resp"
	"redstart/server/command"
)

var incrSpec = &command.Spec{
	Name: "incr", Arity: 2,
	Flags: command.Write | command.DenyOOM | command.Fast,
	Keys:  command.Key(1, command.RW|command.AccessValue|command.Update),
	Group: command.String,
	Since: "1.0.0", Cost: "O(1)",
	Syntax:  "key",
	Summary: "Adds one to the integer in a key.",
	Run:     runIncr,
}

func runIncr(c *command.Ctx) error {
	return add(c, 1)
}

// add adds n to the integer in the command's key, in place where the digits fit, and replies with the sum.
func add(c *command.Ctx, n int64) error {
	key := c.Arg(1)
	r, err := c.Tx.EditString(key)
	if err != nil {
		return err
	}
	var sum, expireAt int64
	if !r.IsNil() {
		var ok bool
		if sum, ok = resp.ParseInt(r.Value()); !ok {
			return command.ErrNotInteger
		}
		expireAt = r.ExpireAt()
	}
	if n > 0 && sum > math.MaxInt64-n || n < 0 && sum < math.MinInt64-n {
		return command.ErrOverflow
	}
	sum += n

	digits := c.Digits(sum)
	if !r.IsNil() {
		c.Tx.Unshare(key)
	}
	if !r.IsNil() && r.Overwrite(digits) {
		c.Tx.Changed(key, "incrby")
	} else {
		c.Tx.SetString(key, digits, expireAt, "incrby")
	}

	c.Reply.Int(sum)
	return nil
}
