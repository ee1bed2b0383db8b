package script

import (
	"sync/atomic"

	"github.com/hashicorp/golang-lru/v2/simplelru"
)

// maxEvaluated is how many bodies that came by EVAL are kept compiled. Those that SCRIPT LOAD has brought stay until SCRIPT FLUSH.
const maxEvaluated = 500

// cache finds compiled scripts by digest, and by body, which spares a repeated EVAL the digest.
type cache struct {
	bySHA     map[string]*Script
	byBody    map[string]*Script
	evaluated *simplelru.LRU[string, *Script] // by digest; the others were loaded
	evicted   atomic.Int64
	count     atomic.Int64
	bytes     atomic.Int64 // of bodies
}

func (c *cache) init() {
	c.bySHA, c.byBody = map[string]*Script{}, map[string]*Script{}
	c.evaluated, _ = simplelru.NewLRU(maxEvaluated, func(_ string, s *Script) { // its error is a size below one
		if !s.kept {
			c.evicted.Add(1)
			c.forget(s)
		}
	})
	c.count.Store(0)
	c.bytes.Store(0)
}

// add keeps s; loaded says that it came by SCRIPT LOAD.
func (c *cache) add(s *Script, loaded bool) {
	c.bySHA[s.SHA], c.byBody[s.body] = s, s
	c.count.Add(1)
	c.bytes.Add(int64(len(s.body)))
	if s.kept = loaded; !loaded {
		c.evaluated.Add(s.SHA, s)
	}
}

// keep makes a script that came by EVAL one that was loaded.
func (c *cache) keep(s *Script) {
	if !s.kept {
		s.kept = true
		c.evaluated.Remove(s.SHA)
	}
}

// used notes that s is run.
func (c *cache) used(s *Script) {
	if !s.kept {
		c.evaluated.Get(s.SHA)
	}
}

func (c *cache) forget(s *Script) {
	delete(c.bySHA, s.SHA)
	delete(c.byBody, s.body)
	c.count.Add(-1)
	c.bytes.Add(-int64(len(s.body)))
}
