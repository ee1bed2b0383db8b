package resp

import (
	"bytes"
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"
)

// joined is all that was written to w.
func joined(w *Writer) []byte {
	n := w.Len()
	b := w.Whole()
	if len(b) != n || w.Len() != n {
		panic(fmt.Sprintf("Len is %d, and there are %d bytes", n, len(b)))
	}
	return b
}

// A Writer that splits writes what one does that does not split, whatever is taken back and put between.
func TestWriterSplits(t *testing.T) {
	t.Parallel()
	for seed := range uint64(50) {
		rnd := rand.New(rand.NewPCG(seed, 1))
		whole, split := Writer{RESP3: seed%2 == 1}, Writer{RESP3: seed%2 == 1, Split: true}
		marks := []int{0}
		for range 60 {
			at := rnd.IntN(len(marks))
			text := bytes.Repeat([]byte{byte('a' + rnd.IntN(26))}, rnd.IntN(pieceSize))
			kind := rnd.IntN(10)
			for _, w := range []*Writer{&whole, &split} {
				switch kind {
				case 0:
					w.Truncate(marks[at])
				case 1:
					w.EndArray(marks[at], 12345)
				case 2:
					w.EndMap(marks[at], 1)
				case 3:
					w.Insert(marks[at], text)
				case 4:
					w.BulkString(string(text))
				case 5:
					w.Raw(text)
				default:
					w.Bulk(text)
				}
			}
			if kind <= 3 {
				marks = marks[:at+1]
			}
			if marks = append(marks, whole.Len()); split.Len() != whole.Len() {
				t.Fatalf("seed %d: Len is %d, want %d", seed, split.Len(), whole.Len())
			}
		}
		if got := joined(&split); !bytes.Equal(got, whole.B) {
			t.Errorf("seed %d: other bytes", seed)
		}
	}
}

// No piece is long when the elements are short, and what a caller has seen of a reply stays.
func TestWriterPieces(t *testing.T) {
	t.Parallel()
	w := Writer{Split: true}
	mark := w.DeferArray()
	w.BulkString("first")
	view := w.B[len("$5\r\n"):][:5]
	for range 10 * pieceSize / 100 {
		w.Bulk(bytes.Repeat([]byte("x"), 100))
	}
	w.EndArray(mark, 1+10*pieceSize/100)
	if string(view) != "first" {
		t.Errorf("the view shows %q", view)
	}
	pieces := w.TakePieces()
	if len(pieces) < 10 {
		t.Errorf("%d pieces", len(pieces))
	}
	for _, p := range slices.Concat(pieces, [][]byte{w.B}) {
		if len(p) > pieceSize+200 {
			t.Errorf("a piece of %d bytes", len(p))
		}
	}
	if w.Len() != len(w.B) || len(w.TakePieces()) != 0 {
		t.Error("pieces are left after they were taken")
	}
	for range 2 * pieceSize / 100 {
		w.Bulk(bytes.Repeat([]byte("x"), 100))
	}
	if w.Reset(); w.Len() != 0 || len(w.TakePieces()) != 0 {
		t.Error("pieces are left after Reset")
	}
}
