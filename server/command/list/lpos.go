package list

import (
	"math"

	"redstart/resp"
	"redstart/server/command"
	"redstart/storage/table"
	"redstart/storage/value/list"
	"redstart/storage/value/pack"
)

var lposSpec = &command.Spec{
	Name: "lpos", Arity: -3,
	Flags: command.ReadOnly,
	Keys:  command.Key(1, command.RO|command.AccessValue),
	Group: command.List,
	Since: "6.0.6", Cost: "O(N) where N is the number of elements in the list, for the average case. When searching for elements near the head or the tail of the list, or when the MAXLEN option is provided, the command may run in constant time.",
	Syntax:  "key element [RANK rank:integer] [COUNT num-matches:integer] [MAXLEN len:integer]",
	Summary: "Finds where elements of a list equal a value.",
	Run:     runLpos,
}

func runLpos(c *command.Ctx) error {
	o, err := parseSearch(c)
	if err != nil {
		return err
	}
	r, err := c.Tx.Value(c.Arg(1), table.KindList)
	if err != nil {
		return err
	}

	mark := 0
	if o.many {
		mark = c.Reply.DeferArray()
	}
	s := search{v: list.Of(r), want: pack.Parse(c.Arg(2)), o: o, reply: c.Reply}
	if o.rank > 0 {
		s.forward()
	} else {
		s.backward()
	}

	switch {
	case o.many:
		c.Reply.EndArray(mark, s.found)
	case s.found == 0:
		c.Reply.Null()
	}
	return nil
}

// searchOptions is what the options of LPOS say.
type searchOptions struct {
	rank  int64 // the first match that counts; negative: from the end
	count int64 // matches to reply with
	most  int64 // elements to compare
	many  bool  // the reply is an array
}

func parseSearch(c *command.Ctx) (searchOptions, error) {
	o := searchOptions{rank: 1, count: 1, most: math.MaxInt64}
	for a := c.Options(3); a.More(); {
		if a.Left() < 2 {
			return o, command.ErrSyntax
		}
		switch {
		case a.Is("RANK"):
			if o.rank = a.Int(); a.Err() != nil {
				return o, a.Err()
			}
			if o.rank == math.MinInt64 {
				return o, command.ErrRandomRange
			}
			if o.rank == 0 {
				return o, command.ErrRankZero
			}
		case a.Is("COUNT"):
			if o.count = a.Int(); a.Err() != nil || o.count < 0 {
				return o, command.ErrCountBelow0
			}
			o.many = true
		case a.Is("MAXLEN"):
			if o.most = a.Int(); a.Err() != nil || o.most < 0 {
				return o, command.ErrMaxLenBelow0
			}
		default:
			return o, command.ErrSyntax
		}
	}
	if o.count == 0 {
		o.count = math.MaxInt64
	}
	if o.most == 0 {
		o.most = math.MaxInt64
	}
	return o, nil
}

// search looks for elements equal to want and writes the positions of those that count.
type search struct {
	v     list.View
	want  pack.Entry
	o     searchOptions
	reply *resp.Writer
	seen  int64 // matches
	found int   // those that count
}

// hit counts a match at position i and reports whether enough are found.
func (s *search) hit(i int, skip int64) (done bool) {
	if s.seen++; s.seen <= skip {
		return false
	}
	s.reply.Int(int64(i))
	s.found++
	return int64(s.found) >= s.o.count
}

func (s *search) forward() {
	end := int(min(s.o.most, int64(s.v.Len())))
	for i := 0; i < end; {
		run := s.v.Span(i)
		for pos, stop := run.Pos, min(i+run.After, end); i < stop; i++ {
			var e pack.Entry
			if e, pos = run.At(pos); list.Same(e, s.want) && s.hit(i, s.o.rank-1) {
				return
			}
		}
	}
}

func (s *search) backward() {
	n := s.v.Len()
	end := n - int(min(s.o.most, int64(n)))
	var room []byte
	for i := n - 1; i >= end; {
		var run list.Span
		run, room = s.v.Span(i).Backward(room)
		first := i - run.Before
		for pos := run.Pos; i >= max(first, end); i-- {
			e, _ := run.At(pos)
			if list.Same(e, s.want) && s.hit(i, -s.o.rank-1) {
				return
			}
			if pos > 0 {
				pos = run.Prev(pos)
			}
		}
	}
}
