package store

import (
	"strings"

	"redstart/storage"
)

// preset is rules with a name: those of a product whose clients the store serves.
type preset struct {
	name  string
	rules storage.Rules
}

var presets = []preset{
	{"fal1", storage.Rules{}}, // strings that stay until they are overwritten
	{"fal2", storage.Rules{MaxValueBytes: 1_900_000, DefaultTTL: 30 * day, MinTTL: minute, MaxTTL: 30 * day}},
	{"invoke", storage.Rules{}},
	{"spin", storage.Rules{MaxKeyBytes: 256, MaxValueBytes: 1 << 20, MaxKeys: 1024, UTF8Keys: true}},
}

// noPreset is the word for none.
const noPreset = "none"

// presetRules finds the rules of a preset; the empty name and "none" stand for no rules.
func presetRules(name string) (storage.Rules, bool) {
	if name == "" || name == noPreset {
		return storage.Rules{}, true
	}
	for _, p := range presets {
		if p.name == name {
			return p.rules, true
		}
	}
	return storage.Rules{}, false
}

func presetNames() string {
	names := make([]string, len(presets))
	for i, p := range presets {
		names[i] = p.name
	}
	return strings.Join(names, ", ")
}
