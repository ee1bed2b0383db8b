package aof

import (
	"context"
	"errors"
	"io"
	"io/fs"
	"math"
	"os"
	"path/filepath"
	"sync"
	"sync/atomic"
	"time"
)

// Policy says when the log is synced to disk, as appendfsync does.
type Policy int32

// The policies. EverySec is the zero value, as it is redis-server's default.
const (
	EverySec Policy = iota // once a second, by Run
	Always                 // before Flush returns
	No                     // when the kernel likes, and at Close
)

// The errors that callers may want to tell apart.
var (
	ErrOff            = errors.New("the append only file is off")
	ErrOn             = errors.New("the append only file is already on")
	ErrNotLoaded      = errors.New("the append only file has not been loaded")
	ErrRewriteRunning = errors.New("a rewrite of the append only file is already in progress")
	ErrAborted        = errors.New("the rewrite of the append only file was aborted")
	ErrRDBBase        = errors.New("the AOF file is in RDB format, which cannot be loaded yet; " +
		"rewrite it with redis-server and aof-use-rdb-preamble no")
)

const (
	keepBuffer  = 4 << 20 // a pending buffer with a larger capacity is not kept for reuse, bytes
	slowSync    = 2000    // a sync that takes longer counts as delaying the writes during it, ms
	syncSeconds = 1
)

// Options configure a Log. Only Now is required.
type Options struct {
	Dir              string       // the server's working directory; the log's directory is below it; default "."
	DirName          string       // appenddirname; default "appendonlydir"
	FileName         string       // appendfilename; default "appendonly.aof"
	Policy           Policy       // appendfsync; default EverySec
	FS               FS           // default OS()
	Now              func() int64 // the clock, Unix time in ms
	OnEvent          func(Event)  // called without locks that Append needs, but it must not call the Log; default none
	OnSync           func(int64)  // called with the offset that Synced has risen to, as OnEvent is; default none
	Timestamps       bool         // aof-timestamp-enabled: annotate with the time, once a second; default false
	RefuseTruncated  bool         // aof-load-truncated no: Load refuses a torn tail; default false
	NoFsyncOnRewrite bool         // no-appendfsync-on-rewrite; default false
	RewriteSyncBytes int64        // a rewrite syncs each time it has written this much, < 0 never; default 4 MiB
	MaxBulk          int64        // a longer argument is taken for damage when loading, bytes; default 512 MiB
}

// Log is an append-only log. Its methods may be called from any goroutine, except where they say otherwise.
//
// Locks, in the order of taking them: files, syncing, writing, mu. group's is taken alone.
type Log struct {
	o   Options
	dir string // of the files; like o.Dir changed under files while off

	policy    atomic.Int32
	noSync    atomic.Bool // Options.NoFsyncOnRewrite
	refuse    atomic.Bool // Options.RefuseTruncated
	rewriting atomic.Bool // a rewrite is between Cut and Commit
	fresh     atomic.Bool // on, but the manifest does not say so yet

	appended atomic.Int64 // end of the pending bytes; changed under mu
	written  atomic.Int64 // end of what the kernel has; changed under writing
	synced   atomic.Int64 // end of what is on disk
	failure  atomic.Pointer[failure]
	mustSync atomic.Bool // a sync has failed since the last recovery

	baseSize    atomic.Int64 // bytes of the base file
	currentSize atomic.Int64 // bytes of base and incr files
	delayed     atomic.Int64 // syncs that delayed writes
	syncBegan   atomic.Int64 // when the background sync that now runs began, ms, or 0
	slowBegan   atomic.Int64 // syncBegan of the last sync that is counted in delayed

	// group makes one caller of Flush write for all. Those who come while it does wait for their turn together: on a mutex
	// they would be woken one by one.
	group struct {
		turn sync.Cond // led has become false
		mu   struct {
			sync.Mutex
			led bool // a caller is writing
		}
	}

	// mu orders the records. It is held for the encoding of one record or group.
	mu struct {
		sync.Mutex
		on     bool
		stamps bool
		buf    []byte // pending, not yet taken by a writer
		spare  []byte // the other buffer, while no writer has it
		db     int    // database of the last record, -1 if the file has none yet
		second int64  // of the last annotation, Unix time
	}

	// writing is held while bytes go to the kernel, and with Always over the sync.
	writing struct {
		sync.Mutex
		f       File   // nil when off
		size    int64  // bytes in f
		batch   []byte // the buffer that is being written
		rest    []byte // the part of batch that is not written yet
		restEnd int64  // log offset of the end of rest
		quick   int    // syncs under Always in a row that were quick
	}

	// syncing is held over a sync in the background.
	syncing sync.Mutex

	// files guards the list of files, in memory and on disk.
	files struct {
		sync.Mutex
		m       *manifest
		loaded  bool
		rewrite *Rewrite
	}

	background sync.WaitGroup // removals of superseded files
}

