package geo

import (
	"redstart/resp"
	"redstart/server/command"
	"redstart/storage/value/geohash"
)

// parsePlace reads a longitude and a latitude.
func parsePlace(lon, lat []byte) (p geohash.Point, err error) {
	var ok, ok2 bool
	p.Lon, ok = resp.ParseDouble(lon)
	p.Lat, ok2 = resp.ParseDouble(lat)
	switch {
	case !ok || !ok2:
		return p, command.ErrNotFloat
	case !p.Valid():
		return p, command.ErrGeoPlace(p.Lon, p.Lat)
	}
	return p, nil
}

// parseUnit reads a unit of length; it returns its metres.
func parseUnit(word []byte) (float64, error) {
	switch {
	case command.Fold(word, "M"):
		return 1, nil
	case command.Fold(word, "KM"):
		return 1000, nil
	case command.Fold(word, "FT"):
		return 0.3048, nil
	case command.Fold(word, "MI"):
		return 1609.34, nil
	}
	return 0, command.ErrGeoUnit
}

// parseCircle reads a radius and its unit into s.
func parseCircle(s *geohash.Shape, radius, unit []byte) (err error) {
	var ok bool
	s.Box = false
	if s.Radius, ok = resp.ParseDouble(radius); !ok {
		return command.ErrGeoRadius
	}
	if s.Radius < 0 {
		return command.ErrGeoRadiusNeg
	}
	s.Unit, err = parseUnit(unit)
	return err
}

// parseBox reads the measures of a rectangle and their unit into s.
func parseBox(s *geohash.Shape, width, height, unit []byte) (err error) {
	var ok bool
	s.Box = true
	if s.Width, ok = resp.ParseDouble(width); !ok {
		return command.ErrGeoWidth
	}
	if s.Height, ok = resp.ParseDouble(height); !ok {
		return command.ErrGeoHeight
	}
	if s.Width < 0 || s.Height < 0 {
		return command.ErrGeoBoxNeg
	}
	s.Unit, err = parseUnit(unit)
	return err
}
