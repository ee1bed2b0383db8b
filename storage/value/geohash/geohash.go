// Package geohash turns places on Earth into integers that keep neighbours together, as Gustavo Niemeyer's geohash does, and measures
// between places. A sorted set whose scores are such integers is an index of places: what lies in a cell of the grid is one range.
//
// The numbers equal Redis', so that values, orders and digits do too: products are rounded before they are added, on every machine.
package geohash

import "math"

// What Redis takes for coordinates, in degrees: the square of the Web Mercator projection.
const (
	MaxLon = 180.0
	MaxLat = 85.05112878
)

// maxStep is how often the grid is halved for a score, in each direction.
const maxStep = 26

// Point is a place, in degrees.
type Point struct{ Lon, Lat float64 }

// Valid reports whether p can be kept.
func (p Point) Valid() bool {
	return -MaxLon <= p.Lon && p.Lon <= MaxLon && -MaxLat <= p.Lat && p.Lat <= MaxLat
}

// Encode returns the score of a valid place: 52 bits, those of the longitude and the latitude in turn.
func Encode(p Point) uint64 { return encode(p, MaxLat, maxStep).bits() }

// Decode returns the middle of the cell that a score means, whatever score it is.
func Decode(score float64) Point {
	a := cellOf(integer(score)).area()
	return Point{
		Lon: min(max((a.min.Lon+a.max.Lon)/2, -MaxLon), MaxLon),
		Lat: min(max((a.min.Lat+a.max.Lat)/2, -MaxLat), MaxLat),
	}
}

// integer is a score as C on a 64-bit machine makes an unsigned integer of it, also where C leaves that open.
func integer(score float64) uint64 {
	const half = 1 << 63
	switch {
	case score >= 2*half:
		return 0
	case score >= half:
		return half + uint64(score-half)
	case score < -half:
		return half
	}
	return uint64(int64(score))
}

// The digits of a geohash's text.
const digits = "0123456789bcdefghjkmnpqrstuvwxyz"

// TextLen is the length of a text.
const TextLen = 11

// Text returns the standard geohash of a place, whose latitudes reach to the poles. 52 bits fill ten digits; the last one is always 0.
func Text(p Point) (text [TextLen]byte) {
	bits := encode(p, 90, maxStep).bits()
	for i := range TextLen - 1 {
		text[i] = digits[bits>>(2*maxStep-5*(i+1))&31]
	}
	text[TextLen-1] = '0'
	return text
}

// cell is a cell of the grid: its column from the west and its row from the south, when the grid has been halved step times. The last
// border of the grid belongs to a column and a row of its own.
type cell struct {
	x, y uint32
	step uint
}

func encode(p Point, maxLat float64, step uint) cell {
	scale := float64(uint64(1) << step)
	return cell{
		x:    uint32((p.Lon + MaxLon) / (2 * MaxLon) * scale),
		y:    uint32((p.Lat + maxLat) / (2 * maxLat) * scale),
		step: step,
	}
}

// cellOf is the finest cell that 64 bits mean.
func cellOf(bits uint64) cell {
	return cell{x: squeeze(bits >> 1), y: squeeze(bits), step: maxStep}
}

// bits interleaves the column, in the odd bits, and the row.
func (c cell) bits() uint64 { return stretch(c.x)<<1 | stretch(c.y) }

// move returns the cell dx columns to the east and dy rows to the north, each -1, 0 or 1; the grid has no end.
func (c cell) move(dx, dy int) cell {
	mask := uint32(1)<<c.step - 1
	if dx != 0 {
		c.x = (c.x + uint32(dx)) & mask
	}
	if dy != 0 {
		c.y = (c.y + uint32(dy)) & mask
	}
	return c
}

// area is a rectangle from the south-west to the north-east.
type area struct{ min, max Point }

func (c cell) area() area {
	scale := float64(uint64(1) << c.step)
	lon := func(x uint32) float64 { return -MaxLon + float64(float64(x)/scale*(2*MaxLon)) }
	lat := func(y uint32) float64 { return -MaxLat + float64(float64(y)/scale*(2*MaxLat)) }
	return area{
		min: Point{Lon: lon(c.x), Lat: lat(c.y)},
		max: Point{Lon: lon(c.x + 1), Lat: lat(c.y + 1)},
	}
}

// stretch puts a zero in front of every bit.
func stretch(v uint32) uint64 {
	x := uint64(v)
	x = (x | x<<16) & 0x0000ffff0000ffff
	x = (x | x<<8) & 0x00ff00ff00ff00ff
	x = (x | x<<4) & 0x0f0f0f0f0f0f0f0f
	x = (x | x<<2) & 0x3333333333333333
	return (x | x<<1) & 0x5555555555555555
}

// squeeze is the opposite of stretch; it leaves out the odd bits.
func squeeze(x uint64) uint32 {
	x &= 0x5555555555555555
	x = (x | x>>1) & 0x3333333333333333
	x = (x | x>>2) & 0x0f0f0f0f0f0f0f0f
	x = (x | x>>4) & 0x00ff00ff00ff00ff
	x = (x | x>>8) & 0x0000ffff0000ffff
	return uint32(x | x>>16)
}

// radians of an angle in degrees.
func radians(deg float64) float64 { return deg * (math.Pi / 180) }

// degrees of an angle in radians.
func degrees(rad float64) float64 { return rad / (math.Pi / 180) }
