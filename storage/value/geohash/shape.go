package geohash

import "math"

// Shape is what is searched: a circle around Center, or with Box a rectangle.
type Shape struct {
	Center Point
	Unit   float64 // metres; the measures below are in it
	Box    bool
	Radius float64
	Width  float64 // from west to east
	Height float64 // from south to north
}

// Filter tells which places a shape holds. It has computed what is the same for all of them.
type Filter struct {
	Origin           // the center
	lonOf    float64 // its longitude, in degrees
	box      bool
	height   float64 // metres from the center to the north or the south
	circle   reach   // of the radius
	sideways reach   // of half the width
}

// Filter begins a search.
func (s *Shape) Filter() Filter {
	f := Filter{Origin: From(s.Center), lonOf: s.Center.Lon, box: s.Box}
	if s.Box {
		f.height = s.Height * s.Unit / 2
		f.sideways = reachOf(s.Width * s.Unit / 2)
	} else {
		f.height = s.Radius*s.Unit + doubt
		f.circle = reachOf(s.Radius * s.Unit)
	}
	return f
}

// Holds reports whether p lies within the shape or on its edge.
func (f *Filter) Holds(p Point) bool {
	if f.latDistance(p) > f.height {
		return false
	}
	lat := radians(p.Lat)
	v := math.Sin((radians(p.Lon) - f.lon) / 2)
	if f.box {
		c := math.Cos(lat)
		if in, sure := f.sideways.holds(c * c * v * v); sure {
			return in
		}
		return Distance(p, Point{Lon: f.lonOf, Lat: p.Lat}) <= f.sideways.metres
	}
	u := math.Sin((lat - f.lat) / 2)
	if in, sure := f.circle.holds(u*u + f.cosine*math.Cos(lat)*v*v); sure {
		return in
	}
	return f.Distance(p) <= f.circle.metres
}

// doubt is how far, in metres, a distance that is computed with Go's functions may be from that of Distance. The worst is near the
// opposite end of Earth, about a quarter of a metre.
const doubt = 1

// reach is a distance, and the haversines of angles that are surely below and above it.
type reach struct{ metres, below, above float64 }

func reachOf(metres float64) reach {
	haversine := func(metres float64) float64 {
		angle := metres / (2 * earthRadius)
		if angle >= math.Pi/2 {
			return math.Inf(1) // nothing is further
		}
		sine := math.Sin(angle)
		return sine * sine
	}
	r := reach{metres: metres, below: -1, above: haversine(metres + doubt)}
	if metres > doubt {
		r.below = min(haversine(metres-doubt), 1)
	}
	return r
}

// holds reports whether two places are within reach if that is sure; about is the haversine of the angle between them, nearly.
func (r *reach) holds(about float64) (in, sure bool) {
	return about < r.below, about < r.below || about > r.above
}

// bounds is the rectangle around the shape. It may reach beyond the grid.
func (s *Shape) bounds() area {
	height, width := s.Unit*s.Radius, s.Unit*s.Radius
	if s.Box {
		height, width = s.Unit*(s.Height/2), s.Unit*(s.Width/2)
	}
	c := s.Center
	lat := degrees(height / earthRadius)
	nearPole := c.Lat + lat // the parallel on which a degree of longitude is shortest
	if c.Lat < 0 {
		nearPole = c.Lat - lat
	}
	lon := degrees(width / earthRadius / cosAny(radians(nearPole)))
	return area{
		min: Point{Lon: c.Lon - lon, Lat: c.Lat - lat},
		max: Point{Lon: c.Lon + lon, Lat: c.Lat + lat},
	}
}

// cosAny is the cosine of any angle.
func cosAny(x float64) float64 {
	if math.Abs(x) > math.Pi {
		return math.Cos(x)
	}
	return cos(x)
}

// mercatorMax is half the side of the Web Mercator square, in metres.
const mercatorMax = 20037726.37

// step is how often the grid is to be halved so that a cell and those around it cover a circle around a latitude.
func step(metres, lat float64) uint {
	if metres == 0 {
		return maxStep
	}
	n := -1
	for ; metres < mercatorMax; metres *= 2 {
		n++
	}
	switch lat = math.Abs(lat); { // cells are narrower near the poles
	case lat > 80:
		n -= 2
	case lat > 66:
		n--
	}
	return uint(min(max(n, 1), maxStep))
}

// Range is the scores of a cell: from Min to below Max.
type Range struct{ Min, Max float64 }

// The cells around one, in the order in which they are looked at.
var around = [...]struct{ dx, dy int }{{0, 0}, {0, 1}, {0, -1}, {1, 0}, {-1, 0}, {1, 1}, {-1, 1}, {1, -1}, {-1, -1}}

// Ranges are the scores among which all places are that the shape holds, in the order in which Redis finds them; n of them.
func (s *Shape) Ranges() (ranges [len(around)]Range, n int) {
	bounds, middle := s.bounds(), s.cell()
	if middle.step > 1 && !middle.reaches(bounds) {
		middle = encode(s.Center, MaxLat, middle.step-1)
	}
	in := middle.area()
	var last cell
	for _, to := range around {
		useless := to.dy < 0 && in.min.Lat < bounds.min.Lat || to.dy > 0 && in.max.Lat > bounds.max.Lat ||
			to.dx < 0 && in.min.Lon < bounds.min.Lon || to.dx > 0 && in.max.Lon > bounds.max.Lon
		if useless && middle.step >= 2 {
			continue
		}
		c := middle.move(to.dx, to.dy)
		if n > 1 && c == last { // on a grid of few cells a neighbour is met from both sides
			continue
		}
		ranges[n] = c.scores()
		last = c
		n++
	}
	return ranges, n
}

// cell is the cell of the center on a grid that suits the size of the shape.
func (s *Shape) cell() cell {
	metres := s.Radius
	if s.Box {
		w, h := s.Width/2, s.Height/2
		metres = math.Sqrt(float64(w*w) + float64(h*h))
	}
	return encode(s.Center, MaxLat, step(metres*s.Unit, s.Center.Lat))
}

// reaches reports whether the cell and those next to it cover bounds.
func (c cell) reaches(bounds area) bool {
	return c.move(0, 1).area().max.Lat >= bounds.max.Lat && c.move(0, -1).area().min.Lat <= bounds.min.Lat &&
		c.move(1, 0).area().max.Lon >= bounds.max.Lon && c.move(-1, 0).area().min.Lon <= bounds.min.Lon
}

// scores are those of the places in a cell.
func (c cell) scores() Range {
	shift := 2 * (maxStep - c.step)
	bits := c.bits()
	return Range{Min: float64(bits << shift), Max: float64((bits + 1) << shift)}
}
