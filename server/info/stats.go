package info

import (
	"redstart/server/acl"
	"redstart/server/pubsub"
)

func (c *Collector) stats(s *Section) {
	t := c.Stats.Totals()
	k := c.Keys.Stats()
	rate := c.samples.rates()
	s.num("total_connections_received", c.Stats.Connections.Load())
	s.num("total_commands_processed", t.Commands)
	s.num("instantaneous_ops_per_sec", int64(rate.commands))
	s.num("total_net_input_bytes", t.In)
	s.num("total_net_output_bytes", t.Out)
	s.num("total_net_repl_input_bytes", 0)
	s.num("total_net_repl_output_bytes", 0)
	s.decimal("instantaneous_input_kbps", rate.in/1024, 2)
	s.decimal("instantaneous_output_kbps", rate.out/1024, 2)
	s.decimal("instantaneous_input_repl_kbps", 0, 2)
	s.decimal("instantaneous_output_repl_kbps", 0, 2)
	s.num("rejected_connections", c.Stats.Rejected.Load())
	zero(s, "sync_full", "sync_partial_ok", "sync_partial_err")
	s.num("expired_subkeys", k.ExpiredFields)
	s.num("expired_keys", k.Expired)
	s.decimal("expired_stale_perc", k.StalePercent, 2)
	s.num("expired_time_cap_reached_count", k.SweepsCapped)
	s.num("expire_cycle_cpu_milliseconds", c.cycle.expireNanos.Load()/1e6)
	s.num("evicted_keys", k.Evicted)
	zero(s, "evicted_clients")
	s.num("evicted_scripts", c.Scripts.Evicted())
	s.num("total_eviction_exceeded_time", c.cycle.evictNanos.Load()/1e6)
	zero(s, "current_eviction_exceeded_time")
	s.num("keyspace_hits", k.Hits)
	s.num("keyspace_misses", k.Misses)
	s.num("pubsub_channels", int64(c.PubSub.Topics(pubsub.Channel)))
	s.num("pubsub_patterns", int64(c.PubSub.Topics(pubsub.Pattern)))
	s.num("pubsubshard_channels", int64(c.PubSub.Topics(pubsub.Shard)))
	zero(s, "latest_fork_usec", "total_forks", "migrate_cached_sockets",
		"slave_expires_tracked_keys", "active_defrag_hits", "active_defrag_misses", "active_defrag_key_hits",
		"active_defrag_key_misses", "total_active_defrag_time", "current_active_defrag_time")
	tracked := c.Track.Counts()
	s.num("tracking_total_keys", tracked.Keys)
	s.num("tracking_total_items", tracked.Items)
	s.num("tracking_total_prefixes", tracked.Prefixes)
	zero(s, "unexpected_error_replies")
	s.num("total_error_replies", c.Stats.ErrorReplies.Load())
	zero(s, "dump_payload_sanitizations")
	s.num("total_reads_processed", t.Reads)
	s.num("total_writes_processed", t.Writes)
	zero(s, "io_threaded_reads_processed", "io_threaded_writes_processed")
	s.num("client_query_buffer_limit_disconnections", c.Stats.QueryLimit.Load())
	s.num("client_output_buffer_limit_disconnections", c.Stats.OutputLimit.Load())
	zero(s, "reply_buffer_shrinks", "reply_buffer_expands")
	s.num("eventloop_cycles", t.Reads)
	s.num("eventloop_duration_sum", c.commandMicros())
	s.num("eventloop_duration_cmd_sum", c.commandMicros())
	s.num("instantaneous_eventloop_cycles_per_sec", int64(rate.reads))
	s.num("instantaneous_eventloop_duration_usec", 0)
	s.num("acl_access_denied_auth", c.Stats.ACLDenied[acl.ByAuth].Load())
	s.num("acl_access_denied_cmd", c.Stats.ACLDenied[acl.ByCommand].Load())
	s.num("acl_access_denied_key", c.Stats.ACLDenied[acl.ByKey].Load())
	s.num("acl_access_denied_channel", c.Stats.ACLDenied[acl.ByChannel].Load())
	s.num("acl_access_denied_store", c.Stats.ACLDenied[acl.ByStore].Load())
}

// zero adds facts about what this server does not have.
func zero(s *Section, names ...string) {
	for _, n := range names {
		s.num(n, 0)
	}
}

// commandMicros is the time that all commands took, in µs.
func (c *Collector) commandMicros() (sum int64) {
	for _, cmd := range c.Commands {
		sum += cmd.Read().Nanos
	}
	return sum / 1000
}

func (c *Collector) debug(s *Section) {
	zero(s, "eventloop_duration_aof_sum")
	s.num("eventloop_duration_cron_sum", (c.cycle.expireNanos.Load()+c.cycle.evictNanos.Load())/1000)
	zero(s, "eventloop_duration_max", "eventloop_cmd_per_cycle_max",
		"allocator_allocated_lua", "allocator_active_lua", "allocator_resident_lua", "allocator_frag_bytes_lua")
}

func (c *Collector) replication(s *Section) {
	s.text("role", "master")
	s.num("connected_slaves", 0)
	s.text("master_failover_state", "no-failover")
	s.text("master_replid", *c.replID.Load())
	s.text("master_replid2", "0000000000000000000000000000000000000000")
	s.num("master_repl_offset", 0)
	s.num("second_repl_offset", -1)
	s.num("repl_backlog_active", 0)
	s.num("repl_backlog_size", 1<<20)
	s.num("repl_backlog_first_byte_offset", 0)
	s.num("repl_backlog_histlen", 0)
}

func (c *Collector) cpu(s *Section) {
	user, sys := processTimes()
	s.decimal("used_cpu_sys", sys, 6)
	s.decimal("used_cpu_user", user, 6)
	s.decimal("used_cpu_sys_children", 0, 6)
	s.decimal("used_cpu_user_children", 0, 6)
	s.decimal("used_cpu_sys_main_thread", sys, 6)
	s.decimal("used_cpu_user_main_thread", user, 6)
}
