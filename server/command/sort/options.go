package sort

import (
	"bytes"

	"redstart/server/cluster"
	"redstart/server/command"
)

// options are what SORT is asked for.
type options struct {
	desc, alpha   bool
	natural       bool     // the order in which the elements stand: a BY had a pattern that names no keys
	by            *pattern // nil: the elements themselves
	gets          []pattern
	limited       bool
	offset, count int64
	store         []byte // nil: reply
}

// parse reads the options; STORE is one where it may be.
func parse(c *command.Ctx, store bool) (o options, err error) {
	a := c.Options(2)
	for a.More() {
		switch {
		case a.Is("ASC"):
			o.desc = false
		case a.Is("DESC"):
			o.desc = true
		case a.Is("ALPHA"):
			o.alpha = true
		case a.Left() > 2 && a.Is("LIMIT"):
			o.limited = true
			o.offset, o.count = a.Int(), a.Int()
		case a.Left() > 1 && store && a.Is("STORE"):
			o.store = a.Bytes()
		case a.Left() > 1 && a.Is("BY"):
			p := newPattern(a.Bytes())
			o.by = &p
			o.natural = o.natural || p.fixed
			if !p.fixed && !c.MayReadAll() {
				a.Fail(command.ErrSortBy)
			}
		case a.Left() > 1 && a.Is("GET"):
			o.gets = append(o.gets, newPattern(a.Bytes()))
			if !c.MayReadAll() {
				a.Fail(command.ErrSortGet)
			}
		default:
			a.Fail(command.ErrSyntax)
		}
	}
	if err := a.Err(); err != nil || c.Srv.Cluster == nil {
		return o, err
	}
	return o, o.inSlot(cluster.Slot(c.Arg(1)))
}

// inSlot refuses patterns that may name keys of other slots.
func (o *options) inSlot(slot int) error {
	if o.by != nil && !o.by.fixed && cluster.PatternSlot(o.by.word) != slot {
		return command.ErrSortBySlots
	}
	for i := range o.gets {
		if p := &o.gets[i]; !p.self && cluster.PatternSlot(p.word) != slot {
			return command.ErrSortGetSlots
		}
	}
	return nil
}

// window returns the places, from the one to before the other, of those of n elements that LIMIT asks for.
func (o *options) window(n int) (from, to int) {
	if !o.limited {
		return 0, n
	}
	from = int(min(max(o.offset, 0), int64(n)))
	if o.count < 0 || o.count > int64(n-from) {
		return from, n
	}
	return from, from + int(o.count)
}

// findKeys finds the key that is sorted and the last one behind STORE.
func findKeys(args [][]byte, found []command.FoundKey) ([]command.FoundKey, bool) {
	found = append(found, command.FoundKey{Pos: 1, Access: command.RO | command.AccessValue})
	store := 0
	walk(args, func(i int, kept bool) bool {
		if kept {
			store = i
		}
		return true
	})
	if store > 0 {
		found = append(found, command.FoundKey{Pos: store, Access: command.OW | command.Update})
	}
	return found, true
}

// looksUp reports whether the command reads keys that its words do not name: those of a pattern of BY or GET.
func looksUp(args [][]byte) bool {
	found := false
	walk(args, func(i int, store bool) bool {
		found = !store && bytes.IndexByte(args[i], '*') >= 0
		return !found
	})
	return found
}

// walk calls fn with the positions of the words behind BY, GET and STORE until it returns false.
func walk(args [][]byte, fn func(i int, store bool) bool) {
	for i := 2; i+1 < len(args); i++ {
		switch word := args[i]; {
		case command.Fold(word, "LIMIT"):
			i += 2
		case command.Fold(word, "BY"), command.Fold(word, "GET"):
			i++
			if !fn(i, false) {
				return
			}
		case command.Fold(word, "STORE"):
			i++
			if !fn(i, true) {
				return
			}
		}
	}
}
