package info

import (
	"redstart/server/config"
	"redstart/storage"
)

// recordOverhead is the bytes of a key's record that are neither key nor value: header, lengths, the slot in its bucket.
const recordOverhead = 16

// Memory is what memory is used for, in bytes.
type Memory struct {
	Keys     int64 // keys, values and tables: what maxmemory bounds
	Startup  int64 // the heap of an empty server
	Clients  int64 // output that clients have not read, and input that has not been run
	Log      int64 // records that have not been written yet
	Used     int64 // all of these
	Peak     int64 // the largest Used that was seen
	Overhead int64 // the part of Used that is neither keys nor values
	Count    int64 // keys of all databases
	DBs      []DBMemory
	Resident int64 // of the process, as the system counts it
	Heap     Heap
}

// DBMemory is the overhead of a database.
type DBMemory struct {
	DB              int
	Main, Expires   int64 // bytes of overhead for its keys and for their times to live
	Tables, Records int64
}

// Memory measures. The caller holds the keyspace's gate and no shard.
func (c *Collector) Memory() Memory {
	m := Memory{Keys: c.Keys.Used(), Startup: c.startup, Resident: residentBytes(), Heap: ReadHeap()}
	for _, cl := range c.Clients.List() {
		_, pending := cl.Out.Pending()
		m.Clients += pending + cl.QueryLen.Load() + cl.QueuedLen.Load()
	}
	if c.Persistence != nil {
		m.Log = c.Persistence().BufferLength
	}
	if m.Resident == 0 {
		m.Resident = m.Heap.Mapped
	}
	m.Overhead = m.Startup + m.Clients + m.Log
	now := c.Clock.Milli()
	for n := range c.Keys.Numbered() {
		if d := c.Keys.DBStats(n, now); d.Keys > 0 {
			m.DBs = append(m.DBs, m.count(n, d))
		}
	}
	m.count(-1, c.Keys.SmallStats())
	m.Used = m.Keys + m.Startup + m.Clients + m.Log
	m.Overhead = min(m.Overhead, m.Used)
	c.notePeak(m.Used)
	m.Peak = c.peak.Load()
	return m
}

// count adds one or more databases to the totals.
func (m *Memory) count(n int, d storage.DBStats) DBMemory {
	db := DBMemory{DB: n, Tables: d.TableBytes, Records: d.RecordBytes}
	db.Expires = int64(d.Expires) * 8
	db.Main = d.TableBytes + int64(d.Keys)*recordOverhead
	m.Count += int64(d.Keys)
	m.Overhead += db.Main + db.Expires
	return db
}

// Dataset is the bytes of keys and values.
func (m *Memory) Dataset() int64 { return m.Used - m.Overhead }

// DatasetPercent is the share of Dataset in what was not in use at the start.
func (m *Memory) DatasetPercent() float64 { return percent(m.Dataset(), m.Used-m.Startup) }

// PeakPercent is the share of Used in Peak.
func (m *Memory) PeakPercent() float64 { return percent(m.Used, m.Peak) }

// PerKey is the mean of what a key takes beyond the start, 0 without keys.
func (m *Memory) PerKey() int64 {
	if m.Count == 0 {
		return 0
	}
	return (m.Used - m.Startup) / m.Count
}

// Fragmentation is the process' memory in relation to what is in use.
func (m *Memory) Fragmentation() float64 { return ratio(m.Resident, m.Used) }

// Overheads is the process' memory in relation to what the runtime knows of.
func (m *Memory) Overheads() float64 { return ratio(m.Resident, m.Heap.Mapped) }

// Fragmentation is the heap with its free places in relation to the objects.
func (h *Heap) Fragmentation() float64 { return ratio(h.Active, h.Live) }

// Mappings is all that the runtime holds in relation to the heap.
func (h *Heap) Mappings() float64 { return ratio(h.Mapped, h.Active) }

func percent(part, whole int64) float64 { return ratio(part, whole) * 100 }

func ratio(a, b int64) float64 {
	if b <= 0 {
		return 0
	}
	return float64(a) / float64(b)
}

func (c *Collector) notePeak(used int64) {
	for {
		p := c.peak.Load()
		if used <= p || c.peak.CompareAndSwap(p, used) {
			return
		}
	}
}

func (c *Collector) memory(s *Section) {
	m := c.Memory()
	h := &m.Heap
	total := systemMemory()
	maxMemory := c.Config.Int(config.MaxMemory)
	bytes := func(name string, n int64) {
		s.num(name, n)
		s.human(name+"_human", n)
	}
	bytes("used_memory", m.Used)
	bytes("used_memory_rss", m.Resident)
	bytes("used_memory_peak", m.Peak)
	s.text("used_memory_peak_perc", percentText(m.PeakPercent()))
	s.num("used_memory_overhead", m.Overhead)
	s.num("used_memory_startup", m.Startup)
	s.num("used_memory_dataset", m.Dataset())
	s.text("used_memory_dataset_perc", percentText(m.DatasetPercent()))
	s.num("allocator_allocated", h.Live)
	s.num("allocator_active", h.Active)
	s.num("allocator_resident", h.Mapped)
	s.num("allocator_muzzy", 0)
	bytes("total_system_memory", total)
	s.num("used_memory_lua", 0)
	s.num("used_memory_vm_eval", 0)
	s.human("used_memory_lua_human", 0)
	cached, bodies := c.Scripts.Cached()
	s.num("used_memory_scripts_eval", bodies)
	s.num("number_of_cached_scripts", cached)
	s.num("number_of_functions", c.Scripts.Functions())
	s.num("number_of_libraries", c.Scripts.Libraries())
	s.num("used_memory_vm_functions", 0)
	bytes("used_memory_vm_total", 0)
	s.num("used_memory_functions", c.Scripts.LibraryBytes())
	bytes("used_memory_scripts", bodies+c.Scripts.LibraryBytes())
	bytes("maxmemory", maxMemory)
	s.text("maxmemory_policy", c.Config.String(config.MaxMemoryPolicy))
	c.fragmentation(s, &m)
}

func (c *Collector) fragmentation(s *Section, m *Memory) {
	h := &m.Heap
	s.decimal("allocator_frag_ratio", h.Fragmentation(), 2)
	s.num("allocator_frag_bytes", h.Active-h.Live)
	s.decimal("allocator_rss_ratio", h.Mappings(), 2)
	s.num("allocator_rss_bytes", h.Mapped-h.Active)
	s.decimal("rss_overhead_ratio", m.Overheads(), 2)
	s.num("rss_overhead_bytes", m.Resident-h.Mapped)
	s.decimal("mem_fragmentation_ratio", m.Fragmentation(), 2)
	s.num("mem_fragmentation_bytes", m.Resident-m.Used)
	s.nums(
		numField{"mem_not_counted_for_evict", m.Used - m.Keys},
		numField{"mem_replication_backlog", 0},
		numField{"mem_total_replication_buffers", 0},
		numField{"mem_replica_full_sync_buffer", 0},
		numField{"mem_clients_slaves", 0},
		numField{"mem_clients_normal", m.Clients},
		numField{"mem_cluster_links", 0},
		numField{"mem_aof_buffer", m.Log},
	)
	s.text("mem_allocator", "go")
	s.nums(
		numField{"mem_overhead_db_hashtable_rehashing", 0},
		numField{"active_defrag_running", 0},
		numField{"lazyfree_pending_objects", 0},
		numField{"lazyfreed_objects", 0},
	)
}

func percentText(p float64) string { return string(appendValue(nil, Decimal{p, 2})) + "%" }
