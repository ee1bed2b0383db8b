package storage

// Policy is a maxmemory-policy: which keys go when memory is full.
type Policy uint8

// The policies, with Redis' meanings. Those called volatile choose among keys with a time to live.
const (
	NoEviction Policy = iota
	AllKeysLRU
	AllKeysLFU
	AllKeysRandom
	VolatileLRU
	VolatileLFU
	VolatileRandom
	VolatileTTL
	policies // their number
)

// String returns the name that Redis gives the policy.
func (p Policy) String() string {
	switch p {
	case NoEviction:
		return "noeviction"
	case AllKeysLRU:
		return "allkeys-lru"
	case AllKeysLFU:
		return "allkeys-lfu"
	case AllKeysRandom:
		return "allkeys-random"
	case VolatileLRU:
		return "volatile-lru"
	case VolatileLFU:
		return "volatile-lfu"
	case VolatileRandom:
		return "volatile-random"
	case VolatileTTL:
		return "volatile-ttl"
	}
	return "unknown"
}

// ParsePolicy finds a policy by its exact name.
func ParsePolicy(name string) (Policy, bool) {
	for p := range policies {
		if p.String() == name {
			return p, true
		}
	}
	return NoEviction, false
}

// LFU says whether the policy needs access clocks that count frequency, see SetLFU.
func (p Policy) LFU() bool { return p == AllKeysLFU || p == VolatileLFU }

func (p Policy) random() bool { return p == AllKeysRandom || p == VolatileRandom }

func (p Policy) volatile() bool { return p >= VolatileLRU && p <= VolatileTTL }
