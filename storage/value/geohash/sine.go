package geohash

import "math"

// The sine, the cosine and the arcsine that libraries of C give are nearly always the double closest to the truth; those of Go are so less
// often, and the digits of distances show it. Here they are computed with twice a double's digits and rounded once.

// double is a number as the sum of two, of which the second is at most half a unit in the last place of the first: T. J. Dekker, "A
// floating-point technique for extending the available precision", 1971.
type double struct{ hi, lo float64 }

// sum returns a+b.
func sum(a, b float64) double {
	s := a + b
	t := s - a
	return double{s, (a - (s - t)) + (b - t)}
}

// fastSum is sum for a whose exponent is not below that of b.
func fastSum(a, b float64) double {
	s := a + b
	return double{s, b - (s - a)}
}

func (x double) add(y double) double {
	s := sum(x.hi, y.hi)
	return fastSum(s.hi, s.lo+(x.lo+y.lo))
}

func (x double) mul(y double) double {
	p := float64(x.hi * y.hi) // rounded, also where the sum below could take it unrounded
	e := math.FMA(x.hi, y.hi, -p)
	e = math.FMA(x.hi, y.lo, e)
	e = math.FMA(x.lo, y.hi, e)
	return fastSum(p, e)
}

// negated returns -x if so is true.
func (x double) negated(so bool) double {
	if so {
		return double{-x.hi, -x.lo}
	}
	return x
}

// halfPi is a quarter of a circle, as a sum.
var halfPi = [3]float64{0x1.921fb54442d18p+00, 0x1.1a62633145c07p-54, -0x1.f1976b7ed8fbcp-110}

// reduce returns x, at most half a circle, less a number of quarters, and how many, so that what is left is within an eighth.
func reduce(x float64) (rest double, quarters int) {
	k := math.RoundToEven(x / halfPi[0])
	if k == 0 {
		return double{x, 0}, 0
	}
	rest = sum(x-float64(k*halfPi[0]), -(k * halfPi[1]))
	return fastSum(rest.hi, rest.lo-float64(k*halfPi[2])), int(k)
}

// Taylor's coefficients: those which count most with twice the digits, the others as they are.
var (
	sineFirst = [...]double{
		{-0x1.5555555555555p-03, -0x1.5555555555555p-57},
		{0x1.1111111111111p-07, 0x1.1111111111111p-63},
		{-0x1.a01a01a01a01ap-13, -0x1.a01a01a01a01ap-73},
		{0x1.71de3a556c734p-19, -0x1.c154f8ddc6cp-73},
	}
	sineRest    = [...]float64{-1. / 39916800, 1. / 6227020800, -1. / 1307674368000, 1. / 355687428096000, -1. / 121645100408832000, 1. / 51090942171709440000, -1. / 25852016738884976640000}
	cosineFirst = [...]double{
		{-0.5, 0},
		{0x1.5555555555555p-05, 0x1.5555555555555p-59},
		{-0x1.6c16c16c16c17p-10, 0x1.f49f49f49f49fp-65},
		{0x1.a01a01a01a01ap-16, 0x1.a01a01a01a01ap-76},
	}
	cosineRest = [...]float64{-1. / 3628800, 1. / 479001600, -1. / 87178291200, 1. / 20922789888000, -1. / 6402373705728000, 1. / 2432902008176640000, -1. / 1124000727777607680000, 1. / 620448401733239439360000}
)

// series returns the sum of first[i] z^i and, behind, rest.
func series(z double, first *[4]double, rest []float64) double {
	tail := rest[len(rest)-1]
	for i := len(rest) - 2; i >= 0; i-- {
		tail = math.FMA(tail, z.hi, rest[i])
	}
	s := double{tail, 0}
	for i := len(first) - 1; i >= 0; i-- {
		s = s.mul(z).add(first[i])
	}
	return s
}

// sineOf is the sine of x within an eighth of a circle.
func sineOf(x double) double {
	z := x.mul(x)
	return x.add(x.mul(z).mul(series(z, &sineFirst, sineRest[:])))
}

// cosineOf is the cosine of x within an eighth of a circle.
func cosineOf(x double) double {
	z := x.mul(x)
	return double{1, 0}.add(z.mul(series(z, &cosineFirst, cosineRest[:])))
}

// sinDouble is the sine of an angle, at most half a circle.
func sinDouble(x float64) double {
	r, k := reduce(x)
	if k&1 != 0 {
		return cosineOf(r).negated(k&2 != 0)
	}
	return sineOf(r).negated(k&2 != 0)
}

// sin is the sine of an angle, at most half a circle.
func sin(x float64) float64 {
	s := sinDouble(x)
	return s.hi + s.lo
}

// cos is the cosine of an angle, at most half a circle.
func cos(x float64) float64 {
	r, k := reduce(x)
	var c double
	if k&1 != 0 {
		c = sineOf(r).negated(k&2 == 0)
	} else {
		c = cosineOf(r).negated(k&2 != 0)
	}
	return c.hi + c.lo
}

// asin is the arcsine of a number from 0 on; 1 and what is greater is a quarter of a circle.
func asin(x float64) float64 {
	switch {
	case x >= 1:
		return halfPi[0]
	case x <= 0.5:
		a := asinDouble(double{x, 0})
		return a.hi + a.lo
	}
	// 1-x is exact here, and so is half of it.
	w := (1 - x) / 2
	root := math.Sqrt(w)
	a := asinDouble(fastSum(root, math.FMA(-root, root, w)/(2*root)))
	a = double{halfPi[0], halfPi[1]}.add(double{-2 * a.hi, -2 * a.lo})
	return a.hi + a.lo
}

// asinDouble is the arcsine of x up to about a half: one step of Newton's method from a double nearby.
func asinDouble(x double) double {
	near := math.Asin(x.hi)
	s := sinDouble(near)
	missing := (x.hi - s.hi) + (x.lo - s.lo)
	return fastSum(near, missing/math.Cos(near))
}
