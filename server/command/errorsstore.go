package command

import (
	"fmt"

	"redstart/storage"
)

// The errors about stores, which are ours. Clients rely on their codes.
var (
	ErrStoreDropped    error = Error("NOSTORE the selected store was dropped")
	ErrStoresInCluster error = Error("ERR there are no stores in cluster mode")
)

// ErrNoStore is the error for a name that no store has.
func ErrNoStore(name []byte) error {
	return Error(fmt.Sprintf("NOSTORE no store is named '%s'", clip(name, 128)))
}

// ErrSwapRules is what SWAPDB answers where the rules of a store would not hold for what it gets.
func ErrSwapRules(store string) error {
	return Errorf("ERR SWAPDB is not allowed with store '%s', which has rules", store)
}

// ErrBroken is what a command answers that has broken a rule of a store, and has had no effect.
func ErrBroken(e *storage.RuleError) error {
	switch e.Rule {
	case storage.RuleKeyBytes:
		return Errorf("KEYTOOLONG key is %d bytes, store '%s' allows %d", e.Size, e.Store, e.Limit)
	case storage.RuleUTF8:
		return Errorf("KEYNOTUTF8 keys of store '%s' must be valid UTF-8", e.Store)
	case storage.RuleValueBytes:
		return Errorf("VALUETOOLARGE value would be %d bytes, store '%s' allows %d", e.Size, e.Store, e.Limit)
	case storage.RuleKeys:
		return Errorf("STOREFULL store '%s' holds its %d keys", e.Store, e.Limit)
	case storage.RuleBytes:
		return Errorf("STOREFULL store '%s' holds its %d bytes", e.Store, e.Limit)
	case storage.RuleTTL:
		return Errorf("TTLRANGE time to live must be %s in store '%s'", ttlRange(e.Min, e.Max), e.Store)
	}
	return ErrMaxKeys
}

// ttlRange tells the bounds of a time to live, in ms; 0: there is none. At least one there is.
func ttlRange(low, high int64) string {
	unit := "milliseconds"
	if low%1000 == 0 && high%1000 == 0 {
		low, high, unit = low/1000, high/1000, "seconds"
	}
	switch {
	case low == 0:
		return fmt.Sprintf("at most %d %s", high, unit)
	case high == 0:
		return fmt.Sprintf("at least %d %s", low, unit)
	}
	return fmt.Sprintf("between %d and %d %s", low, high, unit)
}
