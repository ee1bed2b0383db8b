package storage

import "sync"

// Gate lets many commands run side by side or one thing alone. It is a read-write lock in slots, so that readers on different
// cores do not share a cache line.
type Gate struct {
	slots [gateSlots]gateSlot
}

const gateSlots = 16

// gateSlot is two cache lines: a slot may begin anywhere in one, and must not share any with the next slot's lock.
type gateSlot struct {
	mu sync.RWMutex
	_  [104]byte
}

// Enter takes the gate shared; who is any number that differs between users, the same in Leave. It must not be nested.
func (g *Gate) Enter(who uint32) { g.slots[who%gateSlots].mu.RLock() }

// Leave gives the shared gate back.
func (g *Gate) Leave(who uint32) { g.slots[who%gateSlots].mu.RUnlock() }

// Lock takes the gate alone.
func (g *Gate) Lock() {
	for i := range g.slots {
		g.slots[i].mu.Lock()
	}
}

// Unlock gives the exclusive gate back.
func (g *Gate) Unlock() {
	for i := range g.slots {
		g.slots[i].mu.Unlock()
	}
}
