package metrics

import (
	"github.com/prometheus/client_golang/prometheus"

	"redstart/server/info"
)

// fact is a field of INFO that is a metric.
type fact struct {
	desc  *prometheus.Desc
	kind  prometheus.ValueType
	scale float64
}

// renamed gives the fields of INFO the names that redis_exporter gives them, without the prefix.
type renamed struct{ field, name string }

// gauges are fields that go up and down.
var gauges = []renamed{
	{"uptime_in_seconds", "uptime_in_seconds"},
	{"process_id", "process_id"},
	{"io_threads_active", "io_threads_active"},

	{"connected_clients", "connected_clients"},
	{"cluster_connections", "cluster_connections"},
	{"client_recent_max_input_buffer", "client_recent_max_input_buffer_bytes"},
	{"client_recent_max_output_buffer", "client_recent_max_output_buffer_bytes"},
	{"blocked_clients", "blocked_clients"},
	{"tracking_clients", "tracking_clients"},
	{"clients_in_timeout_table", "clients_in_timeout_table"},
	{"pubsub_clients", "pubsub_clients"},
	{"watching_clients", "watching_clients"},
	{"total_watched_keys", "total_watched_keys"},
	{"total_blocking_keys", "total_blocking_keys"},
	{"total_blocking_keys_on_nokey", "total_blocking_keys_on_nokey"},

	{"used_memory", "memory_used_bytes"},
	{"used_memory_rss", "memory_used_rss_bytes"},
	{"used_memory_peak", "memory_used_peak_bytes"},
	{"used_memory_overhead", "memory_used_overhead_bytes"},
	{"used_memory_startup", "memory_used_startup_bytes"},
	{"used_memory_dataset", "memory_used_dataset_bytes"},
	{"used_memory_lua", "memory_used_lua_bytes"},
	{"used_memory_scripts", "memory_used_scripts_bytes"},
	{"maxmemory", "memory_max_bytes"},
	{"allocator_allocated", "allocator_allocated_bytes"},
	{"allocator_active", "allocator_active_bytes"},
	{"allocator_resident", "allocator_resident_bytes"},
	{"allocator_frag_ratio", "allocator_frag_ratio"},
	{"allocator_frag_bytes", "allocator_frag_bytes"},
	{"allocator_rss_ratio", "allocator_rss_ratio"},
	{"allocator_rss_bytes", "allocator_rss_bytes"},
	{"mem_fragmentation_ratio", "mem_fragmentation_ratio"},
	{"mem_fragmentation_bytes", "mem_fragmentation_bytes"},
	{"mem_clients_slaves", "mem_clients_slaves"},
	{"mem_clients_normal", "mem_clients_normal"},
	{"mem_not_counted_for_evict", "mem_not_counted_for_eviction_bytes"},
	{"number_of_cached_scripts", "number_of_cached_scripts"},
	{"lazyfree_pending_objects", "lazyfree_pending_objects"},
	{"active_defrag_running", "active_defrag_running"},

	{"loading", "loading_dump_file"},
	{"rdb_changes_since_last_save", "rdb_changes_since_last_save"},
	{"rdb_bgsave_in_progress", "rdb_bgsave_in_progress"},
	{"rdb_last_save_time", "rdb_last_save_timestamp_seconds"},
	{"rdb_last_bgsave_status", "rdb_last_bgsave_status"},
	{"rdb_last_bgsave_time_sec", "rdb_last_bgsave_duration_sec"},
	{"rdb_current_bgsave_time_sec", "rdb_current_bgsave_duration_sec"},
	{"rdb_last_cow_size", "rdb_last_cow_size_bytes"},
	{"aof_enabled", "aof_enabled"},
	{"aof_rewrite_in_progress", "aof_rewrite_in_progress"},
	{"aof_rewrite_scheduled", "aof_rewrite_scheduled"},
	{"aof_last_rewrite_time_sec", "aof_last_rewrite_duration_sec"},
	{"aof_current_rewrite_time_sec", "aof_current_rewrite_duration_sec"},
	{"aof_last_bgrewrite_status", "aof_last_bgrewrite_status"},
	{"aof_last_write_status", "aof_last_write_status"},
	{"aof_last_cow_size", "aof_last_cow_size_bytes"},
	{"aof_current_size", "aof_current_size_bytes"},
	{"aof_base_size", "aof_base_size_bytes"},
	{"aof_pending_rewrite", "aof_pending_rewrite"},
	{"aof_buffer_length", "aof_buffer_length"},
	{"aof_pending_bio_fsync", "aof_pending_bio_fsync"},
	{"aof_delayed_fsync", "aof_delayed_fsync"},
	{"module_fork_in_progress", "module_fork_in_progress"},
	{"module_fork_last_cow_size", "module_fork_last_cow_size"},

	{"instantaneous_ops_per_sec", "instantaneous_ops_per_sec"},
	{"expired_stale_perc", "expired_stale_percentage"},
	{"expired_time_cap_reached_count", "expired_time_cap_reached_total"},
	{"migrate_cached_sockets", "migrate_cached_sockets_total"},
	{"pubsub_channels", "pubsub_channels"},
	{"pubsub_patterns", "pubsub_patterns"},
	{"pubsubshard_channels", "pubsubshard_channels"},
	{"slave_expires_tracked_keys", "slave_expires_tracked_keys"},
	{"active_defrag_hits", "defrag_hits"},
	{"active_defrag_misses", "defrag_misses"},
	{"active_defrag_key_hits", "defrag_key_hits"},
	{"active_defrag_key_misses", "defrag_key_misses"},
	{"tracking_total_keys", "tracking_total_keys"},
	{"tracking_total_items", "tracking_total_items"},
	{"tracking_total_prefixes", "tracking_total_prefixes"},

	{"connected_slaves", "connected_slaves"},
	{"master_repl_offset", "master_repl_offset"},
	{"second_repl_offset", "second_repl_offset"},
	{"repl_backlog_active", "repl_backlog_is_active"},
	{"repl_backlog_size", "replication_backlog_bytes"},
	{"repl_backlog_first_byte_offset", "repl_backlog_first_byte_offset"},
	{"repl_backlog_histlen", "repl_backlog_history_bytes"},
	{"sync_full", "replica_resyncs_full"},
	{"sync_partial_ok", "replica_partial_resync_accepted"},
	{"sync_partial_err", "replica_partial_resync_denied"},
	{"cluster_enabled", "cluster_enabled"},
}

