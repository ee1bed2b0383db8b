package storage

import (
	"testing"

	"redstart/storage/table"
)

// A command does not lose a key between two of its steps, though another one takes the key's place meanwhile: the key goes when the
// command has ended, so that the log has its removal behind what the command did.
func TestCommandKeepsItsKey(t *testing.T) {
	for name, op := range map[string]func(tx *Tx, k []byte) (found bool){
		"get and set":    func(tx *Tx, k []byte) bool { tx.SetString(k, []byte("w"), 0, "set"); return true },
		"get and delete": func(tx *Tx, k []byte) bool { return !tx.Delete(k, "del").IsNil() },
		"get and look":   func(tx *Tx, k []byte) bool { return !tx.Look(k).IsNil() },
		"get and expire": func(tx *Tx, k []byte) bool { tx.SetExpire(k, testStart+1000, "expire"); return tx.Dirty() > 0 },
		"get and count":  func(tx *Tx, k []byte) bool { return tx.Reserve([][]byte{k}, -1) && !tx.Peek(k).IsNil() },
	} {
		for _, made := range []bool{false, true} {
			f := newFixture(t, Options{})
			bound(f, 1, true)
			if !made {
				set(f.tx, "k", "v")
			}
			ended := false
			f.removed = func(_ int, key string, _ Reason) {
				if key == "k" && !ended {
					t.Errorf("%s: the key is removed in the middle of a command", name)
				}
			}
			k := []byte("k")
			f.Gate.Enter(0)
			f.tx.Lock(k)
			if made {
				f.tx.SetString(k, []byte("v"), 0, "set")
			} else {
				f.tx.Edit(k)
			}
			other := takePlace(f, k)
			if !op(f.tx, k) {
				t.Errorf("%s: the key is gone", name)
			}
			f.tx.Unlock()
			ended = true
			other.Enforce()
			f.tx.Enforce()
			f.Gate.Leave(0)
			if _, ok := get(f.tx, "k"); ok {
				t.Errorf("%s: the key is still there", name)
			}
			if n := f.tx.Len(); n != 1 {
				t.Errorf("%s: %d keys", name, n)
			}
			f.checkBooks(t)
		}
	}
}

// takePlace adds a key in another shard than k's and leaves its victim to Enforce.
func takePlace(f *fixture, k []byte) *Tx {
	shift := 64 - f.spread
	mine := table.Hash(f.seed, k) >> shift
	for name := byte('a'); ; name++ {
		other := []byte{name}
		if table.Hash(f.seed, other)>>shift == mine {
			continue
		}
		tx := f.newTx()
		tx.Lock(other)
		tx.SetString(other, []byte("v"), 0, "set")
		tx.Unlock()
		return tx
	}
}
