package resp

import "bytes"

// pieceSize is what a piece of a long reply is made for, and about the most that memory is copied or cleared at once for a reply of many
// elements: a goroutine cannot be interrupted meanwhile, and a collection, for which it must be, makes everybody wait.
const pieceSize = 128 << 10

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
	// Who has a view of the piece keeps it: the part before the mark moves, and the rest stays.
	head := append(p[:mark-at:mark-at], b...)
	w.pieces[i] = p[mark-at:]
	w.pieces = append(w.pieces, nil)
	copy(w.pieces[i+1:], w.pieces[i:])
	w.pieces[i] = head
	w.before += len(b)
}