// counters are fields that only grow until CONFIG RESETSTAT or a restart.
var counters = []renamed{
	{"total_connections_received", "connections_received_total"},
	{"total_commands_processed", "commands_processed_total"},
	{"total_net_input_bytes", "net_input_bytes_total"},
	{"total_net_output_bytes", "net_output_bytes_total"},
	{"rejected_connections", "rejected_connections_total"},
	{"expired_keys", "expired_keys_total"},
	{"expired_subkeys", "expired_subkeys_total"},
	{"evicted_keys", "evicted_keys_total"},
	{"evicted_clients", "evicted_clients_total"},
	{"evicted_scripts", "evicted_scripts_total"},
	{"keyspace_hits", "keyspace_hits_total"},
	{"keyspace_misses", "keyspace_misses_total"},
	{"unexpected_error_replies", "unexpected_error_replies"},
	{"total_error_replies", "total_error_replies"},
	{"dump_payload_sanitizations", "dump_payload_sanitizations"},
	{"total_reads_processed", "total_reads_processed"},
	{"total_writes_processed", "total_writes_processed"},
	{"io_threaded_reads_processed", "io_threaded_reads_processed"},
	{"io_threaded_writes_processed", "io_threaded_writes_processed"},
	{"client_query_buffer_limit_disconnections", "client_query_buffer_limit_disconnections_total"},
	{"client_output_buffer_limit_disconnections", "client_output_buffer_limit_disconnections_total"},
	{"acl_access_denied_auth", "acl_access_denied_auth_total"},
	{"acl_access_denied_cmd", "acl_access_denied_cmd_total"},
	{"acl_access_denied_key", "acl_access_denied_key_total"},
	{"acl_access_denied_channel", "acl_access_denied_channel_total"},
	{"used_cpu_sys", "cpu_sys_seconds_total"},
	{"used_cpu_user", "cpu_user_seconds_total"},
	{"used_cpu_sys_children", "cpu_sys_children_seconds_total"},
	{"used_cpu_user_children", "cpu_user_children_seconds_total"},
	{"used_cpu_sys_main_thread", "cpu_sys_main_thread_seconds_total"},
	{"used_cpu_user_main_thread", "cpu_user_main_thread_seconds_total"},
}

// own are the fields about this server that Redis does not have; all are gauges but redstart_gc_cycles.
var own = []string{
	"redstart_gc_percent", "redstart_memory_limit", "redstart_heap_live", "redstart_heap_objects", "redstart_heap_goal",
	"redstart_heap_mapped", "redstart_stacks", "redstart_goroutines",
}

// newFacts makes the metrics of all fields that are one number, by field.
func newFacts() map[string]fact {
	facts := map[string]fact{}
	add := func(field, name string, kind prometheus.ValueType, scale float64) {
		facts[field] = fact{prometheus.NewDesc(name, field+" of INFO", nil, nil), kind, scale}
	}
	for _, r := range gauges {
		add(r.field, redisPrefix+r.name, prometheus.GaugeValue, 1)
	}
	for _, r := range counters {
		add(r.field, redisPrefix+r.name, prometheus.CounterValue, 1)
	}
	for _, name := range own {
		add(name, name, prometheus.GaugeValue, 1)
	}
	add("redstart_gc_cycles", "redstart_gc_cycles_total", prometheus.CounterValue, 1)
	add("latest_fork_usec", redisPrefix+"latest_fork_seconds", prometheus.GaugeValue, 1e-6)
	return facts
}

// number is the value of a field as a number: a status is 1 for ok and 0 for err.
func number(f info.Field) (n float64, ok bool) {
	switch v := f.Value.(type) {
	case int64:
		return float64(v), true
	case info.Decimal:
		return v.Value, true
	case string:
		if v == "ok" {
			return 1, true
		}
		return 0, v == "err"
	}
	return 0, false
}
