package admin

import (
	"redstart/server/command"
	"redstart/server/config"
	"redstart/server/latency"
)

var latencySpec = &command.Spec{
	Name: "latency", Arity: -2,
	Group: command.ServerGroup,
	Since: "2.8.13", Cost: "Depends on subcommand.",
	Summary: "Commands about delays that the server noticed.",
	Subs: []*command.Spec{
		latencyDoctorSpec,
		latencyGraphSpec,
		latencyHelpSpec,
		latencyHistogramSpec,
		latencyHistorySpec,
		latencyLatestSpec,
		latencyResetSpec,
	},
}

var latencyDoctorSpec = &command.Spec{
	Name: "doctor", Arity: 2,
	Flags: command.Admin | command.NoScript | command.Loading | command.Stale,
	Group: command.ServerGroup,
	Tips:  []string{"nondeterministic_output", "request_policy:all_nodes", "response_policy:special"},
	Since: "2.8.13", Cost: "O(1)",
	Summary: "Explains in words what slowed the server.",
	Run:     runLatencyDoctor,
}

var latencyGraphSpec = &command.Spec{
	Name: "graph", Arity: 3,
	Flags: command.Admin | command.NoScript | command.Loading | command.Stale,
	Group: command.ServerGroup,
	Tips:  []string{"nondeterministic_output", "request_policy:all_nodes", "response_policy:special"},
	Since: "2.8.13", Cost: "O(1)",
	Syntax:  "event",
	Summary: "Draws the delays of an event over time.",
	Run:     runLatencyGraph,
}

var latencyHelpSpec = &command.Spec{
	Name: "help", Arity: 2,
	Flags: command.Loading | command.Stale,
	Group: command.ServerGroup,
	Since: "2.8.13", Cost: "O(1)",
	Summary: "Lists the subcommands.",
	Run:     runLatencyHelp,
}

var latencyHistorySpec = &command.Spec{
	Name: "history", Arity: 3,
	Flags: command.Admin | command.NoScript | command.Loading | command.Stale,
	Group: command.ServerGroup,
	Tips:  []string{"nondeterministic_output", "request_policy:all_nodes", "response_policy:special"},
	Since: "2.8.13", Cost: "O(1)",
	Syntax:  "event",
	Summary: "Reports the recorded delays of an event.",
	Run:     runLatencyHistory,
}

var latencyLatestSpec = &command.Spec{
	Name: "latest", Arity: 2,
	Flags: command.Admin | command.NoScript | command.Loading | command.Stale,
	Group: command.ServerGroup,
	Tips:  []string{"nondeterministic_output", "request_policy:all_nodes", "response_policy:special"},
	Since: "2.8.13", Cost: "O(1)",
	Summary: "Reports the latest delay of each event.",
	Run:     runLatencyLatest,
}

var latencyResetSpec = &command.Spec{
	Name: "reset", Arity: -2,
	Flags: command.Admin | command.NoScript | command.Loading | command.Stale,
	Group: command.ServerGroup,
	Tips:  []string{"request_policy:all_nodes", "response_policy:agg_sum"},
	Since: "2.8.13", Cost: "O(1)",
	Syntax:  "[event...]",
	Summary: "Forgets the recorded delays of some or all events.",
	Run:     runLatencyReset,
}

func runLatencyLatest(c *command.Ctx) error {
	events := c.Srv.Latency.Latest()

	c.Reply.Array(len(events))
	for _, e := range events {
		c.Reply.Array(4)
		c.Reply.BulkString(e.Name)
		c.Reply.Int(e.Last.At)
		c.Reply.Int(e.Last.Millis)
		c.Reply.Int(e.Max)
	}
	return nil
}

func runLatencyHistory(c *command.Ctx) error {
	samples, _ := c.Srv.Latency.History(string(c.Arg(2)))

	c.Reply.Array(len(samples))
	for _, s := range samples {
		c.Reply.Array(2)
		c.Reply.Int(s.At)
		c.Reply.Int(s.Millis)
	}
	return nil
}

func runLatencyGraph(c *command.Ctx) error {
	graph := c.Srv.Latency.Graph(string(c.Arg(2)), c.Tx.Now()/1000)
	if graph == "" {
		return command.ErrNoLatency(c.Arg(2))
	}

	c.Reply.Verbatim("txt", graph)
	return nil
}

func runLatencyDoctor(c *command.Ctx) error {
	text := c.Srv.Latency.Doctor(latency.Advice{
		Now:        c.Tx.Now() / 1000,
		SlowMicros: c.Srv.Config.Int(config.SlowLogLogSlowerThan),
	})

	c.Reply.Verbatim("txt", text)
	return nil
}

func runLatencyReset(c *command.Ctx) error {
	events := make([]string, 0, c.Len()-2)
	for _, a := range c.Args[2:] {
		events = append(events, string(a))
	}

	c.Reply.Int(int64(c.Srv.Latency.Reset(events...)))
	return nil
}

func runLatencyHelp(c *command.Ctx) error {
	c.Help(
		"DOCTOR",
		"    Return a human readable latency analysis report.",
		"GRAPH <event>",
		"    Return an ASCII latency graph for the <event> class.",
		"HISTORY <event>",
		"    Return time-latency samples for the <event> class.",
		"LATEST",
		"    Return the latest latency samples for all events.",
		"RESET [<event> ...]",
		"    Reset latency data of one or more <event> classes.",
		"    (default: reset all data for all event classes)",
		"HISTOGRAM [COMMAND ...]",
		"    Return a cumulative distribution of latencies in the format of a histogram for the specified command names.",
		"    If no commands are specified then all histograms are replied.",
	)
	return nil
}
