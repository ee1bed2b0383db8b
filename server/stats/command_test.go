package stats_test

import (
	"slices"
	"sync"
	"testing"

	"redstart/server/stats"
)

func TestCallsAreCounted(t *testing.T) {
	var c stats.Command
	for stripe := range uint32(40) {
		c.Add(stripe, 1000, stripe%4 == 0)
	}
	c.Reject()
	got := c.Read()
	if got.N != 40 || got.Nanos != 40000 || got.Failed != 10 || got.Rejected != 1 || got.Timed() != 40 {
		t.Errorf("%d calls, %d ns, %d failed, %d rejected, %d timed", got.N, got.Nanos, got.Failed, got.Rejected, got.Timed())
	}
	c.Track(false)
	c.Add(1, 1000, false)
	if got = c.Read(); got.N != 41 || got.Timed() != 40 {
		t.Errorf("without tracking: %d calls, %d timed, want 41, 40", got.N, got.Timed())
	}
	c.Reset()
	if got = c.Read(); got.N != 0 || got.Nanos != 0 || got.Failed != 0 || got.Rejected != 0 {
		t.Errorf("after Reset: %+v", got)
	}
}

func TestPercentiles(t *testing.T) {
	var c stats.Command
	for i := range int64(1000) {
		c.Add(0, (i+1)*1000, false) // 1 µs to 1 ms
	}
	got := c.Read()
	for _, tt := range []struct {
		p    float64
		want int64 // ns
	}{{50, 500_000}, {99, 990_000}, {99.9, 999_000}, {100, 1_000_000}} {
		if ns := got.Percentile(tt.p); ns < tt.want || ns > tt.want+tt.want/8 {
			t.Errorf("p%v = %d ns, want %d or an eighth more", tt.p, ns, tt.want)
		}
	}
	var none stats.Command
	empty := none.Read()
	if ns := empty.Percentile(50); ns != 0 {
		t.Errorf("the median of nothing is %d", ns)
	}
}

func TestCumulative(t *testing.T) {
	var c stats.Command
	for _, us := range []int64{0, 1, 3, 3, 100, 10_000_000} {
		c.Add(0, us*1000, false)
	}
	got := c.Read()
	micros, counts := got.Cumulative()
	if !slices.Equal(counts, []int64{2, 4, 5, 6}) || !slices.Equal(micros[:3], []int64{1, 4, 132}) {
		t.Errorf("%v calls within %v µs", counts, micros)
	}
	if !slices.IsSorted(micros) {
		t.Errorf("%v does not ascend", micros)
	}
}

func TestConcurrentCalls(t *testing.T) {
	var c stats.Command
	var s stats.Stats
	var wg sync.WaitGroup
	for id := range uint32(8) {
		wg.Go(func() {
			for range 1000 {
				c.Add(id, 500, false)
				s.Batch(id, 2, 10, 20)
				s.Error("ERR")
			}
		})
	}
	wg.Wait()
	if n := c.Read().N; n != 8000 {
		t.Errorf("%d calls, want 8000", n)
	}
	if got := s.Totals(); got != (stats.Totals{Commands: 16000, Reads: 8000, Writes: 8000, In: 80000, Out: 160000}) {
		t.Errorf("%+v", got)
	}
	if got := s.Errors()["ERR"]; got != 8000 || s.ErrorReplies.Load() != 8000 {
		t.Errorf("%d errors, %d replies", got, s.ErrorReplies.Load())
	}
	s.Reset()
	if s.Totals() != (stats.Totals{}) || len(s.Errors()) != 0 || s.ErrorReplies.Load() != 0 {
		t.Error("Reset keeps something")
	}
}

func TestErrorCodesAreBounded(t *testing.T) {
	var s stats.Stats
	for i := range 1000 {
		s.Error(string(rune('A'+i%26)) + string(rune('A'+i/26)))
	}
	if n := len(s.Errors()); n > 128 {
		t.Errorf("%d codes are kept", n)
	}
}
