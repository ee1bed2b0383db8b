package cluster

import "testing"

func TestSlot(t *testing.T) {
	t.Parallel()
	for key, want := range map[string]int{
		"": 0, "a": 15495, "{a}b": 15495, "b{a}": 15495, "foo": 12182, "{}a": 10875, "a{}{b}": 15033, "a{{b}}c": 6215, "123456789": 0x31c3,
	} {
		if got := Slot([]byte(key)); got != want {
			t.Errorf("the slot of %q is %d, want %d", key, got, want)
		}
	}
}

func TestPatternSlot(t *testing.T) {
	t.Parallel()
	for pattern, want := range map[string]int{
		"w_*": NoSlot, "{a}w_*": 15495, "*{a}": 15495, "{*}": NoSlot, "{a*}": NoSlot, "{}*": NoSlot, "{a*": NoSlot, "foo": 12182,
	} {
		if got := PatternSlot([]byte(pattern)); got != want {
			t.Errorf("the slot of %q is %d, want %d", pattern, got, want)
		}
	}
}
