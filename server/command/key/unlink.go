package key

import "redstart/server/command"

var unlinkSpec = &command.Spec{
	Name: "unlink", Arity: -2,
	Flags: command.Write | command.Fast,
	Keys:  command.KeyRange(1, -1, 1, command.RM|command.Delete),
	Group: command.Generic,
	Tips:  []string{"request_policy:multi_shard", "response_policy:agg_sum"},
	Since: "4.0.0", Cost: "O(1) for each key removed regardless of its size. Then the command does O(N) work in a different thread in order to reclaim memory, where N is the number of allocations the deleted objects where composed of.",
	Syntax:  "key...",
	Summary: "Deletes keys and frees their memory in the background.",
	Run:     runDel,
}
