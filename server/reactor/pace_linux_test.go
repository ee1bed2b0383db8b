package reactor

import "testing"

func TestPace(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		name    string
		sockets int
		each    int64
		want    int64
	}{
		{"many, quick", 50, 10_000, 90_000},
		{"many, very quick", 50, 2000, 20_000},
		{"some, very quick", 16, 2000, 12_000},
		{"many, slow", 50, 30_000, 0},
		{"few, quick", 8, 2000, 0},
		{"one", 1, 2000, 0},
	} {
		var p pace
		all := make([]Socket, tt.sockets)
		for n := int64(1); n <= 10*paceWindow; n++ {
			if p.turn(&all[int(n)%len(all)], n) {
				p.window(n * tt.each)
			}
		}
		if p.linger != tt.want {
			t.Errorf("%s: lingers for %d ns, want %d", tt.name, p.linger, tt.want)
		}
	}
}
