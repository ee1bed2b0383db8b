package command

import "testing"

func TestRename(t *testing.T) {
	run := func(*Ctx) error { return nil }
	table, err := NewTable([]*Spec{{Name: "get", Arity: 2, Run: run}, {Name: "keys", Arity: 2, Run: run}})
	if err != nil {
		t.Fatal(err)
	}
	for _, r := range []struct {
		from, to string
		ok       bool
	}{{"nosuch", "x", false}, {"get", "keys", false}, {"GET", "Fetch", true}, {"keys", "", true}, {"get", "x", false}} {
		if err := table.Rename(r.from, r.to); (err == nil) != r.ok {
			t.Errorf("rename %s to %s: %v", r.from, r.to, err)
		}
	}
	for _, l := range []struct{ word, name string }{{"fetch", "get"}, {"FETCH", "get"}, {"get", ""}, {"keys", ""}, {"", ""}} {
		got := ""
		if e := table.Lookup([]byte(l.word)); e != nil {
			got = e.Name
		}
		if got != l.name {
			t.Errorf("%q finds %q, want %q", l.word, got, l.name)
		}
	}
}

func TestTwoFamiliesOneName(t *testing.T) {
	run := func(*Ctx) error { return nil }
	if _, err := NewTable([]*Spec{{Name: "get", Arity: 2, Run: run}}, []*Spec{{Name: "get", Arity: 2, Run: run}}); err == nil {
		t.Fatal("a command that is in two families was accepted")
	}
}
