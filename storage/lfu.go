package storage

import (
	"math/rand/v2"

	"redstart/storage/table"
)

// The access clock of a record has 24 bits. It holds the second of the last access, or, while a policy of least frequent use is
// on, the minute of the last decay (16 bits) and a logarithmic counter of accesses (8 bits), as the documentation of Redis'
// maxmemory policies describes them.

const (
	clockMask   = 1<<24 - 1
	minutesMask = 1<<16 - 1
	lfuStart    = 5 // the counter of a new key, so that it is not the first to go
	lfuMax      = 255
)

// lfuParams say how the counter grows and decays.
type lfuParams struct {
	on        bool
	logFactor int
	decay     int // minutes for the counter to lose 1; 0: never
}

// SetLFU chooses what access clocks hold: frequency when on, else the time of the last access. logFactor is how slowly the
// counter grows (lfu-log-factor), decayMinutes how slowly it fades (lfu-decay-time), 0 for never. The caller holds the gate
// alone. Clocks that were written in the other mode are read as they are, as in Redis.
func (ks *Keyspace) SetLFU(on bool, logFactor, decayMinutes int) {
	ks.lfu = lfuParams{on: on, logFactor: max(logFactor, 0), decay: max(decayMinutes, 0)}
}

// LFU says whether access clocks hold frequencies.
func (ks *Keyspace) LFU() bool { return ks.lfu.on }

// Frequency is the access counter of r, 0 to 255, faded to the command's time. It means something while LFU is on.
func (tx *Tx) Frequency(r table.Record) int { return tx.ks.lfu.counter(r.Clock(), tx.now) }

// Idle is how long ago r was used, in milliseconds, to the second. It means something while LFU is off.
func (tx *Tx) Idle(r table.Record) int64 { return idle(r.Clock(), tx.now) }

// lruClock is a time in Unix ms as access clock.
func lruClock(ms int64) uint32 { return uint32(ms/1000) & clockMask }

// clockBack is how far, in seconds or minutes of an access clock, one may be ahead of now: another command had a later time, or the
// system's clock was set back. Without it such a key would seem to have been idle for the clock's whole range.
const clockBack = 3600

// idle is the milliseconds between an access clock and now; the clock wraps after 194 days.
func idle(clock uint32, now int64) int64 {
	seconds := (lruClock(now) - clock) & clockMask
	if seconds > clockMask-clockBack {
		return 0
	}
	return int64(seconds) * 1000
}

// lfuMinutes is a time in Unix ms as the upper half of a frequency clock.
func lfuMinutes(ms int64) uint32 { return uint32(ms/60000) & minutesMask }

// lfuFresh is the frequency clock of a new key.
func lfuFresh(now int64) uint32 { return lfuMinutes(now)<<8 | lfuStart }

// counter is the counter of a frequency clock, less what it has lost since it was written.
func (p lfuParams) counter(clock uint32, now int64) int {
	n := int(clock & lfuMax)
	if p.decay == 0 {
		return n
	}
	elapsed := (lfuMinutes(now) - clock>>8) & minutesMask
	if elapsed > minutesMask-clockBack {
		return n
	}
	return max(n-int(elapsed)/p.decay, 0)
}

// touch is the frequency clock after one more access: the higher the counter, the less likely it grows.
func (p lfuParams) touch(clock uint32, now int64) uint32 {
	n := p.counter(clock, now)
	if n < lfuMax && rand.Float64()*float64(max(n-lfuStart, 0)*p.logFactor+1) < 1 {
		n++
	}
	return lfuMinutes(now)<<8 | uint32(n)
}
