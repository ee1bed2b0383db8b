package server

import (
	"fmt"
	"testing"
)

// The bound on keys holds again when the last key is loaded, not before: then each key is counted once.
func TestReloadCountsKeysOnce(t *testing.T) {
	t.Parallel()
	for _, policy := range []string{"evict", "reject"} {
		srv := configured(t)
		s := quietSession(t, srv)
		s.do(t, "CONFIG SET max-keys 20000 max-keys-policy "+policy)
		for i := range 10_000 {
			s.do(t, fmt.Sprintf("SET %d v", i))
		}
		if err := srv.Reload(); err != nil {
			t.Fatal(err)
		}
		if n := s.do(t, "DBSIZE"); n != "10000" {
			t.Errorf("%s: %s keys are counted, want 10000", policy, n)
		}
	}
}
