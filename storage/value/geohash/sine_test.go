package geohash

import (
	"math"
	"math/big"
	"math/rand/v2"
	"testing"
)

const bigPrec = 300

// bigSine is the sine of x by its series.
func bigSine(x float64) *big.Float {
	z := new(big.Float).SetPrec(bigPrec).SetFloat64(x)
	term := new(big.Float).Copy(z)
	z.Mul(z, z)
	s := new(big.Float).Copy(term)
	for n := int64(2); term.Sign() != 0 && term.MantExp(nil) > -200; n += 2 {
		term.Mul(term, z)
		term.Quo(term, new(big.Float).SetPrec(bigPrec).SetInt64(-n*(n+1)))
		s.Add(s, term)
	}
	return s
}

// bigCosine is the cosine of x by its series.
func bigCosine(x float64) *big.Float {
	z := new(big.Float).SetPrec(bigPrec).SetFloat64(x)
	z.Mul(z, z)
	term := new(big.Float).SetPrec(bigPrec).SetInt64(1)
	s := new(big.Float).Copy(term)
	for n := int64(1); term.Sign() != 0 && term.MantExp(nil) > -200; n += 2 {
		term.Mul(term, z)
		term.Quo(term, new(big.Float).SetPrec(bigPrec).SetInt64(-n*(n+1)))
		s.Add(s, term)
	}
	return s
}

// angles are those at which something begins or ends, and many others.
func angles() []float64 {
	var all []float64
	for k := -4; k <= 4; k++ {
		for _, near := range []float64{0, 1e-16, -1e-16, 1e-9, -1e-9, 1e-3} {
			all = append(all, float64(k)*math.Pi/4*(1+near))
		}
	}
	all = append(all, 1e-300, -1e-20, 5e-324, 1e-8)
	random := rand.New(rand.NewPCG(1, 2))
	for range 20000 {
		all = append(all, (random.Float64()-0.5)*2*math.Pi)
		all = append(all, math.Exp(-20*random.Float64()))
	}
	return all
}

// The double closest to the truth comes out, for a truth that is not in the middle of two.
func TestSineAndCosine(t *testing.T) {
	for _, x := range angles() {
		if want, _ := bigSine(x).Float64(); sin(x) != want {
			t.Errorf("sin(%v) = %v, want %v", x, sin(x), want)
		}
		if want, _ := bigCosine(x).Float64(); cos(x) != want {
			t.Errorf("cos(%v) = %v, want %v", x, cos(x), want)
		}
	}
}

// The arcsine y of x is right if the sines of the middles between y and its neighbours lie on both sides of x.
func TestArcsine(t *testing.T) {
	random := rand.New(rand.NewPCG(3, 4))
	xs := []float64{0, 1, 0.5, math.Nextafter(0.5, 1), math.Nextafter(1, 0), 1e-300, 1e-9, 0.25, math.Sqrt2 / 2}
	for range 20000 {
		xs = append(xs, random.Float64(), math.Exp(-20*random.Float64()), 1-math.Exp(-30*random.Float64()))
	}
	for _, x := range xs {
		y := asin(x)
		if x == 0 || x == 1 {
			if y != x*math.Pi/2 {
				t.Errorf("asin(%v) = %v", x, y)
			}
			continue
		}
		below, above := middle(math.Nextafter(y, 0), y), middle(y, math.Nextafter(y, 2))
		want := new(big.Float).SetPrec(bigPrec).SetFloat64(x)
		if bigSineOf(below).Cmp(want) > 0 || bigSineOf(above).Cmp(want) < 0 {
			t.Errorf("asin(%v) = %v is not the closest", x, y)
		}
	}
	if got := asin(1 + 1e-15); got != math.Pi/2 {
		t.Errorf("beyond 1: %v", got)
	}
}

func middle(a, b float64) *big.Float {
	m := new(big.Float).SetPrec(bigPrec).SetFloat64(a)
	m.Add(m, new(big.Float).SetFloat64(b))
	return m.Quo(m, big.NewFloat(2))
}

func bigSineOf(x *big.Float) *big.Float {
	z := new(big.Float).SetPrec(bigPrec).Set(x)
	term := new(big.Float).Copy(z)
	z.Mul(z, z)
	s := new(big.Float).Copy(term)
	for n := int64(2); term.MantExp(nil) > -200-1000; n += 2 {
		term.Mul(term, z)
		term.Quo(term, new(big.Float).SetPrec(bigPrec).SetInt64(-n*(n+1)))
		s.Add(s, term)
		if term.MantExp(nil) < s.MantExp(nil)-200 {
			break
		}
	}
	return s
}

func BenchmarkDistance(b *testing.B) {
	p, q := Point{15.087269, 37.502669}, Point{13.361389, 38.115556}
	for b.Loop() {
		p.Lon += 1e-9
		_ = Distance(p, q)
	}
}
