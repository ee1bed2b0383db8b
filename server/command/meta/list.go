package meta

import (
	"slices"
	"strings"

	"redstart/server/command"
	"redstart/server/glob"
)

var commandListSpec = &command.Spec{
	Name: "list", Arity: -2,
	Flags: command.Loading | command.Stale,
	Group: command.ServerGroup, ACL: []string{"connection"},
	Tips:  []string{"nondeterministic_output_order"},
	Since: "7.0.0", Cost: "O(N) where N is the total number of Redis commands",
	Syntax:  "[FILTERBY (MODULE module-name | ACLCAT category | PATTERN pattern)]",
	Summary: "Names the commands.",
	Run:     runCommandList,
}

func runCommandList(c *command.Ctx) error {
	match := func(*command.Entry) bool { return true }
	if c.Len() > 2 {
		var err error
		if match, err = filter(c.Args[2:]); err != nil {
			return err
		}
	}

	mark, n := c.Reply.DeferArray(), 0
	c.Srv.Table.Each(func(e *command.Entry) {
		if match(e) {
			c.Reply.BulkString(e.FullName)
			n++
		}
	})
	c.Reply.EndArray(mark, n)
	return nil
}

// filter reads the words from FILTERBY on and returns what they ask for.
func filter(words [][]byte) (func(*command.Entry) bool, error) {
	if len(words) != 3 || !command.Fold(words[0], "FILTERBY") {
		return nil, command.ErrSyntax
	}
	by, what := words[1], words[2]
	switch {
	case command.Fold(by, "MODULE"): // no command comes from a module
		return func(*command.Entry) bool { return false }, nil
	case command.Fold(by, "ACLCAT"):
		category := strings.ToLower(string(what))
		return func(e *command.Entry) bool { return slices.Contains(e.Categories(nil), category) }, nil
	case command.Fold(by, "PATTERN"):
		return func(e *command.Entry) bool { return glob.Match(what, []byte(e.FullName), true) }, nil
	}
	return nil, command.ErrSyntax
}
