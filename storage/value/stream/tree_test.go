package stream

import (
	"slices"
	"testing"
)

type number64 int64

func (number64) bytes() int { return 8 }

// FuzzTree compares a tree with a sorted slice.
func FuzzTree(f *testing.F) {
	for seed := range 6 {
		var b []byte
		for i := range 4000 {
			b = append(b, byte(i*(seed+3)), byte((i*i*seed)>>5))
		}
		f.Add(b, seed%2 == 0)
	}
	f.Fuzz(func(t *testing.T, data []byte, ascending bool) {
		mem := 0
		tr := tree[number64]{mem: &mem}
		var model []ID
		for i := 0; i+1 < len(data); i += 2 {
			id := ID{uint64(data[i]), uint64(data[i+1])}
			if ascending && data[i]%4 != 0 {
				id = ID{uint64(i) << 8, 0}
			}
			at, found := slices.BinarySearchFunc(model, id, ID.Compare)
			if data[i]%3 == 0 && i > len(data)/3 {
				if len(model) > 0 && !found {
					at = int(data[i+1]) % len(model)
					id, found = model[at], true
				}
				if tr.remove(id) != found {
					t.Fatalf("remove(%v) is not %v", id, found)
				}
				if found {
					model = slices.Delete(model, at, at+1)
				}
				continue
			}
			if tr.put(id, number64(i)) == found {
				t.Fatalf("put(%v): found is %v", id, found)
			}
			if p := tr.at(id); !p.ok() || *p.value() != number64(i) {
				t.Fatalf("%v is not there", id)
			}
			if !found {
				model = slices.Insert(model, at, id)
			}
		}
		checkTree(t, &tr, model)
		for i := range model {
			if !tr.remove(model[i]) {
				t.Fatalf("%v cannot be removed", model[i])
			}
			if i == len(model)/2 {
				checkTree(t, &tr, model[i+1:])
			}
		}
		if tr.root != nil || mem != 0 {
			t.Fatalf("an empty tree holds %d bytes", mem)
		}
	})
}

func checkTree(t *testing.T, tr *tree[number64], model []ID) {
	t.Helper()
	if tr.n != len(model) {
		t.Fatalf("%d keys, want %d", tr.n, len(model))
	}
	i := 0
	for p := tr.least(); p.ok(); p = p.next() {
		if p.key() != model[i] {
			t.Fatalf("key %d is %v, want %v", i, p.key(), model[i])
		}
		i++
	}
	for p := tr.most(); p.ok(); p = p.prev() {
		i--
		if p.key() != model[i] {
			t.Fatalf("backwards: key %d is %v, want %v", i, p.key(), model[i])
		}
	}
	for i, id := range model {
		next, _ := id.Next()
		from, upTo := tr.from(next), tr.upTo(next)
		if i+1 < len(model) && (!from.ok() || from.key() != model[i+1]) || i+1 == len(model) && from.ok() {
			t.Fatalf("from(%v) is wrong", next)
		}
		if want := max(i, sort(model, next)); !upTo.ok() || upTo.key() != model[want] {
			t.Fatalf("upTo(%v) is wrong", next)
		}
	}
	if tr.root != nil && tr.root.sum() != *tr.mem {
		t.Fatalf("holds %d bytes, counted are %d", *tr.mem, tr.root.sum())
	}
}

// sort is the position of id in model; -1: it is not there.
func sort(model []ID, id ID) int {
	if i, found := slices.BinarySearchFunc(model, id, ID.Compare); found {
		return i
	}
	return -1
}
