package config

import (
	"os"
	"path/filepath"
	"strings"
	"sync"
	"sync/atomic"
)

// Config holds a value for every directive. Reading one takes no lock and does not allocate, and any number of goroutines
// may read while Set changes values. It must not be copied.
type Config struct {
	nums   [numIDs]atomic.Int64
	values [numIDs]atomic.Pointer[value]

	file     string // absolute path; empty: none
	testOnly bool
	renames  []Rename
	users    []Line
	stores   []Line
	current  struct{ users, stores func() []string } // the lines that hold now; nil: those of the file stay

	mu    sync.Mutex // held while values change or are written to the file
	hooks [numIDs][]*hook
}

// Rename is a rename-command line: command From is to be known as To only, or not at all where To is empty.
type Rename struct{ From, To string }

// hook is a function that makes changed values take effect.
type hook struct{ apply func() error }

// Default returns the configuration of a server that was started without any.
func Default() *Config {
	c := &Config{}
	for id, d := range table {
		c.store(ID(id), d.mustDefault())
	}
	if wd, err := os.Getwd(); err == nil {
		c.store(Dir, value{text: wd})
	}
	return c
}

// mustDefault returns the value that the table gives.
func (d *Directive) mustDefault() value {
	if d.Default == "" {
		return value{}
	}
	v, err := d.parse(value{}, d.split(d.Default))
	if err != nil {
		panic("config: default of " + d.Name + ": " + err.Error())
	}
	return v
}

func (c *Config) store(id ID, v value) {
	c.values[id].Store(&v)
	c.nums[id].Store(v.num)
}

func (c *Config) load(id ID) value { return *c.values[id].Load() }

// Int returns the number that the directive's value stands for: itself, bytes, a percentage as a negative number, the index
// of an enumeration's value (constants such as AllKeysLRU), or a set of bits. Of strings and lists it is 0.
func (c *Config) Int(id ID) int64 { return c.nums[id].Load() }

// Bool reports whether a yes-or-no directive is yes.
func (c *Config) Bool(id ID) bool { return c.nums[id].Load() != 0 }

// String returns the directive's value as CONFIG GET prints it.
func (c *Config) String(id ID) string { return c.values[id].Load().text }

// Fields returns the elements of a list, such as the addresses of Bind.
func (c *Config) Fields(id ID) []string { return strings.Fields(c.String(id)) }

// OutputLimits returns the limits on unread output. The caller must not change them.
func (c *Config) OutputLimits() *Limits { return c.values[ClientOutputBufferLimit].Load().limits }

// Path returns the directive's value as a path: itself where it is absolute or empty, and otherwise below Dir.
func (c *Config) Path(id ID) string {
	p := c.String(id)
	if p == "" || filepath.IsAbs(p) {
		return p
	}
	return filepath.Join(c.String(Dir), p)
}

// File returns the absolute path of the configuration file, or "" where there is none.
func (c *Config) File() string { return c.file }

// TestOnly reports whether the command line asked, by --test-config, to check the configuration and leave.
func (c *Config) TestOnly() bool { return c.testOnly }

// Renames returns the rename-command lines, in their order. Whether the commands exist is for the caller to check.
func (c *Config) Renames() []Rename { return c.renames }

// Users returns the user lines, in their order. Whether they are right is for the caller to check.
func (c *Config) Users() []Line { return c.users }

// Stores returns the store lines, in their order. Whether they are right is for the caller to check.
func (c *Config) Stores() []Line { return c.stores }

// Line is a line that is no value, but something with a name: a user or a store.
type Line struct {
	Args       []string
	file, text string
	line       int
}

// Refused is the error for a line that is wrong for this reason.
func (l *Line) Refused(reason string) error {
	return &FileError{File: l.file, Line: l.line, Text: l.text, Reason: reason}
}

// UsersFrom makes Rewrite write the lines that lines returns in place of the file's user lines; none, where aclfile says that the users
// stand elsewhere.
func (c *Config) UsersFrom(lines func() []string) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.current.users = lines
}

// StoresFrom makes Rewrite write the lines that lines returns in place of the file's store lines.
func (c *Config) StoresFrom(lines func() []string) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.current.stores = lines
}

// OnChange registers a function that makes new values of these directives take effect. Set calls it once, after all values
// are stored, when at least one of them has changed; an error takes all changes back. The function may read the
// configuration but not call Set or Rewrite.
func (c *Config) OnChange(apply func() error, ids ...ID) {
	c.mu.Lock()
	defer c.mu.Unlock()
	h := &hook{apply}
	for _, id := range ids {
		c.hooks[id] = append(c.hooks[id], h)
	}
}

// Override sets a directive as a line of a file would, whatever its flags, and calls no hook. It is for programs that embed
// the server and for tests. The error says what is wrong with the value.
func (c *Config) Override(id ID, args ...string) error {
	c.mu.Lock()
	defer c.mu.Unlock()
	d := id.Row()
	v, err := d.parseLine(c.base(d), args)
	if err == nil {
		c.store(id, v)
	}
	return err
}

// base returns the value that new arguments build on.
func (c *Config) base(d *Directive) value {
	if d.Has(Accumulates) {
		return value{}
	}
	return c.load(d.ID)
}

// parseLine reads a directive's arguments as a file has them: a list may stand in quotes, as one argument.
func (d *Directive) parseLine(prev value, args []string) (value, error) {
	if len(args) == 1 {
		args = d.split(args[0])
	}
	v, err := d.parse(prev, args)
	if err != nil || d.ID != Dir {
		return v, err
	}
	v.text, err = filepath.Abs(v.text)
	return v, err
}
