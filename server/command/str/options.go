package str

import "redstart/server/command"

// option is a word that SET or GETEX takes.
type option uint8

const (
	optNX option = 1 << iota
	optXX
	optGet
	optKeepTTL
	optPersist

	forSet   = optNX | optXX | optGet | optKeepTTL
	forGetex = optPersist
)

// options are the options of SET and GETEX.
type options struct {
	set      option
	lifetime []byte // the word that says how long; nil for none
	unit     command.Unit
}

func (o *options) has(f option) bool { return o.set&f != 0 }

// parseOptions reads the words from position i on; allowed is what the command takes besides the lifetimes. An option may be
// repeated, but of those that exclude each other only one may be given.
func parseOptions(c *command.Ctx, i int, allowed option) (options, error) {
	var o options
	a := c.Options(i)
	for a.More() {
		switch {
		case a.Is("EX"):
			o.setLifetime(&a, command.Seconds)
		case a.Is("PX"):
			o.setLifetime(&a, command.Milliseconds)
		case a.Is("NX"):
			o.add(&a, optNX, optXX, allowed)
		case a.Is("XX"):
			o.add(&a, optXX, optNX, allowed)
		case a.Is("GET"):
			o.add(&a, optGet, 0, allowed)
		case a.Is("EXAT"):
			o.setLifetime(&a, command.UnixSeconds)
		case a.Is("PXAT"):
			o.setLifetime(&a, command.UnixMilliseconds)
		case a.Is("KEEPTTL"):
			o.addTTL(&a, optKeepTTL, allowed)
		case a.Is("PERSIST"):
			o.addTTL(&a, optPersist, allowed)
		default:
			a.Fail(command.ErrSyntax)
		}
	}
	return o, a.Err()
}

func (o *options) add(a *command.Args, f, excluded, allowed option) {
	if allowed&f == 0 || o.has(excluded) {
		a.Fail(command.ErrSyntax)
	}
	o.set |= f
}

// addTTL adds an option that excludes a lifetime.
func (o *options) addTTL(a *command.Args, f, allowed option) {
	if o.lifetime != nil {
		a.Fail(command.ErrSyntax)
	}
	o.add(a, f, 0, allowed)
}

func (o *options) setLifetime(a *command.Args, u command.Unit) {
	if o.has(optKeepTTL|optPersist) || o.lifetime != nil && o.unit != u {
		a.Fail(command.ErrSyntax)
	}
	o.lifetime, o.unit = a.Bytes(), u
}
