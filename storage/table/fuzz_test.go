package table

import (
	"bytes"
	"encoding/binary"
	"math/rand/v2"
	"slices"
	"testing"
)

// walker is a walk by Scan beside what happens to a model.
type walker struct {
	m       *model
	cursor  uint64
	missing map[string]bool // was there all the time and has not been given yet; nil: no walk runs
}

// step goes on with the walk, or begins one, and fails at its end if it has missed a record.
func (w *walker) step() {
	w.m.t.Helper()
	if w.missing == nil {
		w.missing = map[string]bool{}
		for k := range w.m.want {
			w.missing[k] = true
		}
	}
	w.cursor = w.m.table.Scan(w.cursor, func(r Record) {
		w.m.same("Scan", string(r.Key()), r)
		delete(w.missing, string(r.Key()))
	})
	if w.cursor != 0 {
		return
	}
	for k := range w.missing {
		if _, ok := w.m.want[k]; ok {
			w.m.t.Fatalf("%s was there during the whole walk and was not given", k)
		}
	}
	w.missing = nil
}

func (w *walker) delete(key string) {
	w.m.delete(key)
	delete(w.missing, key)
}

// FuzzTable runs the fuzzer's operations on a table and a map: an operation is a byte for what, two
// for the key. A walk goes on all the time.
func FuzzTable(f *testing.F) {
	f.Add([]byte{})
	f.Add([]byte{0, 1, 0, 1, 1, 0, 2, 1, 0, 3, 1, 0})
	rnd := rand.New(rand.NewPCG(7, 7))
	for _, n := range []int{30, 300, 3000} {
		ops := make([]byte, 0, 3*n)
		for i := range n {
			ops = append(ops, byte(rnd.IntN(4)*i%5))
			ops = binary.LittleEndian.AppendUint16(ops, uint16(rnd.IntN(n)))
		}
		f.Add(ops)
	}
	// Runs of keys: over the array, in and out of the segments while a walk goes on.
	f.Add(slices.Concat(runs(8, 14), steps(500), runs(8, 20), steps(700), runs(9, 16), steps(3000), runs(8, 10)))
	f.Add(slices.Concat(runs(8, 20), steps(40), runs(9, 13), steps(90), runs(8, 16), runs(9, 20), steps(4000)))
	f.Fuzz(func(t *testing.T, ops []byte) {
		m := newModel(t)
		w := walker{m: m}
		budget := maxRuns
		for ops = ops[:min(len(ops), 15_000)]; len(ops) >= 3 && budget > 0; ops = ops[3:] {
			n := int(binary.LittleEndian.Uint16(ops[1:]))
			k := key(n)
			switch ops[0] % 11 {
			case 0, 1, 2, 3:
				m.put(k, k[:ops[1]%16])
			case 4, 5:
				w.delete(k)
			case 6:
				m.replace(k, "x")
			case 7:
				m.get(k)
			case 8:
				budget--
				for i := range min(1000, maxFuzzed-len(m.want)) {
					m.put(key(n+i), "run")
				}
			case 9:
				budget--
				for i := range 1000 {
					w.delete(key(n + i))
				}
			case 10:
				w.step()
			}
		}
		m.check()
	})
}

// maxRuns and maxFuzzed bound the runs of keys and the records of FuzzTable, or it would be slow.
const (
	maxRuns   = 80
	maxFuzzed = 25_000
)

// runs returns n operations of FuzzTable that put or delete 1000 keys each, all different.
func runs(op byte, n int) []byte {
	var ops []byte
	for i := range n {
		ops = binary.LittleEndian.AppendUint16(append(ops, op), uint16(1000*i))
	}
	return ops
}

// steps returns n steps of a walk for FuzzTable.
func steps(n int) []byte { return bytes.Repeat([]byte{10, 0, 0}, n) }
