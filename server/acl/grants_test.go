package acl

import (
	"strings"
	"testing"
)

func TestStoreRules(t *testing.T) {
	t.Parallel()
	const fresh = "off sanitize-payload resetchannels "
	for _, tt := range []struct{ rules, want string }{
		{"allstores", fresh + "-@all"},
		{"resetstores", fresh + "resetstores -@all"},
		{"store:a", fresh + "resetstores store:a -@all"},
		{"STORE:a:RO Store:b:rw", fresh + "resetstores store:a:ro store:b -@all"},
		{"store:a store:a:ro", fresh + "resetstores store:a:ro -@all"},
		{"store:a:ro:rw store:b:rw:rw", fresh + "resetstores store:a:ro:rw store:b:rw:rw -@all"},
		{"store:a allstores", fresh + "-@all"},
		{"store:a reset", fresh + "-@all"},
		{"(store:a +get)", fresh + "-@all (resetchannels resetstores store:a -@all +get)"},
	} {
		u, _, err := testStore().Set("u", strings.Split(tt.rules, " "), false)
		if strings.HasPrefix(tt.rules, "(") {
			u, _, err = testStore().Set("u", []string{tt.rules}, false)
		}
		if err != nil {
			t.Errorf("%s: %v", tt.rules, err)
			continue
		}
		got := u.Rules().String()
		if got != tt.want {
			t.Errorf("%s:\n got %s\nwant %s", tt.rules, got, tt.want)
		}
		again, _, err := testStore().Set("u", strings.Split(got, " "), false)
		if err != nil || again.Rules().String() != got {
			t.Errorf("%s: read again: %v", got, err)
		}
	}
	for _, rule := range []string{"store:", "store::ro", "store:a b", "stor:a", "store"} {
		if _, _, err := testStore().Set("u", []string{rule}, false); err == nil {
			t.Errorf("%q is accepted", rule)
		}
	}
}

// The store "shop" is database 3 and "far" is database 40, which has no number for rules.
func TestGrants(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		rules  string
		word   string // empty: the selected database
		db     int
		access Access
		want   bool
	}{
		{"allstores", "", 7, Write, true},
		{"resetstores", "", 7, 0, false},
		{"store:7", "", 7, Write, true},
		{"store:7", "", 8, 0, false},
		{"store:7:ro", "", 7, Read, true},
		{"store:7:ro", "", 7, Write, false},
		{"store:7:ro", "7", 0, 0, true},
		{"store:7", "07", 0, 0, true},
		{"store:shop", "", 3, Write, true},
		{"store:shop", "3", 0, Write, true},
		{"store:shop", "shop", 0, Write, true},
		{"store:shop", "Shop", 0, 0, false},
		{"store:3", "shop", 0, Write, true},
		{"store:3:ro", "shop", 0, Write, false},
		{"store:far", "", 40, Write, true},
		{"store:far", "40", 0, Write, true},
		{"store:40", "", 40, 0, false},
		{"store:40", "far", 0, 0, false},
		{"store:gone", "gone", 0, Write, true}, // the command says that there is none
		{"store:gone:ro", "gone", 0, Write, false},
		{"store:shop", "gone", 0, 0, false},
		{"store:shop", "", 40, 0, false},
		{"store:shop", "", 41, 0, false},
		{"store:shop", "-1", 0, 0, false},
	} {
		s := testStore()
		u, _, err := s.Set("u", strings.Split("+@all ~* "+tt.rules, " "), false)
		if err != nil {
			t.Fatal(err)
		}
		q := Request{Command: 5, Args: [][]byte{[]byte("select"), []byte(tt.word)}, Selected: tt.db, Stores: []StoreUse{{Access: tt.access}}}
		if tt.word != "" {
			q.Stores[0].Pos = 1
		}
		why, pos := u.Rules().Check(s.Catalog(), &q)
		if (why == None) != tt.want || why != None && (why != ByStore || pos != q.Stores[0].Pos) {
			t.Errorf("%s: database %d, word %q, access %d: %v at %d", tt.rules, tt.db, tt.word, tt.access, why, pos)
		}
	}
}

// A request must be allowed by one selector as a whole, and what concerns all stores is for those who have all of them.
func TestStoresOfSelectors(t *testing.T) {
	t.Parallel()
	s := testStore()
	u, _, err := s.Set("u", []string{"+@all", "~*", "store:1:ro", "(~* +set store:2)"}, false)
	if err != nil {
		t.Fatal(err)
	}
	for _, tt := range []struct {
		command, db int
		access      Access
		want        Reason
	}{
		{0, 1, Read, None},
		{1, 1, Write, ByStore},
		{1, 2, Write, None},
		{0, 2, Read, ByStore},
		{9, 1, 0, ByCommand},
	} {
		q := Request{Command: tt.command, Args: [][]byte{[]byte("x")}, First: 1, Selected: tt.db, Stores: []StoreUse{{Access: tt.access}}}
		if why, _ := u.Rules().Check(s.Catalog(), &q); why != tt.want {
			t.Errorf("%+v: %v", tt, why)
		}
	}
	for db, want := range map[int]bool{1: true, 2: true, 3: false} {
		if got := u.Sees(s.Catalog(), db); got != want {
			t.Errorf("sees %d: %v", db, got)
		}
	}
	if !u.Rules().Bound() {
		t.Error("not bound")
	}
	if _, _, err := s.Set("u", []string{"(+get allstores)"}, false); err != nil || u.Rules().Bound() || !u.Sees(s.Catalog(), 3) {
		t.Errorf("still bound, %v", err)
	}
}
