package admin

import "redstart/server/command"

var latencyHistogramSpec = &command.Spec{
	Name: "histogram", Arity: -2,
	Flags: command.Admin | command.NoScript | command.Loading | command.Stale,
	Group: command.ServerGroup,
	Tips:  []string{"nondeterministic_output", "request_policy:all_nodes", "response_policy:special"},
	Since: "7.0.0", Cost: "O(N) where N is the number of commands with latency information being retrieved.",
	Syntax:  "[command...]",
	Summary: "Reports how the run times of commands are distributed.",
	Run:     runLatencyHistogram,
}

func runLatencyHistogram(c *command.Ctx) error {
	mark, n := c.Reply.DeferMap(), 0
	show := func(e *command.Entry) { n += writeHistogram(c, e) }
	if c.Len() == 2 {
		c.Srv.Table.Each(show)
	}
	for _, name := range c.Args[2:] {
		e := c.Srv.Table.Find(name)
		if e == nil {
			continue
		}
		show(e)
		for _, sub := range e.Children() {
			show(sub)
		}
	}
	c.Reply.EndMap(mark, n)
	return nil
}

// writeHistogram writes a command's name and its histogram, and returns how many it wrote: none without calls.
func writeHistogram(c *command.Ctx, e *command.Entry) int {
	calls := e.Stats.Read()
	timed := calls.Timed()
	if timed == 0 {
		return 0
	}
	micros, counts := calls.Cumulative()
	c.Reply.BulkString(e.FullName)
	c.Reply.Map(2)
	c.Reply.BulkString("calls")
	c.Reply.Int(timed)
	c.Reply.BulkString("histogram_usec")
	c.Reply.Map(len(micros))
	for i := range micros {
		c.Reply.Int(micros[i])
		c.Reply.Int(counts[i])
	}
	return 1
}
