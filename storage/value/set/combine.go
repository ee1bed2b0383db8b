package set

import (
	"cmp"
	"slices"

	"redstart/storage/value/pack"
)

// Ascending orders sets by their number of members.
func Ascending(a, b Set) int { return cmp.Compare(a.Len(), b.Len()) }

// Inter calls emit with the members that all sets have, until it returns false. The sets, of which there is at least one, are sorted by
// their number of members, unless one is empty.
func Inter(sets []Set, emit func(pack.Entry) bool) {
	for i := range sets {
		if sets[i].Len() == 0 {
			return
		}
	}
	slices.SortStableFunc(sets, Ascending)
	others := sets[1:]
	var p probe
	p.start(others, sets[0].Len())
	sets[0].Each(func(e pack.Entry) bool {
		return !p.all(others, e) || emit(e)
	})
}

// fewSets is the number of sets up to which a member of one is looked up in the others, rather than in a set that is made for it.
const fewSets = 4

// Union calls emit with the members that any set has. The sets, of which there is at least one, are put in another order.
func Union(sets []Set, emit func(pack.Entry)) {
	// The largest first: so members are looked up in sets that are no smaller than their own, where that is cheap.
	slices.SortStableFunc(sets, func(a, b Set) int { return Ascending(b, a) })
	if len(sets) > fewSets {
		unionOfMany(sets, emit)
		return
	}
	sum := 0
	for i := range sets[1:] {
		sum += sets[i+1].Len()
	}
	var p probe
	p.start(sets, sum)
	for i := range sets {
		sets[i].Each(func(e pack.Entry) bool {
			if !p.any(sets, i, e) {
				emit(e)
			}
			return true
		})
	}
}

func unionOfMany(sets []Set, emit func(pack.Entry)) {
	seen := newLarge(Hashtable)
	for i := range sets {
		last := i == len(sets)-1
		sets[i].Each(func(e pack.Entry) bool {
			if last && !seen.has(e) || !last && seen.add(e) {
				emit(e)
			}
			return true
		})
	}
}

// Diff calls emit with the members of the first set that no other has. The others are put in another order.
func Diff(sets []Set, emit func(pack.Entry)) {
	first, others := &sets[0], sets[1:]
	sum, slow := 0, 0 // sets that are walked over
	for i := range others {
		n := others[i].Len()
		sum += n
		if others[i].enc == Listpack && others[i].large == nil {
			slow += 1 + n/indexMax
		}
	}
	if (slow > 1 || len(others) > fewSets) && sum < first.Len() {
		out := newLarge(Hashtable)
		for i := range others {
			others[i].Each(func(e pack.Entry) bool {
				out.add(e)
				return true
			})
		}
		others = []Set{{enc: Hashtable, large: out}}
	}
	// The largest first: there it is most likely.
	slices.SortStableFunc(others, func(a, b Set) int { return Ascending(b, a) })
	var p probe
	p.start(others, first.Len())
	first.Each(func(e pack.Entry) bool {
		if !p.any(others, len(others), e) {
			emit(e)
		}
		return true
	})
}
