package command

import "fmt"

// The error texts of a cluster.
var (
	ErrNoCluster        error = Error("ERR This instance has cluster support disabled")
	ErrCrossSlot        error = Error("CROSSSLOT Keys in request don't hash to the same slot")
	ErrSlot             error = Error("ERR Invalid slot")
	ErrSlotRange        error = Error("ERR Invalid or out of range slot")
	ErrSlotOrCount      error = Error("ERR Invalid slot or number of keys")
	ErrForgetMyself     error = Error("ERR I tried hard but I can't forget myself...")
	ErrReplicateMyself  error = Error("ERR Can't replicate myself")
	ErrClusterFailover  error = Error("ERR You should send CLUSTER FAILOVER to a replica")
	ErrResetKeys        error = Error("ERR CLUSTER RESET can't be called with master nodes containing keys")
	ErrFlushSlotsKeys   error = Error("ERR DB must be empty to perform CLUSTER FLUSHSLOTS.")
	ErrEpochSet         error = Error("ERR Node config epoch is already non-zero")
	ErrSetslot          error = Error("ERR Invalid CLUSTER SETSLOT action or number of arguments. Try CLUSTER HELP")
	ErrSelectCluster    error = Error("ERR SELECT is not allowed in cluster mode")
	ErrMoveCluster      error = Error("ERR MOVE is not allowed in cluster mode")
	ErrSwapdbCluster    error = Error("ERR SWAPDB is not allowed in cluster mode")
	ErrReplicaofCluster error = Error("ERR REPLICAOF not allowed in cluster mode.")
	ErrFailoverCluster  error = Error("ERR FAILOVER not allowed in cluster mode. Use CLUSTER FAILOVER command instead.")
	ErrSortBySlots      error = Error("ERR BY option of SORT denied in Cluster mode when keys formed by the pattern may be in different slots.")
	ErrSortGetSlots     error = Error("ERR GET option of SORT denied in Cluster mode when keys formed by the pattern may be in different slots.")

	ErrScriptNoCluster error = Error("ERR Can not run script on cluster, 'no-cluster' flag is set.")
	ErrScriptSlots     error = Error("ERR Script attempted to access keys that do not hash to the same slot")

	// ErrOnlyNode is ours: the cluster has one node, which keeps all slots.
	ErrOnlyNode error = Error("ERR this server is the only node of its cluster and keeps all slots")
)

// ErrNode is the error for a node that does not exist.
func ErrNode(id []byte) error { return Error(fmt.Sprintf("ERR Unknown node %s", clip(id, len(id)))) }

// ErrNodeUnknown is how CLUSTER SETSLOT MIGRATING says it.
func ErrNodeUnknown(id []byte) error {
	return Error(fmt.Sprintf("ERR I don't know about node %s", clip(id, len(id))))
}

// ErrSlotBusy is the error for giving the node a slot that it has.
func ErrSlotBusy(slot int) error { return Error(fmt.Sprintf("ERR Slot %d is already busy", slot)) }

// ErrSlotTwice is the error for a slot that is named twice.
func ErrSlotTwice(slot int) error {
	return Error(fmt.Sprintf("ERR Slot %d specified multiple times", slot))
}

// ErrSlotsOrder is the error for a range of slots that ends before it begins.
func ErrSlotsOrder(from, to int) error {
	return Error(fmt.Sprintf("ERR start slot number %d is greater than end slot number %d", from, to))
}

// ErrSlotMine is the error for importing a slot that the node has.
func ErrSlotMine(slot int) error {
	return Error(fmt.Sprintf("ERR I'm already the owner of hash slot %d", slot))
}

// ErrEpoch is the error for an epoch below zero.
func ErrEpoch(epoch int64) error {
	return Error(fmt.Sprintf("ERR Invalid config epoch specified: %d", epoch))
}

// ErrMeetPort is the error for a port that is no number; which is "base" or "bus".
func ErrMeetPort(which string, word []byte) error {
	return Error(fmt.Sprintf("ERR Invalid %s port specified: %s", which, clip(word, len(word))))
}

// ErrMeetAddress is the error for an address at which no node can be.
func ErrMeetAddress(host, port []byte) error {
	return Error(fmt.Sprintf("ERR Invalid node address specified: %s:%s", clip(host, len(host)), clip(port, len(port))))
}

// ErrScriptCommandSlots is the error for a command of a script with keys of several slots.
func ErrScriptCommandSlots(name string) error {
	return Errorf("ERR Command '%s' in script attempted to access keys that don't hash to the same slot", name)
}
