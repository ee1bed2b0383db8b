// Package aof is the append-only log: the record of every write, in the files that redis-server keeps since version 7.
//
// A log is a directory (appenddirname) with a manifest, one base file (the data set at some instant, as commands) and the
// incr files that follow it. The manifest alone says which files count: a file that it does not name is not part of the log.
//
//	Open   reads the manifest and changes nothing
//	Load   replays base and incr files in order, and cuts a torn tail off
//	Start  opens the newest incr file for appending, and creates what is missing
//	Append, AppendRaw, AppendGroup   put records into the pending buffer, in the order of the calls
//	Flush  hands pending bytes to the kernel, for all callers that wait at that moment in one write
//	Run    syncs once a second, for the policy EverySec
//	Cut .. Commit or Abort   replaces base and incr files by a new base
//	Stop, StartFresh   switch the log off and on at run time
//	Close  flushes, syncs and ends
//
// # States
//
// A Log is off (after Open, Stop and Close), on (after Start), or fresh (after StartFresh, until the first Commit: the new
// files exist, but the manifest still names the old ones). Records that are appended while it is off are dropped.
// A log that is on can have failed: a write or a sync returned an error. It then keeps its pending bytes, Flush returns the
// error, Healthy is false, and the server has to refuse writes until a call of Retry succeeds. Appending stays possible, so
// that what was already done in memory (an expired key's DEL) is logged later.
//
// # What survives what
//
// After Flush(n) has returned nil, the bytes before offset n are in the kernel, and with the policy Always on disk. So the
// death of the process loses nothing that was flushed, at any instant of a rewrite too; power loss loses what was not synced:
// nothing with Always, about one second with EverySec, what the kernel likes with No. After Flush has returned an error the
// record is in doubt: it is in memory and in the pending buffer, Retry may still write it, a crash before that loses it. The
// server must answer such a request with an error. (redis-server exits when a write or sync fails under "always"; here it
// refuses writes, as it does under the other policies.) With NoFsyncOnRewrite, Always does not sync while a rewrite runs.
//
// When a sync has failed, the kernel may have dropped the pages it could not write; a later sync that succeeds does not bring
// them back. The event SyncFailed tells the server to start a rewrite once the disk works, which writes everything anew.
//
// A write that was cut short is taken back by truncating the file, or continued where it stopped if truncating fails too. A
// crash in between leaves a torn record at the end of the last file, which Load removes. Whatever else is wrong with a file
// makes Load refuse, with the file, the offset and the reason.
//
// # Where it differs from redis-server
//
// A transaction that is torn inside a command is removed from its MULTI on (redis-server keeps the MULTI, and so swallows what
// is appended after it). A torn tail that only empty files follow counts as the tail. An annotation line without its end is
// torn. Line ends are checked, as redis-check-aof does. If the manifest is missing while files of the log are there, their
// numbers are not used again, so nothing is overwritten. The replication offsets that version 8 notes in the manifest are
// read over and not written.
package aof
