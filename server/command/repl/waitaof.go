package repl

import (
	"math"

	"redstart/resp"
	"redstart/server/client"
	"redstart/server/command"
)

var waitaofSpec = &command.Spec{
	Name: "waitaof", Arity: 4,
	Flags: command.Blocking,
	Group: command.Generic, ACL: []string{"connection", "-keyspace"},
	Tips:  []string{"request_policy:all_shards", "response_policy:agg_min"},
	Since: "7.2.0", Cost: "O(1)",
	Syntax:  "numlocal:integer numreplicas:integer timeout:integer",
	Summary: "Waits until this connection's writes are on the disks of the server and its replicas.",
	Run:     runWaitaof,
}

func runWaitaof(c *command.Ctx) error {
	local, err := c.Int(1)
	if err != nil {
		return err
	}
	if local < 0 || local > 1 {
		return command.ErrWaitLocal
	}
	replicas, err := c.Int(2)
	if err != nil || replicas < 0 || replicas > math.MaxInt32 {
		return command.ErrNotPositive
	}
	ms, err := c.Timeout(c.Arg(3))
	if err != nil {
		return err
	}
	log, mine := c.Srv.Log, c.Client.LogOffset.Load()
	if local > 0 && !log.Logging() {
		return command.ErrWaitNoLog
	}

	done := localAcks(log, mine)
	if done >= local && replicas == 0 {
		reply(c.Reply, done)
		return nil
	}
	w := &client.Wait{Deadline: c.Deadline(ms), Timeout: func(w *resp.Writer) { reply(w, localAcks(log, mine)) }}
	k := c.Client
	if replicas == 0 && !c.NoWait {
		w.Cancel = log.OnLogSync(mine, func() { k.Serve(w, func(w *resp.Writer) { reply(w, 1) }) })
	}
	c.Await(w)
	return nil
}

// localAcks is 1 if the log is on and has everything before the offset on disk.
func localAcks(log command.Log, upto int64) int64 {
	if log.Logging() && log.LogSynced() >= upto {
		return 1
	}
	return 0
}

// reply tells how many servers have the writes on disk: this one, and its replicas.
func reply(w *resp.Writer, local int64) {
	w.Array(2)
	w.Int(local)
	w.Int(0)
}
