package geohash

import "math"

// earthRadius is that of the sphere which Redis measures on, in metres.
const earthRadius = 6372797.560856

// Distance returns the metres between two places along the surface of a sphere, by the haversine formula.
func Distance(a, b Point) float64 {
	from := From(a)
	return from.Distance(b)
}

// Origin is a place that distances are measured from. It has computed what is the same for all of them.
type Origin struct {
	lon, lat float64 // in radians
	cosine   float64 // of lat
}

// From begins to measure from p.
func From(p Point) Origin {
	lat := radians(p.Lat)
	return Origin{lon: radians(p.Lon), lat: lat, cosine: cos(lat)}
}

// Distance returns the metres to p.
func (o *Origin) Distance(p Point) float64 {
	lat := radians(p.Lat)
	v := sin((radians(p.Lon) - o.lon) / 2)
	if v == 0 {
		return o.latDistance(p)
	}
	u := sin((lat - o.lat) / 2)
	h := float64(u*u) + float64(o.cosine*cos(lat)*v*v)
	return 2 * earthRadius * asin(math.Sqrt(h))
}

// latDistance is the part of the distance that latitudes make.
func (o *Origin) latDistance(p Point) float64 { return earthRadius * math.Abs(radians(p.Lat)-o.lat) }
