package store

import (
	"math"
	"strconv"
	"strings"

	"redstart/server/config"
)

// Lengths of time are in ms.
const (
	second = int64(1000)
	minute = 60 * second
	hour   = 60 * minute
	day    = 24 * hour
)

// units are those of times, the largest first.
var units = []struct {
	name string
	ms   int64
}{{"d", day}, {"h", hour}, {"m", minute}, {"s", second}, {"ms", 1}}

// maxDuration is the longest time, ms: the end of a time to live must be a time too.
const maxDuration = int64(1e15)

// parseDuration reads a time: 1500ms, 60s, 5m, 2h, 30d; a plain number is seconds.
func parseDuration(word string) (ms int64, ok bool) {
	digits := strings.TrimRight(word, "dhmsDHMS")
	unit, factor := strings.ToLower(word[len(digits):]), int64(0)
	if unit == "" {
		unit = "s"
	}
	for _, u := range units {
		if u.name == unit {
			factor = u.ms
		}
	}
	n, err := strconv.ParseUint(digits, 10, 63)
	if err != nil || factor == 0 || int64(n) > maxDuration/factor {
		return 0, false
	}
	return int64(n) * factor, true
}

// formatDuration writes a time as parseDuration reads it.
func formatDuration(ms int64) string {
	for _, u := range units {
		if ms >= u.ms && ms%u.ms == 0 {
			return formatNumber(ms/u.ms) + u.name
		}
	}
	return "0"
}

// parseSize reads a number of bytes, with a unit as in a config file.
func parseSize(word string) (int, bool) {
	n, ok := config.ParseBytes(word)
	return int(min(n, math.MaxInt)), ok && word != "" && word[0] >= '0' && word[0] <= '9'
}

// parseCount reads a number of keys.
func parseCount(word string) (int, bool) {
	n, err := strconv.ParseUint(word, 10, strconv.IntSize-1)
	return int(n), err == nil
}

func formatNumber(n int64) string { return strconv.FormatInt(n, 10) }
