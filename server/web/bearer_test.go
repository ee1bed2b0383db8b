package web

import "testing"

func TestBearer(t *testing.T) {
	t.Parallel()
	const now = 1_800_000_000_000
	s := newBearerSeal("")
	token := s.seal("id:secret", now+1)
	if !isBearer(token) || isBearer("id:secret") {
		t.Fatal("the prefix does not tell")
	}
	if c, ok := s.open(token, now); !ok || c != "id:secret" {
		t.Fatalf("opened %q %v", c, ok)
	}
	if _, ok := s.open(token, now+1); ok {
		t.Error("good at its end")
	}
	if s.seal("id:secret", now+1) == token {
		t.Error("two bearers are the same")
	}
	for i := range token {
		changed := []byte(token)
		changed[i] ^= 1
		if c, ok := s.open(string(changed), now); ok && i >= len(bearerPrefix) {
			t.Fatalf("opened with byte %d changed: %q", i, c)
		}
	}
	for _, bad := range []string{"", bearerPrefix, token[:len(token)-4], bearerPrefix + "!"} {
		if _, ok := s.open(bad, now); ok {
			t.Errorf("opened %q", bad)
		}
	}
}

func TestBearerKeys(t *testing.T) {
	t.Parallel()
	token := newBearerSeal("one").seal("c", 10)
	if _, ok := newBearerSeal("one").open(token, 0); !ok {
		t.Error("lost with the process, though the key was given")
	}
	for _, other := range []string{"two", ""} {
		if _, ok := newBearerSeal(other).open(token, 0); ok {
			t.Errorf("opened with the key %q", other)
		}
	}
}
