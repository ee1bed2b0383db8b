package resp

import (
	"bytes"
	"slices"
)

// pieceSize is what a piece of a long reply is made for, and about the most that memory is copied or cleared at once for a reply of many
// elements: a goroutine cannot be interrupted meanwhile, and a collection, for which it must be, makes everybody wait.
const pieceSize = 128 << 10

// shortPiece is what is not worth a piece of its own, which is sent by itself.
const shortPiece = 4 << 10

// cut puts what B has among the pieces.
func (w *Writer) cut() {
	w.pieces = append(w.pieces, w.B)
	w.before += len(w.B)
	w.B = make([]byte, 0, pieceSize+pieceSize/4)
}

// TakePieces hands over what stands before B, in order, and forgets it; most often that is nothing.
func (w *Writer) TakePieces() [][]byte {
	p := w.pieces
	w.pieces, w.before = nil, 0
	return p
}

// Whole puts everything into B and returns it.
func (w *Writer) Whole() []byte {
	if len(w.pieces) > 0 {
		w.B = bytes.Join(append(w.TakePieces(), w.B), nil)
	}
	return w.B
}

// rejoin is Truncate for what ends among the pieces.
func (w *Writer) rejoin(n int) {
	for w.before > n {
		last := len(w.pieces) - 1
		w.B = w.pieces[last]
		w.pieces[last] = nil
		w.pieces = w.pieces[:last]
		w.before -= len(w.B)
	}
	w.B = w.B[:n-w.before]
}

// insertPiece is Insert among the pieces.
func (w *Writer) insertPiece(mark int, b []byte) {
	i, at := len(w.pieces), w.before
	for at > mark {
		i--
		at -= len(w.pieces[i])
	}
	p := w.pieces[i]
	w.before += len(b)
	// Who has a view of the piece keeps it: what is moved is copied.
	if mark-at < shortPiece {
		w.pieces[i] = slices.Concat(p[:mark-at], b, p[mark-at:])
		return
	}
	head := append(p[:mark-at:mark-at], b...)
	w.pieces = slices.Replace(w.pieces, i, i+1, head, p[mark-at:])
}
