package aof

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"math"
	"os"
	"strconv"
	"strings"
)

// LoadResult says what Load has found.
type LoadResult struct {
	Commands  int64 // commands applied, without SELECT, MULTI and EXEC
	Bytes     int64 // size of all files
	Truncated int64 // bytes cut off the end
}

// LoadError says where the log cannot be loaded and why.
type LoadError struct {
	File   string // name without directory
	Offset int64  // bytes from the beginning of the file
	Torn   bool   // the file ends inside a record
	Err    error
}

func (e *LoadError) Error() string {
	if e.Torn {
		return fmt.Sprintf("Unexpected end of file reading the append only file %s. You can: 1) Make a backup of your AOF file, "+
			"then use ./redis-check-aof --fix <filename.manifest>. 2) Alternatively you can set the 'aof-load-truncated' "+
			"configuration option to yes and restart the server. (offset %d: %v)", e.File, e.Offset, e.Err)
	}
	var d *damage
	if errors.As(e.Err, &d) {
		return fmt.Sprintf("Bad file format reading the append only file %s: make a backup of your AOF file, "+
			"then use ./redis-check-aof --fix <filename.manifest> (offset %d: %v)", e.File, e.Offset, e.Err)
	}
	return fmt.Sprintf("reading the append only file %s at offset %d: %v", e.File, e.Offset, e.Err)
}

func (e *LoadError) Unwrap() error { return e.Err }

// loader replays the files of one log.
type loader struct {
	l        *Log
	apply    func(db int, args [][]byte) error
	progress func(done, total int64)
	result   LoadResult
	done     int64 // bytes of the files before this one
	name     string
	db       int
	tx       []byte // the commands of an open transaction, from its MULTI on
	txAt     int64  // offset of the MULTI
	txArgs   [][]byte
}

// progressStep is how many bytes lie between two calls of progress.
const progressStep = 1 << 20

// Load replays the log in order: apply gets each command with its database; the arguments are valid during the call only.
// SELECT, MULTI and EXEC do not reach it; the commands of a transaction arrive together or not at all. An error of apply ends
// the load. progress may be nil; it gets bytes. An old single file is taken over first, as redis-server 7 does it. A torn tail
// is cut off, with an event, unless Options.RefuseTruncated; any other damage is returned as a *LoadError. If the log is on
// (DEBUG LOADAOF), the caller has flushed it and lets nothing be appended.
func (l *Log) Load(apply func(db int, args [][]byte) error, progress func(done, total int64)) (LoadResult, error) {
	l.files.Lock()
	defer l.files.Unlock()
	if err := l.upgrade(); err != nil {
		return LoadResult{}, err
	}
	if progress == nil {
		progress = func(int64, int64) {}
	}
	ld := &loader{l: l, apply: apply, progress: progress}
	files := l.files.m.files()
	sizes := make([]int64, len(files))
	for i, e := range files {
		size, err := l.o.FS.Size(l.path(e.name))
		if err != nil {
			return ld.result, fmt.Errorf("unable to obtain the AOF file %s length: %w", e.name, err)
		}
		sizes[i] = size
		ld.result.Bytes += size
	}
	for i, e := range files {
		if sizes[i] == 0 {
			continue
		}
		last := true
		for _, size := range sizes[i+1:] {
			last = last && size == 0
		}
		if err := ld.file(e, sizes[i], last); err != nil {
			return ld.result, err
		}
		ld.done += sizes[i]
		sizes[i] -= ld.result.Truncated // only the last of those with records can be torn
	}
	progress(ld.result.Bytes, ld.result.Bytes)
	l.loadDone(files, sizes, ld.result)
	return ld.result, nil
}

// loadDone notes the sizes of what was loaded. The caller holds files.
func (l *Log) loadDone(files []entry, sizes []int64, r LoadResult) {
	l.files.loaded = true
	l.currentSize.Store(r.Bytes - r.Truncated)
	l.baseSize.Store(0)
	if len(files) > 0 && files[0].kind == kindBase {
		l.baseSize.Store(sizes[0])
	}
}

// file replays one file. last says that no record follows in another.
func (ld *loader) file(e entry, size int64, last bool) error {
	ld.name, ld.db, ld.tx = e.name, 0, nil
	began := ld.l.o.Now()
	if strings.HasSuffix(e.name, ".rdb") {
		return ld.wrap(0, ErrRDBBase)
	}
	f, err := ld.l.o.FS.OpenFile(ld.l.path(e.name), os.O_RDONLY, 0)
	if err != nil {
		return err
	}
	s := &scanner{r: f, maxBulk: ld.l.o.MaxBulk}
	err = ld.commands(s)
	if cerr := f.Close(); err == nil || errors.Is(err, io.EOF) {
		err = cerr
	}
	if errors.Is(err, errShort) {
		err = ld.tornTail(s, size, last)
	}
	if err != nil {
		return err
	}
	ld.l.o.OnEvent(Event{Kind: LoadedFile, File: e.name, Millis: ld.l.o.Now() - began})
	return nil
}