// failure is why the log does not write.
type failure struct{ err error }

// Open reads the manifest of the log in o.Dir, if there is one. It changes nothing on disk; the log is off.
func Open(o Options) (*Log, error) {
	if o.Dir == "" {
		o.Dir = "."
	}
	if o.DirName == "" {
		o.DirName = "appendonlydir"
	}
	if o.FileName == "" {
		o.FileName = "appendonly.aof"
	}
	if o.FS == nil {
		o.FS = OS()
	}
	if o.OnEvent == nil {
		o.OnEvent = func(Event) {}
	}
	if o.OnSync == nil {
		o.OnSync = func(int64) {}
	}
	if o.RewriteSyncBytes == 0 {
		o.RewriteSyncBytes = 4 << 20
	}
	if o.MaxBulk == 0 {
		o.MaxBulk = 512 << 20
	}
	o.MaxBulk = min(o.MaxBulk, math.MaxInt/2)
	l := &Log{o: o, dir: filepath.Join(o.Dir, o.DirName)}
	l.group.turn.L = &l.group.mu
	l.policy.Store(int32(o.Policy))
	l.noSync.Store(o.NoFsyncOnRewrite)
	l.refuse.Store(o.RefuseTruncated)
	l.mu.stamps = o.Timestamps
	l.mu.db = -1
	m, err := l.readManifest()
	if err != nil {
		return nil, err
	}
	l.files.m = m
	return l, nil
}

// Exists reports whether there is something to load: a manifest that names files, or an old single file.
func (l *Log) Exists() bool {
	l.files.Lock()
	defer l.files.Unlock()
	if !l.files.m.empty() {
		return true
	}
	_, err := l.o.FS.Size(filepath.Join(l.o.Dir, l.o.FileName))
	return err == nil
}

// SetPolicy changes when the log is synced. When it returns without error after Always, everything flushed so far is on disk.
func (l *Log) SetPolicy(p Policy) error {
	l.policy.Store(int32(p))
	if p == Always {
		return l.Sync()
	}
	return nil
}

// SetTimestamps switches the annotations of the time on or off.
func (l *Log) SetTimestamps(on bool) {
	l.mu.Lock()
	l.mu.stamps = on
	l.mu.Unlock()
}

// SetNoFsyncOnRewrite says whether syncs are left out while a rewrite runs.
func (l *Log) SetNoFsyncOnRewrite(on bool) { l.noSync.Store(on) }

// SetRefuseTruncated says whether Load refuses a torn tail.
func (l *Log) SetRefuseTruncated(on bool) { l.refuse.Store(on) }

// Move makes the log the one in another working directory, as CONFIG SET dir does, and reads its manifest. It returns ErrOn
// while the log is on. Offsets go on from where they are.
func (l *Log) Move(dir string) error {
	l.files.Lock()
	defer l.files.Unlock()
	if l.isOn() {
		return ErrOn
	}
	before, beforeDir := l.o.Dir, l.dir
	l.o.Dir, l.dir = dir, filepath.Join(dir, l.o.DirName)
	m, err := l.readManifest()
	if err != nil {
		l.o.Dir, l.dir = before, beforeDir
		return err
	}
	l.files.m, l.files.loaded = m, false
	l.baseSize.Store(0)
	l.currentSize.Store(0)
	return nil
}

