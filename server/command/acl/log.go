package acl

import (
	"math"

	"redstart/resp"
	"redstart/server/command"
)

var aclLogSpec = &command.Spec{
	Name: "log", Arity: -2,
	Flags: command.Admin | command.NoScript | command.Loading | command.Stale,
	Group: command.ServerGroup,
	Since: "6.0.0", Cost: "O(N) with N being the number of entries shown.",
	Syntax:  "[operation:(count:integer | RESET)]",
	Summary: "Shows what was refused to users lately, or forgets it.",
	History: []command.Change{
		{Since: "7.2.0", What: "Added entry ID, timestamp created, and timestamp last updated."},
	},
	Run: runAclLog,
}

// shown is how many entries are shown unless a number is given.
const shown = 10

func runAclLog(c *command.Ctx) error {
	n := int64(shown)
	switch {
	case c.Len() > 3:
		return command.ErrSubSyntax("acl", c.Arg(1))
	case c.Len() == 3 && command.Fold(c.Arg(2), "RESET"):
		c.Srv.ACL.Log.Reset()
		c.Reply.OK()
		return nil
	case c.Len() == 3:
		var err error
		if n, err = c.Int(2); err != nil {
			return err
		}
	}

	entries := c.Srv.ACL.Log.Last(int(min(max(n, 0), math.MaxInt32)))

	now, w := c.Srv.Clock.Milli(), c.Reply
	w.Array(len(entries))
	for i := range entries {
		e := &entries[i]
		w.Map(10)
		number(w, "count", e.Count)
		text(w, "reason", e.Reason.String())
		text(w, "context", e.Context)
		text(w, "object", e.Object)
		text(w, "username", e.User)
		w.BulkString("age-seconds")
		w.Double(float64(max(now-e.Updated, 0)) / 1000)
		text(w, "client-info", e.Client)
		number(w, "entry-id", e.ID)
		number(w, "timestamp-created", e.Created)
		number(w, "timestamp-last-updated", e.Updated)
	}
	return nil
}

func number(w *resp.Writer, name string, n int64) {
	w.BulkString(name)
	w.Int(n)
}

func text(w *resp.Writer, name, value string) {
	w.BulkString(name)
	w.BulkString(value)
}
