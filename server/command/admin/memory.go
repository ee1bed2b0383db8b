package admin

import (
	"runtime/debug"

	"redstart/server/command"
	"redstart/server/info"
)

var memorySpec = &command.Spec{
	Name: "memory", Arity: -2,
	Group: command.ServerGroup,
	Since: "4.0.0", Cost: "Depends on subcommand.",
	Summary: "Commands about memory in use.",
	Subs: []*command.Spec{
		memoryDoctorSpec,
		memoryHelpSpec,
		memoryMallocStatsSpec,
		memoryPurgeSpec,
		memoryStatsSpec,
		memoryUsageSpec,
	},
}

var memoryDoctorSpec = &command.Spec{
	Name: "doctor", Arity: 2,
	Group: command.ServerGroup,
	Tips:  []string{"nondeterministic_output", "request_policy:all_shards", "response_policy:special"},
	Since: "4.0.0", Cost: "O(1)",
	Summary: "Explains in words what looks wrong with memory in use.",
	Reach:   command.WholeServer,
	Run:     runMemoryDoctor,
}

var memoryHelpSpec = &command.Spec{
	Name: "help", Arity: 2,
	Flags: command.Loading | command.Stale,
	Group: command.ServerGroup,
	Since: "4.0.0", Cost: "O(1)",
	Summary: "Lists the subcommands.",
	Run:     runMemoryHelp,
}

var memoryMallocStatsSpec = &command.Spec{
	Name: "malloc-stats", Arity: 2,
	Group: command.ServerGroup,
	Tips:  []string{"nondeterministic_output", "request_policy:all_shards", "response_policy:special"},
	Since: "4.0.0", Cost: "Depends on how much memory is allocated, could be slow",
	Summary: "Reports the statistics of the memory allocator.",
	Reach:   command.WholeServer,
	Run:     runMemoryMallocStats,
}

var memoryPurgeSpec = &command.Spec{
	Name: "purge", Arity: 2,
	Flags: command.NoGate,
	Group: command.ServerGroup,
	Tips:  []string{"request_policy:all_shards", "response_policy:all_succeeded"},
	Since: "4.0.0", Cost: "Depends on how much memory is allocated, could be slow",
	Summary: "Gives memory that is not in use back to the operating system.",
	Reach:   command.WholeServer,
	Run:     runMemoryPurge,
}

func runMemoryDoctor(c *command.Ctx) error {
	m := c.Srv.Info.Memory()
	c.Reply.Verbatim("txt", m.Doctor())
	return nil
}

func runMemoryMallocStats(c *command.Ctx) error {
	sections := c.Srv.Info.Collect("runtime")
	c.Reply.Verbatim("txt", info.Text(sections))
	return nil
}

func runMemoryPurge(c *command.Ctx) error {
	debug.FreeOSMemory()
	c.Reply.OK()
	return nil
}

func runMemoryHelp(c *command.Ctx) error {
	c.Help(
		"DOCTOR",
		"    Return memory problems reports.",
		"MALLOC-STATS",
		"    Return internal statistics report from the memory allocator.",
		"PURGE",
		"    Attempt to purge dirty pages for reclamation by the allocator.",
		"STATS",
		"    Return information about the memory usage of the server.",
		"USAGE <key> [SAMPLES <count>]",
		"    Return memory in bytes used by <key> and its value. Nested values are",
		"    sampled up to <count> times (default: 5, 0 means sample all).",
	)
	return nil
}
