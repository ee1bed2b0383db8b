package geohash

import (
	"math"
	"math/rand/v2"
	"testing"
)

func TestConstants(t *testing.T) {
	// C divides the doubles; Go divides what they stand for.
	pi := math.Pi
	if got, want := radians(1), pi/180; got != want {
		t.Errorf("a degree is %v radians, want %v", got, want)
	}
}

func TestKnownPlaces(t *testing.T) {
	for _, tt := range []struct {
		p     Point
		score uint64
		text  string
	}{
		// As Redis 8.0.2 has them.
		{Point{13.361389, 38.115556}, 3479099956230698, "sqc8b49rny0"},
		{Point{15.087269, 37.502669}, 3479447370796909, "sqdtr74hyu0"},
		{Point{180, 85.05112878}, 13510798882111488, "bp05b5048p0"},
		{Point{-180, -85.05112878}, 0, "00bh0hbj200"},
	} {
		score := Encode(tt.p)
		if score != tt.score {
			t.Errorf("%v: score %d, want %d", tt.p, score, tt.score)
		}
		if text := Text(Decode(float64(score))); string(text[:]) != tt.text {
			t.Errorf("%v: text %s, want %s", tt.p, text, tt.text)
		}
	}
}

// Any score is some place.
func TestAnyScore(t *testing.T) {
	for _, score := range []float64{0, -1, 0.5, 1 << 52, 1<<53 - 1, 1e17, 1 << 63, 1e19, 1 << 64, 1e300, -1e300, math.Inf(1), math.Inf(-1)} {
		if p := Decode(score); !p.Valid() {
			t.Errorf("%v is %v", score, p)
		}
	}
	for score, want := range map[float64]uint64{-1: math.MaxUint64, 1 << 63: 1 << 63, 1 << 64: 0, -1e300: 1 << 63, 2.9: 2} {
		if got := integer(score); got != want {
			t.Errorf("%v is the integer %d, want %d", score, got, want)
		}
	}
}

func TestValid(t *testing.T) {
	for p, want := range map[Point]bool{
		{0, 0}: true, {180, MaxLat}: true, {-180, -MaxLat}: true, {180.1, 0}: false, {0, 86}: false, {-181, 0}: false, {0, -86}: false, {math.NaN(), 0}: false,
	} {
		if p.Valid() != want {
			t.Errorf("%v: %v", p, p.Valid())
		}
	}
}

func FuzzRoundTrip(f *testing.F) {
	f.Add(13.361389, 38.115556)
	f.Add(180.0, MaxLat)
	f.Add(-180.0, 0.0)
	f.Fuzz(func(t *testing.T, lon, lat float64) {
		p := Point{lon, lat}
		if !p.Valid() {
			return
		}
		score := Encode(p)
		q := Decode(float64(score))
		if d := math.Abs(q.Lon - lon); d > 360.0/(1<<26) {
			t.Errorf("%v comes back as %v", p, q)
		}
		if d := math.Abs(q.Lat - lat); d > 2*MaxLat/(1<<26) {
			t.Errorf("%v comes back as %v", p, q)
		}
		if c := cellOf(score); c.bits() != score && score < 1<<52 {
			t.Errorf("%v: bits %x of a cell with bits %x", p, c.bits(), score)
		}
	})
}

func randomPoint(r *rand.Rand) Point {
	return Point{Lon: (2*r.Float64() - 1) * 180, Lat: (2*r.Float64() - 1) * MaxLat}
}

// near returns a place around p, some metres to some thousand kilometres away.
func near(r *rand.Rand, p Point) Point {
	by := math.Exp(16*r.Float64() - 12)
	p.Lon += (2*r.Float64() - 1) * by
	p.Lat += (2*r.Float64() - 1) * by
	return Point{Lon: min(max(p.Lon, -180), 180), Lat: min(max(p.Lat, -MaxLat), MaxLat)}
}

// A filter holds exactly what the distances say, also where its quick look at them is not enough.
func TestFilter(t *testing.T) {
	r := rand.New(rand.NewPCG(5, 6))
	for range 30000 {
		s := Shape{Center: randomPoint(r), Unit: 1}
		p := near(r, s.Center)
		if r.IntN(4) == 0 {
			p = Point{Lon: math.Mod(s.Center.Lon+360, 360) - 180, Lat: -s.Center.Lat} // the opposite end
			p = near(r, p)
		}
		d := Distance(s.Center, p)
		for _, radius := range []float64{d, math.Nextafter(d, 0), math.Nextafter(d, math.MaxFloat64), d - 0.5, d + 0.5, d - 3, d + 3, d / 2, 2 * d, 0} {
			s.Radius = max(radius, 0)
			f := s.Filter()
			if got, want := f.Holds(p), d <= s.Radius; got != want {
				t.Fatalf("%v at %v metres, radius %v: %v", p, d, s.Radius, got)
			}
		}
		s.Box = true
		from := From(s.Center)
		wide, high := Distance(Point{s.Center.Lon, p.Lat}, p), from.latDistance(p)
		for _, more := range []float64{0, 0.3, -0.3, 5, -5} {
			s.Width, s.Height = max(2*(wide+more), 0), max(2*high, 0)
			f := s.Filter()
			if got, want := f.Holds(p), wide <= s.Width/2 && high <= s.Height/2; got != want {
				t.Fatalf("%v at %v, %v metres, box %v x %v: %v", p, wide, high, s.Width, s.Height, got)
			}
		}
	}
}

// The nine cells or fewer hold all that the shape holds, unless it is too near to a pole or too large for them.
func TestRanges(t *testing.T) {
	r := rand.New(rand.NewPCG(7, 8))
	for range 20000 {
		s := Shape{Center: randomPoint(r), Unit: 1, Radius: math.Exp(15 * r.Float64())}
		s.Box = r.IntN(2) == 0
		s.Width, s.Height = s.Radius, s.Radius*r.Float64()
		if math.Abs(s.Center.Lat) > 60 || math.Abs(s.Center.Lon) > 150 || s.Radius > 1e6 {
			continue
		}
		f := s.Filter()
		ranges, n := s.Ranges()
		for range 20 {
			p := near(r, s.Center)
			score := float64(Encode(p))
			if p = Decode(score); !f.Holds(p) {
				continue
			}
			in := 0
			for _, c := range ranges[:n] {
				if c.Min <= score && score < c.Max {
					in++
				}
			}
			if in != 1 {
				t.Fatalf("%+v holds %v, which is in %d of %d cells", s, p, in, n)
			}
		}
	}
}

func TestMove(t *testing.T) {
	c := cell{x: 0, y: 3, step: 2}
	for _, tt := range []struct {
		dx, dy int
		x, y   uint32
	}{{0, 0, 0, 3}, {1, 0, 1, 3}, {-1, 0, 3, 3}, {0, 1, 0, 0}, {0, -1, 0, 2}, {-1, 1, 3, 0}} {
		if got := c.move(tt.dx, tt.dy); got.x != tt.x || got.y != tt.y {
			t.Errorf("%d, %d: %d, %d", tt.dx, tt.dy, got.x, got.y)
		}
	}
}

func BenchmarkFilter(b *testing.B) {
	r := rand.New(rand.NewPCG(1, 1))
	s := Shape{Center: Point{15, 37}, Unit: 1000, Radius: 300}
	f := s.Filter()
	scores := make([]float64, 1024)
	for i := range scores {
		scores[i] = float64(Encode(Point{10 + 10*r.Float64(), 32 + 10*r.Float64()}))
	}
	for i := 0; b.Loop(); i++ {
		f.Holds(Decode(scores[i%len(scores)]))
	}
}
