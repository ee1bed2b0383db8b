package cluster

import (
	"crypto/rand"
	"encoding/hex"
	"sync/atomic"
)

// Node is this server as a member of the cluster: the only one, with all slots.
type Node struct {
	id, shard atomic.Pointer[string]
	epoch     atomic.Int64
}

// NewNode makes a node with names of its own.
func NewNode() *Node {
	n := &Node{}
	n.Rename()
	return n
}

// Rename gives the node new names and takes it back to the first epoch, as CLUSTER RESET HARD does.
func (n *Node) Rename() {
	id, shard := randomName(), randomName()
	n.id.Store(&id)
	n.shard.Store(&shard)
	n.epoch.Store(0)
}

// ID is the node's name: 40 hexadecimal digits.
func (n *Node) ID() string { return *n.id.Load() }

// Shard is the name of the node's shard, of the same form.
func (n *Node) Shard() string { return *n.shard.Load() }

// Epoch is the epoch of the cluster, and the node's own.
func (n *Node) Epoch() int64 { return n.epoch.Load() }

// Bump makes the epoch the first one if there was none; it reports whether it did.
func (n *Node) Bump() bool { return n.epoch.CompareAndSwap(0, 1) }

// SetEpoch sets the epoch; false: there is one already.
func (n *Node) SetEpoch(epoch int64) bool { return n.epoch.CompareAndSwap(0, epoch) }

func randomName() string {
	var b [20]byte
	rand.Read(b[:]) // it never fails
	return hex.EncodeToString(b[:])
}
