package config

import (
	"fmt"
	"slices"
	"strings"
)

// The reasons why CONFIG SET refuses a directive, besides its value. They are Redis'.
const (
	errImmutable = refusal("can't set immutable config")
	errProtected = refusal("can't set protected config")
	errDuplicate = refusal("duplicate parameter")
)

// UnknownError is a name in CONFIG SET that is no directive.
type UnknownError struct{ Name string }

func (e *UnknownError) Error() string {
	return fmt.Sprintf("Unknown option or number of arguments for CONFIG SET - '%s'", e.Name)
}

// SetError is a change that was refused, with the directive that it was about.
type SetError struct {
	Name string
	Err  error
}

func (e *SetError) Error() string {
	return fmt.Sprintf("CONFIG SET failed (possibly related to argument '%s') - %v", e.Name, e.Err)
}

// Unwrap returns the reason.
func (e *SetError) Unwrap() error { return e.Err }

// change is a directive on its way to a new value.
type change struct {
	id       ID
	name     string // in lower case, as alias where it was given so
	arg      string
	old, new value
}

// Set answers CONFIG SET: it changes all of the directives or none. local says that the client is on this machine, for
// enable-protected-configs local. The text of an error is Redis', without the code ERR in front of it.
func (c *Config) Set(pairs []Pair, local bool) error {
	c.mu.Lock()
	defer c.mu.Unlock()
	changes, err := c.resolve(pairs, local)
	if err != nil {
		return err
	}
	for i := range changes {
		if err := c.prepare(&changes[i]); err != nil {
			return &SetError{changes[i].name, err}
		}
	}
	for _, ch := range changes {
		c.store(ch.id, ch.new)
	}
	return c.applyHooks(changes)
}

// resolve finds the directives and refuses those that may not be changed.
func (c *Config) resolve(pairs []Pair, local bool) ([]change, error) {
	changes := make([]change, 0, len(pairs))
	for _, p := range pairs {
		name := strings.ToLower(p.Name)
		d := byName[name]
		if d == nil || d.Has(FileOnly) {
			return nil, &UnknownError{p.Name}
		}
		switch {
		case d.Has(Immutable):
			return nil, &SetError{p.Name, errImmutable}
		case d.Has(Protected) && !c.mayChangeProtected(local):
			return nil, &SetError{p.Name, errProtected}
		}
		for _, ch := range changes {
			if ch.name == name {
				return nil, &SetError{p.Name, errDuplicate}
			}
		}
		changes = append(changes, change{id: d.ID, name: name, arg: p.Value, old: c.load(d.ID)})
	}
	return changes, nil
}

func (c *Config) mayChangeProtected(local bool) bool {
	switch c.Int(EnableProtectedConfigs) {
	case AllowYes:
		return true
	case AllowLocal:
		return local
	}
	return false
}

func (c *Config) prepare(ch *change) (err error) {
	d := ch.id.Row()
	ch.new, err = d.parseSet(c.base(d), ch.arg)
	return err
}

// parseSet reads a value as CONFIG SET has it: a list is one argument, split at each blank.
func (d *Directive) parseSet(prev value, arg string) (value, error) {
	if d.Kind == KindList || d.Kind == KindEnumSet {
		return d.parse(prev, d.split(arg))
	}
	return d.parseLine(prev, []string{arg})
}

// applyHooks calls the hooks of changed directives, each once, in the order of the changes. When one fails, the old values come
// back, and the hooks that ran before it run again with them.
func (c *Config) applyHooks(changes []change) error {
	var done []*hook
	for _, ch := range changes {
		if ch.new.text == ch.old.text {
			continue
		}
		for _, h := range c.hooks[ch.id] {
			if slices.Contains(done, h) {
				continue
			}
			if err := h.apply(); err != nil {
				c.rollBack(changes, append(done, h))
				return &SetError{ch.name, err}
			}
			done = append(done, h)
		}
	}
	return nil
}

// rollBack stores the old values and lets the hooks take them up. Their errors are lost: the values worked before, and the
// client is told about the change that failed.
func (c *Config) rollBack(changes []change, hooks []*hook) {
	for i := len(changes) - 1; i >= 0; i-- { // backwards: the same directive may be there under two names
		c.store(changes[i].id, changes[i].old)
	}
	for _, h := range hooks {
		_ = h.apply()
	}
}
