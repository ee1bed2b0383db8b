package table

import (
	"fmt"
	"math"
	"math/rand/v2"
	"testing"
)

// TestScanGuarantee walks tables that grow and shrink between the calls: what stays is seen.
func TestScanGuarantee(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name   string
		keep   int                   // records that stay
		others int                   // records that come and go
		first  int                   // how many of the others are there at the start
		step   func(turn, n int) int // how many of the n others there should be after a turn
	}{
		{"still", 1000, 0, 0, func(int, int) int { return 0 }},
		{"grows", 50, 20_000, 0, func(turn, n int) int { return min(n, turn*100) }},
		{"shrinks", 50, 20_000, 20_000, func(turn, n int) int { return max(0, n-turn*100) }},
		{"both", 50, 2000, 0, func(turn, n int) int { return int(float64(n) * math.Abs(math.Sin(float64(turn)/7))) }},
		{"jumps", 300, 900, 900, func(turn, n int) int { return n * (turn % 2) }},
		{"a large one grows", 300, 30_000, 10_000, func(turn, n int) int { return min(n, 10_000+5*turn) }},
		{"a large one shrinks", 300, 40_000, 40_000, func(turn, n int) int { return max(9000, n-5*turn) }},
		{"a large one does both", 50, 30_000, 15_000, func(turn, n int) int {
			return n/2 + int(float64(n/2)*math.Sin(float64(turn)/500))
		}},
		{"a large one jumps", 300, 25_000, 25_000, func(turn, n int) int { return n - n*(turn/300%2) }},
		{"to almost nothing", 1, 900, 900, func(turn, n int) int { return n * (turn % 3) / 2 }},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			m := newModel(t)
			for i := range tt.keep {
				m.put(fmt.Sprint("keep", i), "")
			}
			there := 0
			adjust := func(n int) {
				for ; there < n; there++ {
					m.put(key(there), "")
				}
				for ; there > n; there-- {
					m.delete(key(there - 1))
				}
			}
			adjust(tt.first)
			for range 3 {
				seen := map[string]bool{}
				see := func(r Record) { seen[string(r.Key())] = true }
				cursor := m.table.Scan(0, see)
				turn := 1
				for ; cursor != 0; turn++ {
					adjust(tt.step(turn, tt.others))
					cursor = m.table.Scan(cursor, see)
				}
				for i := range tt.keep {
					if k := fmt.Sprint("keep", i); !seen[k] {
						t.Fatalf("%s was not seen in %d calls", k, turn)
					}
				}
			}
		})
	}
}

func TestScanGivesEachOnceWhileStill(t *testing.T) {
	t.Parallel()
	for _, n := range []int{0, 1, 7, 8, 100, 5000, 12_287, 13_000, 17_000, 30_000} {
		m := newModel(t)
		for i := range n {
			m.put(key(i), "")
		}
		seen, calls := map[string]int{}, 0
		for cursor := uint64(0); ; {
			cursor = m.table.Scan(cursor, func(r Record) { seen[string(r.Key())]++ })
			calls++
			if cursor == 0 {
				break
			}
			if cursor >= uint64(m.table.Buckets()) {
				t.Fatalf("cursor %d in a table of %d buckets", cursor, m.table.Buckets())
			}
		}
		if calls != max(1, m.table.homes()) || len(seen) != n {
			t.Errorf("%d records: %d calls, %d seen", n, calls, len(seen))
		}
		for k, times := range seen {
			if times != 1 {
				t.Errorf("%s was given %d times", k, times)
			}
		}
	}
}

// TestScanTakesAnyCursor: clients send cursors of their own making.
func TestScanTakesAnyCursor(t *testing.T) {
	t.Parallel()
	for _, n := range []int{100, 15_000} {
		m := newModel(t)
		for i := range n {
			m.put(key(i), "")
		}
		for _, cursor := range []uint64{1, 4095, 1 << 40, math.MaxUint64, math.MaxUint64 - 5} {
			for calls := 0; ; calls++ {
				if cursor = m.table.Scan(cursor, func(Record) {}); cursor == 0 {
					break
				}
				if calls > m.table.Buckets() {
					t.Fatal("the walk does not end")
				}
			}
		}
	}
}

// TestRandomIsUniform compares the counts of a fixed sequence with the chi-square
// distribution: its value is within 4 standard deviations of the degrees of freedom.
func TestRandomIsUniform(t *testing.T) {
	t.Parallel()
	for _, n := range []int{1, 2, 7, 20, 769, 1500, 8000, 20_000} {
		t.Run(fmt.Sprint(n), func(t *testing.T) {
			t.Parallel()
			m := newModel(t)
			for i := range 2 * n { // with holes, and chains that were longer
				m.put(key(i), "")
			}
			for i := range n {
				m.delete(key(n + i))
			}
			rnd, counts := rand.New(rand.NewPCG(uint64(n), 1)), map[Record]int{}
			each := 200
			if n > 1500 { // of the large ones, in the middle of a round
				each = 30
				if homes := m.table.homes(); homes == m.table.Buckets() {
					t.Fatalf("%d home buckets", homes)
				}
			}
			for range n * each {
				counts[m.table.Random(rnd.Uint64())]++
			}
			if len(counts) != n || counts[Record{}] != 0 {
				t.Fatalf("%d different records of %d, %d times none", len(counts), n, counts[Record{}])
			}
			chi := 0.0
			for _, c := range counts {
				chi += float64(c-each) * float64(c-each) / float64(each)
			}
			if free := float64(n - 1); math.Abs(chi-free) > 4*math.Sqrt(2*free)+5 {
				t.Errorf("chi-square %.1f with %.0f degrees of freedom", chi, free)
			}
		})
	}
	if r := new(Table).Random(1); !r.IsNil() {
		t.Error("an empty table gave a record")
	}
}
