package info

// Persistence is the state of the log, and of its loading.
type Persistence struct {
	Loading                       bool
	LoadStart                     int64 // Unix seconds
	LoadTotal, LoadDone           int64 // bytes
	LoadedKeys, ExpiredKeys       int64 // of the last load
	Changes                       int64 // since the last save
	LastSave                      int64 // Unix seconds; the start of the server before the first
	Enabled, Rewriting, Scheduled bool
	LastRewriteSeconds            int64 // -1: none yet
	CurrentRewriteSeconds         int64 // -1: none runs
	RewriteFailed, WriteFailed    bool  // the last one
	Rewrites, ConsecutiveFailures int64
	CurrentSize, BaseSize         int64 // bytes
	BufferLength                  int64 // bytes that have not been written yet
	PendingSyncs, DelayedSyncs    int64
	KeysProcessed, KeysTotal      int64 // of the rewrite that runs
}

// persist is the state of the log; of a server without one: that of a log that is off.
func (c *Collector) persist() Persistence {
	if c.Persistence == nil {
		return Persistence{LastRewriteSeconds: -1, CurrentRewriteSeconds: -1}
	}
	return c.Persistence()
}

// LastSave is the second of Unix time at which the data set was last saved; that of the start before.
func (c *Collector) LastSave() int64 {
	if at := c.persist().LastSave; at != 0 {
		return at
	}
	return (c.Clock.Micro() - c.Clock.Nanos()/1000) / 1e6
}

func (c *Collector) persistence(s *Section) {
	p := c.persist()
	s.flag("loading", p.Loading)
	s.num("async_loading", 0)
	s.num("current_cow_peak", 0)
	s.num("current_cow_size", 0)
	s.num("current_cow_size_age", 0)
	s.decimal("current_fork_perc", 100*ratio(p.KeysProcessed, p.KeysTotal), 2)
	s.num("current_save_keys_processed", p.KeysProcessed)
	s.num("current_save_keys_total", p.KeysTotal)
	s.num("rdb_changes_since_last_save", p.Changes)
	s.num("rdb_bgsave_in_progress", 0)
	s.num("rdb_last_save_time", c.LastSave())
	s.ok("rdb_last_bgsave_status", true)
	s.num("rdb_last_bgsave_time_sec", -1)
	s.num("rdb_current_bgsave_time_sec", -1)
	s.num("rdb_saves", 0)
	s.num("rdb_last_cow_size", 0)
	s.num("rdb_last_load_keys_expired", p.ExpiredKeys)
	s.num("rdb_last_load_keys_loaded", p.LoadedKeys)
	s.flag("aof_enabled", p.Enabled)
	s.flag("aof_rewrite_in_progress", p.Rewriting)
	s.flag("aof_rewrite_scheduled", p.Scheduled)
	s.num("aof_last_rewrite_time_sec", p.LastRewriteSeconds)
	s.num("aof_current_rewrite_time_sec", p.CurrentRewriteSeconds)
	s.ok("aof_last_bgrewrite_status", !p.RewriteFailed)
	s.num("aof_rewrites", p.Rewrites)
	s.num("aof_rewrites_consecutive_failures", p.ConsecutiveFailures)
	s.ok("aof_last_write_status", !p.WriteFailed)
	s.num("aof_last_cow_size", 0)
	s.num("module_fork_in_progress", 0)
	s.num("module_fork_last_cow_size", 0)
	if p.Enabled {
		s.num("aof_current_size", p.CurrentSize)
		s.num("aof_base_size", p.BaseSize)
		s.num("aof_pending_rewrite", 0)
		s.num("aof_buffer_length", p.BufferLength)
		s.num("aof_pending_bio_fsync", p.PendingSyncs)
		s.num("aof_delayed_fsync", p.DelayedSyncs)
	}
	if p.Loading {
		c.loading(s, &p)
	}
}

func (c *Collector) loading(s *Section, p *Persistence) {
	elapsed := max(c.Clock.Milli()/1000-p.LoadStart, 0)
	eta := int64(1)
	if p.LoadDone > 0 {
		eta = elapsed * (p.LoadTotal - p.LoadDone) / p.LoadDone
	}
	s.num("loading_start_time", p.LoadStart)
	s.num("loading_total_bytes", p.LoadTotal)
	s.num("loading_rdb_used_mem", 0)
	s.num("loading_loaded_bytes", p.LoadDone)
	s.decimal("loading_loaded_perc", percent(p.LoadDone, p.LoadTotal), 2)
	s.num("loading_eta_seconds", eta)
}
