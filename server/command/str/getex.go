package str

import (
	"redstart/server/command"
)

var getexSpec = &command.Spec{
	Name: "getex", Arity: -2,
	Flags: command.Write | command.Fast,
	Keys:  command.Noted("RW and UPDATE because it changes the TTL", command.Key(1, command.RW|command.AccessValue|command.Update)),
	Group: command.String,
	Since: "6.2.0", Cost: "O(1)",
	Syntax:  "key [expiration:(EX seconds:integer | PX milliseconds:integer | EXAT unix-time-seconds:unix-time | PXAT unix-time-milliseconds:unix-time | PERSIST)]",
	Summary: "Reads a string and changes or removes its time to live.",
	Run:     runGetex,
}

func runGetex(c *command.Ctx) error {
	o, err := parseOptions(c, 2, forGetex)
	if err != nil {
		return err
	}
	key := c.Arg(1)
	r, err := c.Tx.String(key)
	if err != nil {
		return err
	}
	if r.IsNil() {
		c.Reply.Null()
		return nil
	}
	var at int64
	if o.lifetime != nil {
		if at, err = c.Lifetime(o.lifetime, o.unit); err != nil {
			return err
		}
	}

	c.Reply.Bulk(r.Value()) // before the record moves
	switch {
	case o.lifetime != nil && c.Past(at):
		c.Tx.Delete(key, "del")
		c.Rewrite(c.WordForPast(), key)
	case o.lifetime != nil:
		c.Tx.SetExpire(key, at, "expire")
		c.Rewrite(command.WordPExpireAt, key, c.Digits(at))
	case o.has(optPersist) && r.ExpireAt() != 0:
		c.Tx.SetExpire(key, 0, "persist")
		c.Rewrite(command.WordPersist, key)
	}
	return nil
}