// Run syncs the log once a second unless the policy is No, until ctx ends. A sync that fails makes the log fail.
func (l *Log) Run(ctx context.Context) {
	t := time.NewTicker(syncSeconds * time.Second)
	defer t.Stop()
	for {
		select {
		case <-ctx.Done():
			return
		case <-t.C:
			// Under Always there is something to do after a time in which syncs were paused.
			if Policy(l.policy.Load()) != No && !l.syncsPaused() && l.Healthy() {
				_ = l.Sync() // Err and the event tell it
			}
		}
	}
}

// syncsPaused reports whether no-appendfsync-on-rewrite holds syncs back now.
func (l *Log) syncsPaused() bool { return l.rewriting.Load() && l.noSync.Load() }

// Appended returns the offset of the end of all records so far, in bytes since Open.
func (l *Log) Appended() int64 { return l.appended.Load() }

// Written returns the offset up to which the records are in the kernel.
func (l *Log) Written() int64 { return l.written.Load() }

// Synced returns the offset up to which the records are on disk.
func (l *Log) Synced() int64 { return l.synced.Load() }

// Stats is what INFO persistence tells about the log. Sizes are in bytes.
type Stats struct {
	On                bool
	Fresh             bool // waits for the first rewrite since StartFresh
	RewriteInProgress bool
	CurrentSize       int64
	BaseSize          int64
	BufferLength      int64 // pending bytes
	PendingSync       bool  // a sync runs in the background
	DelayedSyncs      int64
}

// Stats returns the state of the log.
func (l *Log) Stats() Stats {
	return Stats{
		On:                l.isOn(),
		Fresh:             l.fresh.Load(),
		RewriteInProgress: l.rewriting.Load(),
		CurrentSize:       l.currentSize.Load(),
		BaseSize:          l.baseSize.Load(),
		BufferLength:      l.appended.Load() - l.written.Load(),
		PendingSync:       l.syncBegan.Load() != 0,
		DelayedSyncs:      l.delayed.Load(),
	}
}

// CurrentSize returns the bytes of base and incr files together.
func (l *Log) CurrentSize() int64 { return l.currentSize.Load() }

// BaseSize returns the bytes of the base file, which auto-aof-rewrite-percentage compares CurrentSize with.
func (l *Log) BaseSize() int64 { return l.baseSize.Load() }

func (l *Log) path(name string) string { return filepath.Join(l.dir, name) }

func (l *Log) manifestName() string { return l.o.FileName + ".manifest" }

func (l *Log) readManifest() (*manifest, error) {
	f, err := l.o.FS.OpenFile(l.path(l.manifestName()), os.O_RDONLY, 0)
	if errors.Is(err, fs.ErrNotExist) {
		return &manifest{}, nil
	}
	if err != nil {
		return nil, err
	}
	defer f.Close()
	data, err := io.ReadAll(f)
	if err != nil {
		return nil, err
	}
	return parseManifest(l.manifestName(), data)
}

// persist replaces the manifest on disk. It returns true once the new one is in place, even if making that durable failed.
// The caller holds files.
func (l *Log) persist(m *manifest) (placed bool, err error) {
	temp := l.path("temp-" + l.manifestName())
	f, err := l.o.FS.OpenFile(temp, os.O_WRONLY|os.O_CREATE|os.O_TRUNC, 0o644)
	if err != nil {
		return false, err
	}
	_, err = f.Write(m.format())
	if err == nil {
		err = f.Sync()
	}
	if err = errors.Join(err, f.Close()); err != nil {
		return false, err
	}
	if err := l.o.FS.Rename(temp, l.path(l.manifestName())); err != nil {
		return false, err
	}
	return true, l.o.FS.SyncDir(l.dir)
}
