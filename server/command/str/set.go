package str

import (
	"redstart/server/command"
	"redstart/storage/table"
)

var setSpec = &command.Spec{
	Name: "set", Arity: -3,
	Flags: command.Write | command.DenyOOM,
	Keys:  command.Noted("RW and ACCESS due to the optional `GET` argument", command.Key(1, command.RW|command.AccessValue|command.Update|command.VariableFlags)),
	Group: command.String,
	Since: "1.0.0", Cost: "O(1)",
	Syntax:  "key value [condition:(NX | XX)@2.6.12] [GET@6.2.0] [expiration:(EX seconds:integer@2.6.12 | PX milliseconds:integer@2.6.12 | EXAT unix-time-seconds:unix-time@6.2.0 | PXAT unix-time-milliseconds:unix-time@6.2.0 | KEEPTTL@6.0.0)]",
	Summary: "Sets a string, whatever the key held; options: condition, time to live, previous value.",
	History: []command.Change{
		{Since: "2.6.12", What: "Added the `EX`, `PX`, `NX` and `XX` options."},
		{Since: "6.0.0", What: "Added the `KEEPTTL` option."},
		{Since: "6.2.0", What: "Added the `GET`, `EXAT` and `PXAT` option."},
		{Since: "7.0.0", What: "Allowed the `NX` and `GET` options to be used together."},
	},
	KeyAccess: setAccess,
	Run:       runSet,
}

// setAccess: with GET, SET reads the key too.
func setAccess(args [][]byte) command.Access {
	for _, a := range args[3:] {
		if command.Fold(a, "GET") {
			return command.RW | command.AccessValue | command.Update
		}
	}
	return command.OW | command.Update
}

func runSet(c *command.Ctx) error {
	key, value := c.Arg(1), c.Arg(2)
	if c.Len() == 3 {
		c.Tx.SetString(key, value, 0, "set")
		c.Reply.OK()
		return nil
	}
	o, err := parseOptions(c, 3, forSet)
	if err != nil {
		return err
	}
	var at int64
	if o.lifetime != nil {
		if at, err = c.Lifetime(o.lifetime, o.unit); err != nil {
			return err
		}
	}
	if o.set == 0 {
		setWithLifetime(c, key, value, at)
		c.Reply.OK()
		return nil
	}
	return setConditionally(c, o, at)
}

// setConditionally is SET with one of NX, XX, GET and KEEPTTL; at is the end of the lifetime, 0 for none.
func setConditionally(c *command.Ctx, o options, at int64) error {
	key, value := c.Arg(1), c.Arg(2)
	var r table.Record
	if o.has(optGet) {
		var err error
		if r, err = c.Tx.String(key); err != nil {
			return err
		}
		replyValue(c, r) // before its bytes are overwritten
	} else {
		r = c.Tx.Edit(key)
	}
	if o.has(optNX) && !r.IsNil() || o.has(optXX) && r.IsNil() {
		if !o.has(optGet) {
			c.Reply.Null()
		}
		return nil
	}

	switch {
	case o.lifetime != nil:
		setWithLifetime(c, key, value, at)
	case o.has(optKeepTTL) && !r.IsNil():
		c.Tx.SetString(key, value, r.ExpireAt(), "set")
	default:
		c.Tx.SetString(key, value, 0, "set")
	}

	if o.has(optGet) {
		logPlain(c, o)
		return nil
	}
	c.Reply.OK()
	return nil
}

// logPlain logs a SET without GET, whose reply nobody needs when the log is replayed.
func logPlain(c *command.Ctx, o options) {
	switch {
	case o.lifetime != nil: // logged already
	case o.has(optKeepTTL):
		c.Rewrite(command.WordSet, c.Arg(1), c.Arg(2), command.WordKeepTTL)
	default:
		c.Rewrite(command.WordSet, c.Arg(1), c.Arg(2))
	}
}

// setWithLifetime sets key to live until at, Unix ms, and logs it so.
func setWithLifetime(c *command.Ctx, key, value []byte, at int64) {
	c.Tx.SetString(key, value, at, "set")
	c.Tx.Notify(key, "expire")
	c.Rewrite(command.WordSet, key, value, command.WordPXAT, c.Digits(at))
}
