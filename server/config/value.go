package config

import (
	"errors"
	"fmt"
	"math"
	"math/bits"
	"strconv"
	"strings"
)

// value is what a directive is set to.
type value struct {
	num    int64  // what Config.Int returns
	text   string // what CONFIG GET prints
	limits *Limits
}

// The texts of refused values. They are Redis'.
const (
	errArgCount       = refusal("wrong number of arguments")
	errNotBool        = refusal("argument must be 'yes' or 'no'")
	errNotInt         = refusal("argument couldn't be parsed into an integer")
	errNotOctal       = refusal("argument couldn't be parsed as an octal number")
	errNotMemory      = refusal("argument must be a memory value")
	errNotMemoryOrPct = refusal("argument must be a memory or percent value")
	errPercent        = refusal("percentage argument must be less or equal to 100")
	errSaveAndNosave  = refusal("shutdown options SAVE and NOSAVE can't be used simultaneously")
	errEvents         = refusal("Invalid event class character. Use '" + eventLetters + "'.")
)

// parse reads the directive's arguments. prev is the value before, which lists may build on.
func (d *Directive) parse(prev value, args []string) (value, error) {
	switch d.Kind {
	case KindList:
		return d.list(prev, args)
	case KindEnumSet:
		return d.parseEnumSet(args)
	}
	if len(args) != 1 {
		return value{}, errArgCount
	}
	switch arg := args[0]; d.Kind {
	case KindBool:
		return parseBool(arg)
	case KindInt:
		return d.parseInt(arg)
	case KindOctal:
		return d.parseOctal(arg)
	case KindMemory:
		return d.parseMemory(arg)
	case KindMemoryOrPercent:
		return parseMemoryOrPercent(arg)
	case KindEnum:
		return d.parseEnum(arg)
	case KindEvents:
		return parseEvents(arg)
	default:
		if d.check != nil {
			if err := d.check(arg); err != nil {
				return value{}, err
			}
		}
		return value{text: arg}, nil
	}
}

// split turns the one argument that CONFIG SET has into the arguments that a line of a file would have.
func (d *Directive) split(arg string) []string {
	if d.Kind != KindList && d.Kind != KindEnumSet {
		return []string{arg}
	}
	if arg == "" {
		return nil
	}
	return strings.Split(arg, " ")
}

func parseBool(arg string) (value, error) {
	switch strings.ToLower(arg) {
	case "yes":
		return value{num: 1, text: "yes"}, nil
	case "no":
		return value{text: "no"}, nil
	}
	return value{}, errNotBool
}

func (d *Directive) parseInt(arg string) (value, error) {
	n, ok := canonicalInt(arg)
	if !ok {
		return value{}, errNotInt
	}
	if n < d.Min || n > d.Max {
		return value{}, outOfRange(d.Min, d.Max, 10)
	}
	if d.adjust != nil {
		n = d.adjust(n)
	}
	return value{num: n, text: strconv.FormatInt(n, 10)}, nil
}

// canonicalInt reads a number in the only form that Redis takes: no sign but -, no leading zero, no blanks.
func canonicalInt(s string) (int64, bool) {
	n, err := strconv.ParseInt(s, 10, 64)
	return n, err == nil && strconv.FormatInt(n, 10) == s
}

func outOfRange(lo, hi int64, base int) error {
	return fmt.Errorf("argument must be between %s and %s inclusive", strconv.FormatInt(lo, base), strconv.FormatInt(hi, base))
}

func (d *Directive) parseOctal(arg string) (value, error) {
	n, err := strconv.ParseInt(arg, 8, 64)
	if err != nil {
		return value{}, errNotOctal
	}
	if n < d.Min || n > d.Max {
		return value{}, outOfRange(d.Min, d.Max, 8)
	}
	return value{num: n, text: strconv.FormatInt(n, 8)}, nil
}

func (d *Directive) parseMemory(arg string) (value, error) {
	n, ok := ParseBytes(arg)
	if !ok {
		return value{}, errNotMemory
	}
	if d.Unsigned {
		// More than the largest signed number is no bound in practice; the text keeps what was given.
		return value{num: int64(min(n, math.MaxInt64)), text: strconv.FormatUint(n, 10)}, nil
	}
	if n > math.MaxInt64 || int64(n) < d.Min || int64(n) > d.Max {
		return value{}, outOfRange(d.Min, d.Max, 10)
	}
	m := int64(n)
	if d.adjust != nil {
		m = d.adjust(m)
	}
	return value{num: m, text: strconv.FormatInt(m, 10)}, nil
}

// ParseBytes reads digits and an optional unit: k, m and g are powers of 1000, kb, mb and gb of 1024. No digits are 0, and
// a number beyond 64 bits is the largest one.
func ParseBytes(s string) (uint64, bool) {
	i := 0
	for i < len(s) && s[i] >= '0' && s[i] <= '9' {
		i++
	}
	var unit uint64
	switch strings.ToLower(s[i:]) {
	case "", "b":
		unit = 1
	case "k":
		unit = 1000
	case "kb":
		unit = 1 << 10
	case "m":
		unit = 1000 * 1000
	case "mb":
		unit = 1 << 20
	case "g":
		unit = 1000 * 1000 * 1000
	case "gb":
		unit = 1 << 30
	default:
		return 0, false
	}
	if i == 0 {
		return 0, true
	}
	n, err := strconv.ParseUint(s[:i], 10, 64)
	if err != nil { // digits only, so it is too large
		return math.MaxUint64, true
	}
	hi, lo := bits.Mul64(n, unit)
	if hi != 0 {
		return math.MaxUint64, true
	}
	return lo, true
}

func parseMemoryOrPercent(arg string) (value, error) {
	if s, ok := strings.CutSuffix(arg, "%"); ok {
		n, ok := canonicalInt(s)
		if !ok || n < 0 {
			return value{}, errNotMemoryOrPct
		}
		if n > 100 {
			return value{}, errPercent
		}
		if n == 0 {
			return value{text: "0"}, nil
		}
		return value{num: -n, text: arg}, nil
	}
	n, ok := ParseBytes(arg)
	if !ok || n > math.MaxInt64 {
		return value{}, errNotMemoryOrPct
	}
	return value{num: int64(n), text: strconv.FormatUint(n, 10)}, nil
}

func (d *Directive) parseEnum(arg string) (value, error) {
	i := d.index(arg)
	if i < 0 {
		return value{}, d.errNotInEnum()
	}
	return value{num: int64(i), text: d.Values[i]}, nil
}

func (d *Directive) index(arg string) int {
	for i, v := range d.Values {
		if strings.EqualFold(v, arg) {
			return i
		}
	}
	return -1
}

func (d *Directive) errNotInEnum() error {
	return errors.New("argument(s) must be one of the following: " + strings.Join(d.Values, ", "))
}

func (d *Directive) parseEnumSet(args []string) (value, error) {
	var mask int64
	for _, arg := range args {
		i := d.index(arg)
		if i < 0 {
			return value{}, d.errNotInEnum()
		}
		if i > 0 {
			mask |= 1 << (i - 1)
		}
	}
	if len(args) == 0 {
		return value{}, d.errNotInEnum()
	}
	if mask&ShutdownSave != 0 && mask&ShutdownNosave != 0 {
		return value{}, errSaveAndNosave
	}
	var names []string
	for i, v := range d.Values[1:] {
		if mask&(1<<i) != 0 {
			names = append(names, v)
		}
	}
	if names == nil {
		names = d.Values[:1]
	}
	return value{num: mask, text: strings.Join(names, " ")}, nil
}
