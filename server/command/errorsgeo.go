package command

import (
	"math"
	"strconv"
)

// The error texts of the commands on places.
var (
	ErrGeoUnit      error = Error("ERR unsupported unit provided. please use M, KM, FT, MI")
	ErrGeoRadius    error = Error("ERR need numeric radius")
	ErrGeoRadiusNeg error = Error("ERR radius cannot be negative")
	ErrGeoWidth     error = Error("ERR need numeric width")
	ErrGeoHeight    error = Error("ERR need numeric height")
	ErrGeoBoxNeg    error = Error("ERR height or width cannot be negative")
	ErrGeoCount     error = Error("ERR COUNT must be > 0")
	ErrGeoAny       error = Error("ERR the ANY argument requires COUNT argument")
	ErrGeoMember    error = Error("ERR could not decode requested zset member")
)

// ErrGeoPlace is the error for a longitude or a latitude that is outside of the map.
func ErrGeoPlace(lon, lat float64) error {
	return Errorf("ERR invalid longitude,latitude pair %s,%s", sixDigits(lon), sixDigits(lat))
}

// sixDigits is f as C's %f shows it.
func sixDigits(f float64) string {
	switch {
	case math.IsInf(f, 1):
		return "inf"
	case math.IsInf(f, -1):
		return "-inf"
	}
	return strconv.FormatFloat(f, 'f', 6, 64)
}

// ErrGeoStore is the error for STORE together with what only a reply can show; what is the command or the option that stores.
func ErrGeoStore(what string) error {
	return Errorf("ERR %s is not compatible with WITHDIST, WITHHASH and WITHCOORD options", what)
}

// ErrGeoFrom is the error for a search that has no center; name is the command as it was sent.
func ErrGeoFrom(name []byte) error {
	return Errorf("ERR exactly one of FROMMEMBER or FROMLONLAT can be specified for %s", clip(name, len(name)))
}

// ErrGeoBy is the error for a search that has no shape; name is the command as it was sent.
func ErrGeoBy(name []byte) error {
	return Errorf("ERR exactly one of BYRADIUS and BYBOX can be specified for %s", clip(name, len(name)))
}
