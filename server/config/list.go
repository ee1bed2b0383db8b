package config

import (
	"errors"
	"math"
	"strconv"
	"strings"
)

// Class is a class of clients with an output limit of its own.
type Class int

// The classes of clients, in the order of client-output-buffer-limit.
const (
	ClassNormal Class = iota
	ClassReplica
	ClassPubsub
	numClasses
)

// Limit bounds what a client may leave unread. 0: no bound.
type Limit struct {
	Hard        int64 // bytes at which the client is closed at once
	Soft        int64 // bytes at which it is closed after SoftSeconds
	SoftSeconds int64
}

// Limits are the output limits of all classes.
type Limits [numClasses]Limit

// classNames are the names that CONFIG GET prints; fileClassNames those that CONFIG REWRITE writes.
var (
	classNames     = [numClasses]string{"normal", "slave", "pubsub"}
	fileClassNames = [numClasses]string{"normal", "replica", "pubsub"}
)

// The texts of refused lists. They are Redis'.
const (
	errSave         = refusal("Invalid save parameters")
	errLimitCount   = refusal("Wrong number of arguments in buffer limit configuration.")
	errLimitClass   = refusal("Invalid client class specified in buffer limit configuration.")
	errLimitNumber  = refusal("Error in hard, soft or soft_seconds setting in buffer limit configuration.")
	errOOM          = refusal("Invalid oom-score-adj-values, elements must be between -2000 and 2000.")
	errPercentile   = refusal("Invalid latency-tracking-info-percentiles parameters")
	errPercentRange = refusal("latency-tracking-info-percentiles parameters should sit between [0.0,100.0]")
	errBind         = refusal("Too many bind addresses specified.")
	errReplicaPort  = refusal("Invalid master port")
)

// maxBindAddresses is how many addresses bind takes.
const maxBindAddresses = 16

func bind(_ value, args []string) (value, error) {
	if len(args) > maxBindAddresses {
		return value{}, errBind
	}
	return value{text: strings.Join(args, " ")}, nil
}

func replicaof(_ value, args []string) (value, error) {
	if len(args) != 2 {
		return value{}, errArgCount
	}
	if strings.EqualFold(args[0], "no") && strings.EqualFold(args[1], "one") {
		return value{}, nil
	}
	if p, ok := canonicalInt(args[1]); !ok || p < 0 || p > 65535 {
		return value{}, errReplicaPort
	}
	return value{text: args[0] + " " + args[1]}, nil
}

// savePoints adds pairs of seconds and changes to those before; no pair at all removes them.
func savePoints(prev value, args []string) (value, error) {
	if len(args)%2 != 0 {
		return value{}, errSave
	}
	if len(args) == 0 {
		return value{}, nil
	}
	points := make([]string, 0, len(args)+1)
	if prev.text != "" {
		points = append(points, prev.text)
	}
	for i, arg := range args {
		n, err := strconv.ParseInt(arg, 10, 64)
		if err != nil || n < 0 || (i%2 == 0 && n < 1) || (i%2 == 1 && n > math.MaxInt32) {
			return value{}, errSave
		}
		points = append(points, strconv.FormatInt(n, 10))
	}
	return value{text: strings.Join(points, " ")}, nil
}

// outputLimits changes the limits of the named classes and leaves the others as they were.
func outputLimits(prev value, args []string) (value, error) {
	if len(args)%4 != 0 {
		return value{}, errLimitCount
	}
	var all Limits
	if prev.limits != nil {
		all = *prev.limits
	}
	for ; len(args) > 0; args = args[4:] {
		class, ok := classByName(args[0])
		if !ok {
			return value{}, errLimitClass
		}
		hard, ok1 := ParseBytes(args[1])
		soft, ok2 := ParseBytes(args[2])
		seconds, err := strconv.ParseInt(args[3], 10, 32)
		if !ok1 || !ok2 || err != nil || seconds < 0 {
			return value{}, errLimitNumber
		}
		all[class] = Limit{Hard: int64(min(hard, math.MaxInt64)), Soft: int64(min(soft, math.MaxInt64)), SoftSeconds: seconds}
	}
	var text []string
	for class, l := range all {
		text = append(text, classNames[class], strconv.FormatInt(l.Hard, 10), strconv.FormatInt(l.Soft, 10), strconv.FormatInt(l.SoftSeconds, 10))
	}
	return value{text: strings.Join(text, " "), limits: &all}, nil
}

func classByName(name string) (Class, bool) {
	switch strings.ToLower(name) {
	case "normal":
		return ClassNormal, true
	case "slave", "replica":
		return ClassReplica, true
	case "pubsub":
		return ClassPubsub, true
	}
	return 0, false
}

func oomValues(_ value, args []string) (value, error) {
	if len(args) != 3 {
		return value{}, errArgCount
	}
	for _, arg := range args {
		if n, ok := canonicalInt(arg); !ok || n < -2000 || n > 2000 {
			return value{}, errOOM
		}
	}
	return value{text: strings.Join(args, " ")}, nil
}

func percentiles(_ value, args []string) (value, error) {
	text := make([]string, 0, len(args))
	for _, arg := range args {
		f, err := strconv.ParseFloat(arg, 64)
		if (err != nil && !errors.Is(err, strconv.ErrRange)) || math.IsNaN(f) {
			return value{}, errPercentile
		}
		if f < 0 || f > 100 {
			return value{}, errPercentRange
		}
		s := strconv.FormatFloat(f, 'f', 6, 64)
		text = append(text, strings.TrimSuffix(strings.TrimRight(s, "0"), "."))
	}
	return value{text: strings.Join(text, " ")}, nil
}
