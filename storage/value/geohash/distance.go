package geohash

import "math"

// earthRadius is that of the sphere which Redis measures on, in metres.
const earthRadius = 6372797.560856

// Distance returns the metres between two places along the surface of a sphere, by the haversine formula.
func Distance(a, b Point) float64 {
	v := sin((radians(b.Lon) - radians(a.Lon)) / 2)
	if v == 0 {
		return latDistance(a, b)
	}
	lat1, lat2 := radians(a.Lat), radians(b.Lat)
	u := sin((lat2 - lat1) / 2)
	h := float64(u*u) + float64(cos(lat1)*cos(lat2)*v*v)
	return 2 * earthRadius * asin(math.Sqrt(h))
}

// latDistance is the part of the distance that latitudes make.
func latDistance(a, b Point) float64 {
	return earthRadius * math.Abs(radians(b.Lat)-radians(a.Lat))
}