// commands replays until the end of the file. It returns errShort if that is torn, also by an open transaction.
func (ld *loader) commands(s *scanner) error {
	nextStep := int64(0)
	for {
		at := s.offset
		if at >= nextStep {
			ld.progress(ld.done+at, ld.result.Bytes)
			nextStep = at + progressStep
		}
		raw, args, err := s.next()
		if err != nil {
			var d *damage
			switch {
			case errors.Is(err, io.EOF) && ld.tx != nil:
				return errShort
			case errors.Is(err, io.EOF) || errors.Is(err, errShort):
				return err
			case errors.As(err, &d) && at == 0 && bytes.HasPrefix(s.buf[:s.end], []byte("REDIS")):
				return ld.wrap(0, ErrRDBBase)
			case errors.As(err, &d):
				return ld.wrap(at+int64(d.at), err)
			}
			return ld.wrap(at, err)
		}
		if ld.tx == nil && len(args) == 0 {
			continue
		}
		if err := ld.command(at, raw, args); err != nil {
			return err
		}
	}
}

// command takes one command, or a comment inside a transaction.
func (ld *loader) command(at int64, raw []byte, args [][]byte) error {
	word := control(args)
	if ld.tx == nil {
		switch word {
		case wordMulti:
			ld.txAt = at
			ld.tx = append(make([]byte, 0, 512), raw...)
			return nil
		case wordExec:
			ld.l.o.OnEvent(Event{Kind: IgnoredCommand, File: ld.name, Offset: at})
			return nil
		}
		return ld.run(at, word, args)
	}
	ld.tx = append(ld.tx, raw...)
	switch word {
	case wordMulti:
		ld.l.o.OnEvent(Event{Kind: IgnoredCommand, File: ld.name, Offset: at})
	case wordExec:
		return ld.exec()
	}
	return nil
}

// exec replays the transaction that has been collected.
func (ld *loader) exec() error {
	tx := ld.tx
	ld.tx = nil
	for at := 0; at < len(tx); {
		n, args, err := parseCommand(tx[at:], ld.txArgs, ld.l.o.MaxBulk)
		if err != nil {
			return ld.wrap(ld.txAt+int64(at), err)
		}
		ld.txArgs = args
		if word := control(args); len(args) > 0 && word != wordMulti && word != wordExec {
			if err := ld.run(ld.txAt+int64(at), word, args); err != nil {
				return err
			}
		}
		at += n
	}
	return nil
}

// run applies one command, or follows a SELECT.
func (ld *loader) run(at int64, word controlWord, args [][]byte) error {
	if word == wordSelect {
		db, err := strconv.Atoi(string(args[1]))
		if err != nil || db < 0 || db > math.MaxInt32 {
			return ld.wrap(at, &damage{0, "SELECT without a database number"})
		}
		ld.db = db
		return nil
	}
	if err := ld.apply(ld.db, args); err != nil {
		return ld.wrap(at, err)
	}
	ld.result.Commands++
	return nil
}

// tornTail cuts the file back to its last whole record or transaction.
func (ld *loader) tornTail(s *scanner, size int64, last bool) error {
	at := s.offset
	var cause error = errShort
	if ld.tx != nil {
		at = ld.txAt
		cause = errors.New("a transaction without its EXEC")
	}
	if !last {
		return ld.wrap(at, &damage{0, "the truncated file is not the last file: " + cause.Error()})
	}
	if ld.l.refuse.Load() {
		return &LoadError{File: ld.name, Offset: at, Torn: true, Err: cause}
	}
	if ld.tx != nil {
		ld.l.o.OnEvent(Event{Kind: TxReverted, File: ld.name, Offset: at})
	}
	if err := ld.l.o.FS.Truncate(ld.l.path(ld.name), at); err != nil {
		return ld.wrap(at, err)
	}
	ld.result.Truncated = size - at
	ld.l.o.OnEvent(Event{Kind: TailTruncated, File: ld.name, Offset: at})
	return nil
}

func (ld *loader) wrap(at int64, err error) error {
	return &LoadError{File: ld.name, Offset: at, Err: err}
}

// controlWord is a command that the loader itself obeys.
type controlWord int

const (
	wordNone controlWord = iota
	wordSelect
	wordMulti
	wordExec
)

func control(args [][]byte) controlWord {
	switch len(args) {
	case 1:
		if equalFold(args[0], "exec") {
			return wordExec
		}
		if equalFold(args[0], "multi") {
			return wordMulti
		}
	case 2:
		if equalFold(args[0], "select") {
			return wordSelect
		}
	}
	return wordNone
}

// equalFold compares with a word of lower-case letters.
func equalFold(b []byte, word string) bool {
	if len(b) != len(word) {
		return false
	}
	for i, c := range b {
		if c|0x20 != word[i] {
			return false
		}
	}
	return true
}
