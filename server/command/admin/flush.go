package admin

import (
	"redstart/server/command"
	"redstart/server/track"
)

var flushallSpec = &command.Spec{
	Name: "flushall", Arity: -1,
	Flags: command.Write | command.Exclusive,
	Group: command.ServerGroup, ACL: []string{"keyspace", "dangerous"},
	Tips:  []string{"request_policy:all_shards", "response_policy:all_succeeded"},
	Since: "1.0.0", Cost: "O(N) where N is the total number of keys in all databases",
	Syntax:  "[flush-type:(ASYNC@4.0.0 | SYNC@6.2.0)]",
	Summary: "Deletes the keys of all databases.",
	History: []command.Change{
		{Since: "4.0.0", What: "Added the `ASYNC` flushing mode modifier."},
		{Since: "6.2.0", What: "Added the `SYNC` flushing mode modifier."},
	},
	Reach: command.WholeServer,
	Run:   runFlushall,
}

var flushdbSpec = &command.Spec{
	Name: "flushdb", Arity: -1,
	Flags: command.Write | command.Exclusive,
	Group: command.ServerGroup, ACL: []string{"keyspace", "dangerous"},
	Tips:  []string{"request_policy:all_shards", "response_policy:all_succeeded"},
	Since: "1.0.0", Cost: "O(N) where N is the number of keys in the selected database",
	Syntax:  "[flush-type:(ASYNC@4.0.0 | SYNC@6.2.0)]",
	Summary: "Deletes the keys of the database.",
	History: []command.Change{
		{Since: "4.0.0", What: "Added the `ASYNC` flushing mode modifier."},
		{Since: "6.2.0", What: "Added the `SYNC` flushing mode modifier."},
	},
	Run: runFlushdb,
}

func runFlushall(c *command.Ctx) error {
	sync, err := flushMode(c)
	if err != nil {
		return err
	}

	c.Srv.Keys.FlushAll()
	forget(c, track.Every, sync)
	c.Tx.Bump() // logged even when there was nothing to delete: the log may hold keys that have expired here

	c.Reply.OK()
	return nil
}

func runFlushdb(c *command.Ctx) error {
	sync, err := flushMode(c)
	if err != nil {
		return err
	}

	c.Srv.Keys.Flush(c.Tx.DB())
	forget(c, c.Tx.DB(), sync)
	c.Tx.Bump()

	c.Reply.OK()
	return nil
}

// flushMode checks the words of a flush. Both modes are the same here: the memory is freed by Go's collector.
func flushMode(c *command.Ctx) (sync bool, err error) {
	a := c.Options(1)
	if a.More() && !a.Is("ASYNC") {
		sync = true
		if !a.Is("SYNC") {
			return false, command.ErrSyntax
		}
	}
	return sync || c.Len() == 1, a.Done()
}

// forget tells clients that keep copies of keys to forget those of a database, or all. The one that flushes hears of it before its reply, as from Redis,
// whose clients wait for a flush that is not asynchronous.
func forget(c *command.Ctx, db int, sync bool) {
	if !c.Srv.Track.On() {
		return
	}
	c.Srv.Track.Flushed(db)
	if sync && !c.NoWait {
		c.Session.Overhear()
	}
}
