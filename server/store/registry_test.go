package store_test

import (
	"fmt"
	"strings"
	"testing"

	"redstart/server/store"
	"redstart/storage"
)

func create(t *testing.T, r *store.Registry, line string) *store.Store {
	t.Helper()
	s, err := r.Create(parse(t, line), false)
	if err != nil {
		t.Fatalf("%s: %v", line, err)
	}
	return s
}

func names(all []*store.Store) string {
	var b strings.Builder
	for _, s := range all {
		fmt.Fprintf(&b, "%s=%d ", s.Name, s.DB)
	}
	return strings.TrimSpace(b.String())
}

func TestRegistry(t *testing.T) {
	t.Parallel()
	var gone []int
	keys := storage.New(storage.Options{Databases: 4})
	r := store.New(keys, func(db int) { gone = append(gone, db) })
	a := create(t, r, "a token x token y ro")
	create(t, r, "b db 2 max-keys 3 reject")
	create(t, r, "c")
	if got := names(r.All()); got != "b=2 a=4 c=5" || r.Len() != 3 {
		t.Errorf("stores %s, %d", got, r.Len())
	}
	if r.Get([]byte("a")) != a || r.Of(4) != a || r.Of(3) != nil || r.Of(-1) != nil || r.Of(99) != nil || r.Get([]byte("d")) != nil {
		t.Error("a look-up finds something else")
	}
	if r.NameOf(4) != "a" || r.NameOf(3) != "3" {
		t.Errorf("database 4 is called %s, 3 is called %s", r.NameOf(4), r.NameOf(3))
	}
	for token, ro := range map[string]bool{"x": false, "y": true} {
		if s, readOnly := r.ByToken(store.HashOf([]byte(token))); s != a || readOnly != ro {
			t.Errorf("token %s opens %v, read-only %v", token, s, readOnly)
		}
	}
	for line, want := range map[string]string{
		"a":         "store 'a' exists",
		"d db 2":    "database 2 is store 'b'",
		"d db 4":    "db is the number of a database, 0 to 3",
		"d token x": "a token of store 'd' opens store 'a' already",
	} {
		if _, err := r.Create(parse(t, line), false); err == nil || err.Error() != want {
			t.Errorf("%s: error %v, want %s", line, err, want)
		}
	}

	changed, err := a.Altered([]string{"untoken", "x", "token", "z"})
	if err != nil || r.Alter(changed) != nil {
		t.Fatal("the store cannot be altered")
	}
	if s, _ := r.ByToken(store.HashOf([]byte("x"))); s != nil {
		t.Errorf("the token that was taken back opens %s", s.Name)
	}
	if s, _ := r.ByToken(store.HashOf([]byte("z"))); s != changed || r.Get([]byte("a")) != changed {
		t.Error("the altered store is not found")
	}
	stolen, _ := r.Get([]byte("c")).Altered([]string{"token", "z"})
	if r.Alter(stolen) == nil {
		t.Error("two stores have a token")
	}

	r.Drop(changed)
	r.Drop(r.Get([]byte("b")))
	if names(r.All()) != "c=5" || keys.Exists(4) || !keys.Exists(2) || fmt.Sprint(gone) != "[4]" {
		t.Errorf("after two drops: %s, closed %v", names(r.All()), gone)
	}
	if s, _ := r.ByToken(store.HashOf([]byte("z"))); s != nil {
		t.Errorf("the token of a dropped store opens %s", s.Name)
	}
	if s := create(t, r, "d"); s.DB != 4 {
		t.Errorf("the free number is not used again, but %d", s.DB)
	}
}

// A log that is loaded anew finds the databases open, and what it leaves without a store is closed.
func TestResetAndTidy(t *testing.T) {
	t.Parallel()
	var gone []int
	keys := storage.New(storage.Options{Databases: 4})
	r := store.New(keys, func(db int) { gone = append(gone, db) })
	for _, line := range []string{"a token x", "b", "c"} {
		create(t, r, line)
	}
	r.Reset()
	if r.Len() != 0 || !keys.Exists(5) {
		t.Errorf("%d stores are left; their databases should be", r.Len())
	}
	if _, err := r.Create(parse(t, "b db 5 token x"), true); err != nil {
		t.Error(err)
	}
	if _, err := r.Create(parse(t, "e db 9"), true); err != nil {
		t.Error(err)
	}
	r.Tidy()
	if names(r.All()) != "b=5 e=9" || fmt.Sprint(gone) != "[4 6]" || keys.Exists(4) || !keys.Exists(9) {
		t.Errorf("stores %s, closed %v", names(r.All()), gone)
	}
}
