package admin

import (
	"strconv"

	"redstart/server/command"
)

var memoryStatsSpec = &command.Spec{
	Name: "stats", Arity: 2,
	Group: command.ServerGroup,
	Tips:  []string{"nondeterministic_output", "request_policy:all_shards", "response_policy:special"},
	Since: "4.0.0", Cost: "O(1)",
	Summary: "Reports what memory is used for.",
	Reach:   command.WholeServer,
	Run:     runMemoryStats,
}

func runMemoryStats(c *command.Ctx) error {
	m := c.Srv.Info.Memory()
	h := &m.Heap

	w := c.Reply
	mark, n := w.DeferMap(), 0
	num := func(name string, v int64) {
		w.BulkString(name)
		w.Int(v)
		n++
	}
	double := func(name string, f float64) {
		w.BulkString(name)
		w.Double(f)
		n++
	}
	num("peak.allocated", m.Peak)
	num("total.allocated", m.Used)
	num("startup.allocated", m.Startup)
	num("replication.backlog", 0)
	num("replica.fullsync.buffer", 0)
	num("clients.slaves", 0)
	num("clients.normal", m.Clients)
	num("cluster.links", 0)
	num("aof.buffer", m.Log)
	num("lua.caches", 0)
	num("functions.caches", 0)
	num("script.VMs", 0)
	tables := int64(0)
	for _, db := range m.DBs {
		tables += db.Tables
		w.BulkString("db." + strconv.Itoa(db.DB))
		w.Map(2)
		w.BulkString("overhead.hashtable.main")
		w.Int(db.Main)
		w.BulkString("overhead.hashtable.expires")
		w.Int(db.Expires)
		n++
	}
	num("overhead.db.hashtable.lut", tables)
	num("overhead.db.hashtable.rehashing", 0)
	num("overhead.total", m.Overhead)
	num("db.dict.rehashing.count", 0)
	num("keys.count", m.Count)
	num("keys.bytes-per-key", m.PerKey())
	num("dataset.bytes", m.Dataset())
	double("dataset.percentage", m.DatasetPercent())
	double("peak.percentage", m.PeakPercent())
	num("allocator.allocated", h.Live)
	num("allocator.active", h.Active)
	num("allocator.resident", h.Mapped)
	num("allocator.muzzy", 0)
	double("allocator-fragmentation.ratio", h.Fragmentation())
	num("allocator-fragmentation.bytes", h.Active-h.Live)
	double("allocator-rss.ratio", h.Mappings())
	num("allocator-rss.bytes", h.Mapped-h.Active)
	double("rss-overhead.ratio", m.Overheads())
	num("rss-overhead.bytes", m.Resident-h.Mapped)
	double("fragmentation", m.Fragmentation())
	num("fragmentation.bytes", m.Resident-m.Used)
	w.EndMap(mark, n)
	return nil
}
