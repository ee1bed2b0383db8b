// Package acl holds the users: their passwords, as hashes, and the rules that say which commands they may run, on which keys and
// channels; and the log of what they were refused. It knows commands by numbers and names that its Catalog is given.
package acl

// Command is what rules must know about a command.
type Command struct {
	Name       string // the full one: "get", "client|list"
	Categories uint32 // a bit for each of the Catalog's categories, in their order
	Subs       []int  // the numbers of its subcommands
	IsSub      bool
	Free       bool // everybody may run it: AUTH, for one
	Wide       bool // it concerns all stores: who is bound to some may not run it
}

// Catalog is the commands and the categories that rules may name. It is fixed once made.
type Catalog struct {
	categories []string
	commands   []Command
	byName     map[string]int
	stores     Stores
}

// NewCatalog makes a Catalog. A command's number is its place in commands. Without stores every database goes by its number.
func NewCatalog(categories []string, commands []Command, stores Stores) *Catalog {
	if stores == nil {
		stores = noStores{}
	}
	c := &Catalog{categories: categories, commands: commands, byName: make(map[string]int, len(commands)), stores: stores}
	for i := range commands {
		c.byName[commands[i].Name] = i
	}
	return c
}

// category finds a category by its name in any case; 0: there is none.
func (c *Catalog) category(name string) uint32 {
	name = lower(name)
	for i, n := range c.categories {
		if n == name {
			return 1 << i
		}
	}
	return 0
}

// command finds a command by its full name in lower case.
func (c *Catalog) command(name string) (id int, ok bool) {
	id, ok = c.byName[name]
	return id, ok
}

// bits is a set of commands, by number.
type bits []uint64

func (c *Catalog) newBits() bits { return make(bits, (len(c.commands)+63)/64) }

func (b bits) has(i int) bool { return b[i/64]&(1<<(i%64)) != 0 }

func (b bits) set(i int, on bool) {
	if on {
		b[i/64] |= 1 << (i % 64)
	} else {
		b[i/64] &^= 1 << (i % 64)
	}
}

func (b bits) fill(on bool) {
	var w uint64
	if on {
		w = ^w
	}
	for i := range b {
		b[i] = w
	}
}
