package config

import "strings"

// Values of MaxMemoryPolicy.
const (
	VolatileLRU = iota
	VolatileLFU
	VolatileRandom
	VolatileTTL
	AllKeysLRU
	AllKeysLFU
	AllKeysRandom
	NoEviction
)

// Values of AppendFsync.
const (
	FsyncEverysec = iota
	FsyncAlways
	FsyncNo
)

// Values of MaxKeysPolicy.
const (
	MaxKeysEvict = iota
	MaxKeysReject
)

// The first values of StoreAutoCreate; the others are presets.
const (
	AutoCreateNo = iota
	AutoCreateYes
)

// Values of ACLPubsubDefault.
const (
	PubsubAllChannels = iota
	PubsubResetChannels
)

// Values of LogLevel.
const (
	LogDebug = iota
	LogVerbose
	LogNotice
	LogWarning
	LogNothing
)

// Values of LogFormat.
const (
	LogAuto = iota
	LogConsole
	LogJSON
)

// Values of EnableDebugCommand, EnableModuleCommand and EnableProtectedConfigs.
const (
	AllowNo = iota
	AllowYes
	AllowLocal
)

// Values of TLSAuthClients.
const (
	TLSAuthNo = iota
	TLSAuthYes
	TLSAuthOptional
)

// Bits of ShutdownOnSIGINT and ShutdownOnSIGTERM.
const (
	ShutdownSave = 1 << iota
	ShutdownNosave
	ShutdownNow
	ShutdownForce
)

// Bits of NotifyKeyspaceEvents: the classes of keyspace events.
const (
	EventGeneric  = 1 << iota // g
	EventString               // $
	EventList                 // l
	EventSet                  // s
	EventHash                 // h
	EventZSet                 // z
	EventExpired              // x
	EventEvicted              // e
	EventStream               // t
	EventModule               // d
	EventNew                  // n
	EventKeyspace             // K: messages on __keyspace@<db>__ channels
	EventKeyevent             // E: messages on __keyevent@<db>__ channels
	EventMiss                 // m

	// EventAll is what A stands for.
	EventAll = EventGeneric | EventString | EventList | EventSet | EventHash | EventZSet | EventExpired | EventEvicted |
		EventStream | EventModule
)

const (
	// eventLetters are the letters in the order in which Redis names them.
	eventLetters = "Ag$lshzxeKEtmdn"
	// eventBits are the letters in the order of the bits, which is the order in which CONFIG GET prints them.
	eventBits = "g$lshzxetdnKEm"
)

func parseEvents(arg string) (value, error) {
	var mask int64
	for i := range len(arg) {
		bit := strings.IndexByte(eventBits, arg[i])
		switch {
		case arg[i] == 'A':
			mask |= EventAll
		case bit >= 0:
			mask |= 1 << bit
		default:
			return value{}, errEvents
		}
	}
	var text strings.Builder
	shown := mask
	if mask&EventAll == EventAll {
		text.WriteByte('A')
		shown &^= EventAll | EventNew // as Redis, which prints n only beside single classes
	}
	for i := range len(eventBits) {
		if shown&(1<<i) != 0 {
			text.WriteByte(eventBits[i])
		}
	}
	return value{num: mask, text: text.String()}, nil
}
