package cluster

import "redstart/server/command"

var askingSpec = &command.Spec{
	Name: "asking", Arity: 1,
	Flags: command.Fast,
	Group: command.Cluster, ACL: []string{"connection"},
	Since: "3.0.0", Cost: "O(1)",
	Summary: "Allows the next command to use a slot that is being moved here.",
	Run:     inCluster(runAsking),
}

// runAsking has nothing to allow: no slot is ever moved.
func runAsking(c *command.Ctx) error {
	c.Reply.OK()
	return nil
}
