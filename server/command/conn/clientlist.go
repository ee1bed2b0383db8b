package conn

import (
	"slices"

	"redstart/resp"
	"redstart/server/client"
	"redstart/server/command"
)

var clientListSpec = &command.Spec{
	Name: "list", Arity: -2,
	Flags: command.Admin | command.NoScript | command.Loading | command.Stale,
	Group: command.Connection,
	Tips:  []string{"nondeterministic_output"},
	Since: "2.4.0", Cost: "O(N) where N is the number of client connections",
	Syntax:  "[TYPE client-type:(NORMAL | MASTER | REPLICA | PUBSUB)@5.0.0] [ID client-id:integer...@6.2.0]",
	Summary: "Describes open connections, one a line.",
	History: []command.Change{
		{Since: "2.8.12", What: "Added unique client `id` field."},
		{Since: "5.0.0", What: "Added optional `TYPE` filter."},
		{Since: "6.0.0", What: "Added `user` field."},
		{Since: "6.2.0", What: "Added `argv-mem`, `tot-mem`, `laddr` and `redir` fields and the optional `ID` filter."},
		{Since: "7.0.0", What: "Added `resp`, `multi-mem`, `rbs` and `rbp` fields."},
		{Since: "7.0.3", What: "Added `ssub` field."},
		{Since: "7.2.0", What: "Added `lib-name` and `lib-ver` fields."},
		{Since: "7.4.0", What: "Added `watch` field."},
		{Since: "8.0.0", What: "Added `io-thread` field."},
	},
	Reach: command.OwnStore,
	Run:   runClientList,
}

func runClientList(c *command.Ctx) error {
	var chosen []*client.Client
	switch {
	case c.Len() == 2:
		chosen = visible(c)
	case c.Len() == 4 && command.Fold(c.Arg(2), "TYPE"):
		t, err := clientType(c.Arg(3))
		if err != nil {
			return err
		}
		chosen = slices.DeleteFunc(visible(c), func(k *client.Client) bool { return kindOf(k) != t })
	case c.Len() > 3 && command.Fold(c.Arg(2), "ID"):
		for _, word := range c.Args[3:] {
			id, ok := resp.ParseInt(word)
			if !ok {
				return command.ErrClientID
			}
			if one := find(c, id); one != nil {
				chosen = append(chosen, one)
			}
		}
	default:
		return command.ErrSyntax
	}
	var b []byte
	for _, one := range chosen {
		b = appendClient(b, c, one)
	}
	c.Reply.Verbatim("txt", string(b))
	return nil
}

// kind is a type of connections, as CLIENT LIST and CLIENT KILL choose by it.
type kind int

const (
	normal kind = iota
	primary
	replica
	pubsub
)

func kindOf(k *client.Client) kind {
	if k.Has(client.PubSub) {
		return pubsub
	}
	return normal
}

func clientType(word []byte) (kind, error) {
	switch {
	case command.Fold(word, "NORMAL"):
		return normal, nil
	case command.Fold(word, "MASTER"):
		return primary, nil
	case command.Fold(word, "REPLICA"), command.Fold(word, "SLAVE"):
		return replica, nil
	case command.Fold(word, "PUBSUB"):
		return pubsub, nil
	}
	return 0, command.ErrClientType(word)
}
