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

// doubt is how far, in metres, a distance that is computed with Go's functions may be from that of Distance. The worst is near the
// opposite end of Earth, about a quarter of a metre.
const doubt = 1

// Holds reports whether p lies within the shape or on its edge.
func (s *Shape) Holds(p Point) bool {
	if !s.Box {
		return within(s.Center, p, s.Radius*s.Unit)
	}
	if latDistance(p, s.Center) > s.Height*s.Unit/2 {
		return false
	}
	return within(p, Point{Lon: s.Center.Lon, Lat: p.Lat}, s.Width*s.Unit/2)
}

// within reports whether two places are at most limit metres apart.
func within(a, b Point, limit float64) bool {
	d := quickDistance(a, b)
	switch {
	case d > limit+doubt:
		return false
	case d < limit-doubt:
		return true
	}
	return Distance(a, b) <= limit
}

// quickDistance is Distance within doubt.
func quickDistance(a, b Point) float64 {
	lat1, lat2 := radians(a.Lat), radians(b.Lat)
	u := math.Sin((lat2 - lat1) / 2)
	v := math.Sin((radians(b.Lon) - radians(a.Lon)) / 2)
	h := u*u + math.Cos(lat1)*math.Cos(lat2)*v*v
	return 2 * earthRadius * math.Asin(math.Sqrt(min(h, 1)))
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
