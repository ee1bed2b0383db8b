package geo

import (
	"strconv"

	"redstart/server/command"
	"redstart/storage/table"
	"redstart/storage/value/geohash"
	"redstart/storage/value/zset"
)

var geoaddSpec = &command.Spec{
	Name: "geoadd", Arity: -5,
	Flags: command.Write | command.DenyOOM,
	Keys:  command.Key(1, command.RW|command.Update),
	Group: command.Geo,
	Since: "3.2.0", Cost: "O(log(N)) for each item added, where N is the number of elements in the sorted set.",
	Syntax:  "key [condition:(NX | XX)@6.2.0] [change:CH@6.2.0] data:(longitude:double latitude:double member)...",
	Summary: "Adds places to a sorted set, or moves them.",
	History: []command.Change{
		{Since: "6.2.0", What: "Added the `CH`, `NX` and `XX` options."},
	},
	Run: runGeoadd,
}

// addition is one call of GEOADD.
type addition struct {
	onlyNew, onlyOld, countMoved bool
	words                        [][]byte // longitude, latitude and member, again and again
}

func runGeoadd(c *command.Ctx) error {
	add, err := parseAddition(c)
	if err != nil {
		return err
	}
	var room [8]uint64
	scores, err := encode(add.words, room[:0])
	if err != nil {
		return err
	}
	key := c.Arg(1)
	r, err := c.Tx.EditValue(key, table.KindZSet)
	if err != nil {
		return err
	}

	l, n := limits(c), len(scores)
	var set zset.Set
	if r.IsNil() {
		set = zset.New(c.Tx.Scratch(), n, len(add.words[2]), l)
	} else {
		set.Open(r, c.Tx.Scratch())
		set.Expect(n, l)
	}
	added, moved := add.apply(&set, scores, l)
	if added+moved > 0 {
		store(c, key, r, &set, "zadd")
		add.log(c, scores)
	}

	if add.countMoved {
		added += moved
	}
	c.Reply.Int(int64(added))
	return nil
}

func parseAddition(c *command.Ctx) (add addition, err error) {
	a := c.Options(2)
	for options := true; options; {
		switch {
		case a.Is("NX"):
			add.onlyNew = true
		case a.Is("XX"):
			add.onlyOld = true
		case a.Is("CH"):
			add.countMoved = true
		default:
			options = false
		}
	}
	if a.Left() == 0 || a.Left()%3 != 0 || add.onlyNew && add.onlyOld {
		return add, command.ErrSyntax
	}
	add.words = c.Args[c.Len()-a.Left():]
	return add, nil
}

// encode appends the scores of places to list.
func encode(words [][]byte, list []uint64) ([]uint64, error) {
	for i := 0; i < len(words); i += 3 {
		p, err := parsePlace(words[i], words[i+1])
		if err != nil {
			return nil, err
		}
		list = append(list, geohash.Encode(p))
	}
	return list, nil
}

// apply changes a set and counts.
func (add *addition) apply(set *zset.Set, scores []uint64, l zset.Limits) (added, moved int) {
	for i, bits := range scores {
		member, score := add.words[3*i+2], float64(bits)
		e, found := set.Find(member)
		switch {
		case !found && !add.onlyOld:
			set.Insert(e, member, score, l)
			added++
		case found && !add.onlyNew && e.Score != score:
			set.SetScore(e, member, score)
			moved++
		}
	}
	return added, moved
}

var wordZAdd = []byte("ZADD")

// log has the scores recorded, as Redis does, instead of the places that they were made of.
func (add *addition) log(c *command.Ctx, scores []uint64) {
	options := c.Args[2 : c.Len()-len(add.words)]
	var room [16][]byte
	words := append(room[:0], wordZAdd, c.Arg(1))
	words = append(words, options...)
	if len(scores) == 1 {
		c.Rewrite(append(words, c.Digits(int64(scores[0])), add.words[2])...)
		return
	}
	text := make([]byte, 0, 17*len(scores))
	for i, bits := range scores {
		from := len(text)
		text = strconv.AppendUint(text, bits, 10)
		words = append(words, text[from:], add.words[3*i+2])
	}
	c.Rewrite(words...)
}
