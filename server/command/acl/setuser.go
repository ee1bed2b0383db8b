package acl

import (
	"errors"

	"redstart/server/acl"
	"redstart/server/command"
)

var aclSetuserSpec = &command.Spec{
	Name: "setuser", Arity: -3,
	Flags: command.Admin | command.NoScript | command.Loading | command.Stale,
	Group: command.ServerGroup,
	Tips:  []string{"request_policy:all_nodes", "response_policy:all_succeeded"},
	Since: "6.0.0", Cost: "O(N). Where N is the number of rules provided.",
	Syntax:  "username [rule...]",
	Summary: "Makes a user, or changes its rules.",
	History: []command.Change{
		{Since: "6.2.0", What: "Added Pub/Sub channel patterns."},
		{Since: "7.0.0", What: "Added selectors and key based permissions."},
	},
	Secrets: allRules,
	Run:     runAclSetuser,
}

func runAclSetuser(c *command.Ctx) error {
	rules := make([]string, 0, c.Len()-3)
	for _, w := range c.Args[3:] {
		rules = append(rules, string(w))
	}

	u, lost, err := c.Srv.ACL.Set(string(c.Arg(2)), rules, false)
	var wrong *acl.RuleError
	switch {
	case errors.Is(err, acl.ErrName):
		return command.ErrUserName
	case errors.As(err, &wrong) && wrong.Start != "":
		return command.ErrParenthesis(wrong.Start)
	case wrong != nil:
		return command.ErrRule(wrong.Rule, wrong.Err)
	}
	if lost {
		silence(c, u)
	}

	c.Reply.OK()
	return nil
}
