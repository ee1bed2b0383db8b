// Package script runs Lua: the bodies of EVAL, and the functions of FUNCTION LOAD, in one interpreter, since one script runs at a time.
// It keeps compiled scripts, guards the interpreter against scripts that take too much time or memory, and converts values between
// Lua and RESP. Its users see to it that one goroutine at a time uses an Engine, except where a method says otherwise.
package script

import (
	"crypto/sha1"
	"encoding/hex"
	"errors"
	"strings"

	lua "github.com/yuin/gopher-lua"
)

// Flags are what a script or function says of itself.
type Flags uint8

// The flags, in the order in which FUNCTION LIST shows them.
const (
	AllowOOM Flags = 1 << iota
	AllowStale
	NoCluster
	NoWrites
	AllowCrossSlot
	compat // an EVAL body without a shebang: nothing is known of it
)

// flagNames are the words for the flags.
var flagNames = []struct {
	name string
	flag Flags
}{
	{"no-writes", NoWrites},
	{"allow-oom", AllowOOM},
	{"allow-stale", AllowStale},
	{"no-cluster", NoCluster},
	{"allow-cross-slot-keys", AllowCrossSlot},
}

// keyLocking is a flag that Upstash's service has and its libraries put into their scripts. It is accepted and means nothing: a script
// runs alone here.
const keyLocking = "allow-key-locking"

// Names are the words for the flags in f.
func (f Flags) Names() []string {
	var names []string
	for _, n := range flagNames {
		if f&n.flag != 0 {
			names = append(names, n.name)
		}
	}
	return names
}

// Declared reports whether the script has said what it does, by a shebang or as a function.
func (f Flags) Declared() bool { return f&compat == 0 }

// Script is a compiled EVAL body.
type Script struct {
	SHA   string // 40 hexadecimal digits
	Flags Flags
	body  string
	fn    *lua.LFunction
	kept  bool // by SCRIPT LOAD
}

// SHA1 is the name of a script: the digest of its body in hexadecimal digits.
func SHA1(body []byte) string {
	sum := sha1.Sum(body)
	return hex.EncodeToString(sum[:])
}

// The ways in which a body can be wrong. Their texts are those of error replies without the code.
var (
	errShebang = ReplyError("Invalid script shebang")
)

// shebang takes the first line off a body that begins with "#!" and reads the script's flags from it. The line stays as an empty one, so
// that lines keep their numbers.
func shebang(body string) (rest string, f Flags, err error) {
	if !strings.HasPrefix(body, "#!") {
		return body, compat, nil
	}
	end := strings.IndexByte(body, '\n')
	if end < 0 {
		return "", 0, errShebang
	}
	words := strings.Fields(body[:end])
	if words[0] != "#!lua" {
		return "", 0, errors.New("Unexpected engine in script shebang: " + words[0])
	}
	for _, w := range words[1:] {
		list, ok := strings.CutPrefix(w, "flags=")
		if !ok {
			return "", 0, errors.New("Unknown lua shebang option: " + w)
		}
		for name := range strings.SplitSeq(list, ",") {
			flag, known := flagOf(name)
			if !known && name != "" && name != keyLocking {
				return "", 0, errors.New("Unexpected flag in script shebang: " + name)
			}
			f |= flag
		}
	}
	return body[end:], f, nil
}

// FlagsOf reads the flags from a script's body; false: it cannot be a script.
func FlagsOf(body []byte) (Flags, bool) {
	if len(body) < 2 || body[0] != '#' || body[1] != '!' {
		return compat, true
	}
	_, f, err := shebang(string(body))
	return f, err == nil
}

func flagOf(name string) (Flags, bool) {
	for _, n := range flagNames {
		if n.name == name {
			return n.flag, true
		}
	}
	return 0, false
}
