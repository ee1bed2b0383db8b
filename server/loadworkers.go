package server

import (
	"hash/maphash"
	"sync"

	"redstart/server/command"
)

// A load spreads commands over workers by their key, so that each key's order is kept. What has keys of several workers, or none, waits
// until all workers are done with what came before, and runs alone.

// The bounds of a batch: what a worker gets at a time.
const (
	batchBytes    = 64 << 10
	batchCommands = 512
	batchesAhead  = 4 // per worker
	maxWorkers    = 8
)

// batch is commands for one worker, with their words.
type batch struct {
	bytes    []byte // the words' bytes; never grown in place, as words are views of it
	words    [][]byte
	commands []loaded
}

// loaded is one command of a batch.
type loaded struct {
	cmd *command.Entry
	db  int
	end int // of its words in batch.words
}

func newBatch() *batch {
	return &batch{bytes: make([]byte, 0, batchBytes), commands: make([]loaded, 0, batchCommands)}
}

// fits reports whether size more bytes have room.
func (b *batch) fits(size int) bool {
	return len(b.commands) < batchCommands && cap(b.bytes)-len(b.bytes) >= size
}

// add copies a command, which fits.
func (b *batch) add(cmd *command.Entry, db int, args [][]byte) {
	for _, a := range args {
		begin := len(b.bytes)
		b.bytes = append(b.bytes, a...)
		b.words = append(b.words, b.bytes[begin:len(b.bytes):len(b.bytes)])
	}
	b.commands = append(b.commands, loaded{cmd, db, len(b.words)})
}

func (b *batch) reset() {
	b.bytes, b.words, b.commands = b.bytes[:0], b.words[:0], b.commands[:0]
}

// workers apply the commands of a load.
type workers struct {
	seed   maphash.Seed
	one    []worker
	free   chan *batch
	flying sync.WaitGroup // batches that were handed over and are not done
	ended  sync.WaitGroup
}

type worker struct {
	next  *batch // nil: empty
	queue chan *batch
}

// startWorkers starts n workers, none for one. Every worker has a run of its own, which runs a batch.
func startWorkers(n int, run func() func(*batch)) *workers {
	if n == 1 {
		return nil
	}
	ws := &workers{seed: maphash.MakeSeed(), one: make([]worker, n), free: make(chan *batch, n*(batchesAhead+2))}
	for i := range ws.one {
		queue := make(chan *batch, batchesAhead)
		ws.one[i].queue = queue
		do := run()
		ws.ended.Go(func() {
			for b := range queue {
				do(b)
				ws.giveBack(b)
				ws.flying.Done()
			}
		})
	}
	return ws
}

// giveBack keeps a batch for the next use, unless one huge word made it huge.
func (ws *workers) giveBack(b *batch) {
	if cap(b.bytes) > batchBytes {
		return
	}
	b.reset()
	select {
	case ws.free <- b:
	default:
	}
}

// of is the worker for a command with these keys; nil: it has none.
func (ws *workers) of(args [][]byte, keys []command.FoundKey) *worker {
	var w *worker
	for _, k := range keys {
		v := ws.ofKey(args[k.Pos])
		if w != nil && v != w {
			return nil
		}
		w = v
	}
	return w
}

func (ws *workers) ofKey(key []byte) *worker {
	return &ws.one[maphash.Bytes(ws.seed, key)%uint64(len(ws.one))]
}

// give hands a command to w.
func (ws *workers) give(w *worker, cmd *command.Entry, db int, args [][]byte) {
	size := 0
	for _, a := range args {
		size += len(a)
	}
	if w.next != nil && !w.next.fits(size) {
		ws.handOver(w)
	}
	if w.next == nil {
		w.next = ws.empty(size)
	}
	w.next.add(cmd, db, args)
}

// empty is a batch with room for size bytes.
func (ws *workers) empty(size int) *batch {
	if size > batchBytes {
		return &batch{bytes: make([]byte, 0, size)}
	}
	select {
	case b := <-ws.free:
		return b
	default:
		return newBatch()
	}
}

func (ws *workers) handOver(w *worker) {
	ws.flying.Add(1)
	w.queue <- w.next
	w.next = nil
}

// wait returns when everything that was given is applied.
func (ws *workers) wait() {
	for i := range ws.one {
		if w := &ws.one[i]; w.next != nil {
			ws.handOver(w)
		}
	}
	ws.flying.Wait()
}

// end applies the rest and ends the workers.
func (ws *workers) end() {
	ws.wait()
	for i := range ws.one {
		close(ws.one[i].queue)
	}
	ws.ended.Wait()
}
