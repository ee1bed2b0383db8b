package str

import (
	"math"

	"redstart/resp"
	"redstart/server/command"
	"redstart/server/config"
)

var lcsSpec = &command.Spec{
	Name: "lcs", Arity: -3,
	Flags: command.ReadOnly,
	Keys:  command.KeyRange(1, 2, 1, command.RO|command.AccessValue),
	Group: command.String,
	Since: "7.0.0", Cost: "O(N*M) where N and M are the lengths of s1 and s2, respectively",
	Syntax:  "key1:key key2:key [LEN] [IDX] [MINMATCHLEN min-match-len:integer] [WITHMATCHLEN]",
	Summary: "Finds the longest common subsequence of two strings.",
	Run:     runLcs,
}

// lcsOptions are what LCS is asked for.
type lcsOptions struct {
	length, indexes, lengths bool
	minimum                  int64 // shortest match that IDX reports
}

func runLcs(c *command.Ctx) error {
	ra, errA := c.Tx.String(c.Arg(1))
	rb, errB := c.Tx.String(c.Arg(2))
	if errA != nil || errB != nil {
		return command.ErrLCSType
	}
	o, err := parseLCS(c)
	if err != nil {
		return err
	}
	var a, b []byte
	if !ra.IsNil() {
		a = ra.Value()
	}
	if !rb.IsNil() {
		b = rb.Value()
	}
	if err := checkLCS(c, a, b); err != nil {
		return err
	}

	g := newLCSGrid(a, b, !o.length)

	switch {
	case o.length:
		c.Reply.Int(int64(g.length))
	case o.indexes:
		g.replyIndexes(c.Reply, o)
	default:
		c.Reply.Bulk(g.text())
	}
	return nil
}

func parseLCS(c *command.Ctx) (o lcsOptions, err error) {
	a := c.Options(3)
	for a.More() {
		switch {
		case a.Is("IDX"):
			o.indexes = true
		case a.Is("LEN"):
			o.length = true
		case a.Is("WITHMATCHLEN"):
			o.lengths = true
		case a.Is("MINMATCHLEN"):
			o.minimum = a.Int()
		default:
			a.Fail(command.ErrSyntax)
		}
	}
	if o.indexes && o.length {
		a.Fail(command.ErrLCSBoth)
	}
	return o, a.Err()
}

// checkLCS refuses what Redis refuses, which takes four bytes for each pair of positions. We need a bit.
func checkLCS(c *command.Ctx, a, b []byte) error {
	if len(a) >= math.MaxUint32-1 || len(b) >= math.MaxUint32-1 {
		return command.ErrLCSLong
	}
	if (uint64(len(a))+1)*(uint64(len(b))+1) > uint64(c.Srv.Config.Int(config.ProtoMaxBulkLen))/4 {
		return command.ErrLCSMemory
	}
	return nil
}

// lcsGrid is a longest common subsequence of a and b, as the path from the ends of both to their begins. It is found by dynamic
// programming (R. A. Wagner, M. J. Fischer, "The String-to-String Correction Problem", 1974), of which only the directions are
// kept: the bit of a pair of positions where the bytes differ says that the longer rest is the one without a's byte.
type lcsGrid struct {
	a, b   []byte
	length int
	skipA  []uint64
}

// newLCSGrid computes the length, and the path if it is asked for.
func newLCSGrid(a, b []byte, path bool) *lcsGrid {
	g := &lcsGrid{a: a, b: b}
	if path {
		g.skipA = make([]uint64, (len(a)*len(b)+63)/64)
	}
	row := make([]uint32, len(b)+1) // row[j]: the length for a up to i and b up to j
	for i := range a {
		diagonal := uint32(0) // row[j] as it was for i-1
		for j := range b {
			above := row[j+1]
			switch {
			case a[i] == b[j]:
				row[j+1] = diagonal + 1
			case above > row[j]:
				if path {
					g.setSkipA(i, j)
				}
			default:
				row[j+1] = row[j]
			}
			diagonal = above
		}
	}
	g.length = int(row[len(b)])
	return g
}

func (g *lcsGrid) setSkipA(i, j int) {
	n := i*len(g.b) + j
	g.skipA[n/64] |= 1 << (n % 64)
}

// walk calls match for every pair of positions with a common byte on the path, from the ends on.
func (g *lcsGrid) walk(match func(i, j int)) {
	i, j := len(g.a)-1, len(g.b)-1
	for i >= 0 && j >= 0 {
		n := i*len(g.b) + j
		switch {
		case g.a[i] == g.b[j]:
			match(i, j)
			i--
			j--
		case g.skipA[n/64]>>(n%64)&1 != 0:
			i--
		default:
			j--
		}
	}
}

// text returns the common subsequence.
func (g *lcsGrid) text() []byte {
	text := make([]byte, g.length)
	n := g.length
	g.walk(func(i, _ int) {
		n--
		text[n] = g.a[i]
	})
	return text
}

// replyIndexes replies with the ranges of positions that match, from the end on, and the length.
func (g *lcsGrid) replyIndexes(w *resp.Writer, o lcsOptions) {
	w.Map(2)
	w.BulkString("matches")
	mark := w.DeferArray()
	count, size := 0, 0
	endA, endB := 0, 0 // of the range in hand, of size matches
	emit := func() {
		if size > 0 && int64(size) >= o.minimum {
			replyMatch(w, endA, endB, size, o.lengths)
			count++
		}
	}
	g.walk(func(i, j int) {
		if size == 0 || i != endA-size || j != endB-size {
			emit()
			endA, endB, size = i, j, 0
		}
		size++
	})
	emit()
	w.EndArray(mark, count)
	w.BulkString("len")
	w.Int(int64(g.length))
}

func replyMatch(w *resp.Writer, endA, endB, size int, withLength bool) {
	if withLength {
		w.Array(3)
	} else {
		w.Array(2)
	}
	for _, end := range [...]int{endA, endB} {
		w.Array(2)
		w.Int(int64(end - size + 1))
		w.Int(int64(end))
	}
	if withLength {
		w.Int(int64(size))
	}
}
