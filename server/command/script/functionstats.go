package script

import (
	"redstart/server/command"
	"redstart/server/script"
)

var functionStatsSpec = &command.Spec{
	Name: "stats", Arity: 2,
	Flags: command.NoScript | command.AllowBusy,
	Group: command.Scripting,
	Tips:  []string{"nondeterministic_output", "request_policy:all_shards", "response_policy:special"},
	Since: "7.0.0", Cost: "O(1)",
	Summary: "Tells of the function that runs.",
	Reach:   command.WholeServer,
	Run:     runFunctionStats,
}

func runFunctionStats(c *command.Ctx) error {
	var err error
	w := c.Reply
	c.Srv.Scripts.Current(func(r *script.Running) {
		if r != nil && !r.Function {
			err = command.Error(script.ErrBusyScript.Error())
			return
		}
		w.Map(2)
		w.BulkString("running_script")
		if r == nil {
			w.Null()
			return
		}
		w.Map(3)
		w.BulkString("name")
		w.BulkString(r.Name)
		w.BulkString("command")
		w.Array(len(r.Command))
		for _, word := range r.Command {
			w.Bulk(word)
		}
		w.BulkString("duration_ms")
		w.Int(r.Host.Elapsed())
	})
	if err != nil {
		return err
	}

	w.BulkString("engines")
	w.Map(1)
	w.BulkString("LUA")
	w.Map(2)
	w.BulkString("libraries_count")
	w.Int(c.Srv.Scripts.Libraries())
	w.BulkString("functions_count")
	w.Int(c.Srv.Scripts.Functions())
	return nil
}
