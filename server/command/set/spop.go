package set

import (
	"redstart/resp"
	"redstart/server/command"
	"redstart/storage/table"
	"redstart/storage/value/pack"
	value "redstart/storage/value/set"
)

var spopSpec = &command.Spec{
	Name: "spop", Arity: -2,
	Flags: command.Write | command.Fast,
	Keys:  command.Key(1, command.RW|command.AccessValue|command.Delete),
	Group: command.Set,
	Tips:  []string{"nondeterministic_output"},
	Since: "1.0.0", Cost: "Without the count argument O(1), otherwise O(N) where N is the value of the passed count.",
	Syntax:  "key [count:integer@3.2.0]",
	Summary: "Takes random members out of a set.",
	History: []command.Change{
		{Since: "3.2.0", What: "Added the `count` argument."},
	},
	Run: runSpop,
}

func runSpop(c *command.Ctx) error {
	if c.Len() > 2 {
		return popMany(c)
	}
	key := c.Arg(1)
	r, err := c.Tx.EditValue(key, table.KindSet)
	if err != nil {
		return err
	}
	if r.IsNil() {
		c.Reply.Null()
		return nil
	}

	var s value.Set
	s.Open(r, c.Tx.Scratch())
	s.Pop(c.Tx.Rand, func(e pack.Entry) {
		c.Rewrite(wordSrem, key, replied(c, e))
	})
	storeRest(c, key, r, &s, "spop", 1)
	return nil
}

// popMany is SPOP with a number.
func popMany(c *command.Ctx) error {
	if c.Len() > 3 {
		return command.ErrSyntax
	}
	count, ok := resp.ParseInt(c.Arg(2))
	if !ok || count < 0 {
		return command.ErrNotPositive
	}
	key := c.Arg(1)
	r, err := c.Tx.EditValue(key, table.KindSet)
	if err != nil {
		return err
	}
	if r.IsNil() || count == 0 {
		c.Reply.Set(0)
		return nil
	}

	var s value.Set
	s.Open(r, c.Tx.Scratch())
	n := s.Len()
	if count >= int64(n) {
		popAll(c, key, &s)
		return nil
	}
	n = int(count)
	lim := limits(c)
	words := make([][]byte, 0, 2+min(n, wordsInLog))
	c.Reply.Set(n)
	s.Take(n, c.Tx.Rand, &lim, func(e pack.Entry) {
		if len(words) == 0 {
			words = append(words, wordSrem, key)
		}
		if words = append(words, replied(c, e)); len(words) == 2+wordsInLog {
			c.Also(words...)
			words = words[:0]
		}
	})
	if len(words) > 0 {
		c.Also(words...)
	}
	store(c, key, r, &s, "spop", n)
	return nil
}

// wordsInLog is how many members one SREM in the log takes, as in Redis.
const wordsInLog = 1024

// popAll replies with all members and deletes the key.
func popAll(c *command.Ctx, key []byte, s *value.Set) {
	n := s.Len()
	c.Reply.Set(n)
	s.Each(func(e pack.Entry) bool {
		reply(c, e)
		return true
	})
	c.Rewrite(command.WordDel, key)
	end(c, key, "spop", n)
}
