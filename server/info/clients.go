package info

import (
	"redstart/server/client"
	"redstart/server/config"
)

func (c *Collector) clients(s *Section) {
	var in, out, blocked, timed, watching, watched int64
	list := c.Clients.List()
	for _, cl := range list {
		in = max(in, cl.QueryLen.Load())
		_, pending := cl.Out.Pending()
		out = max(out, pending)
		if cl.Watching.Load() > 0 && !cl.Has(client.Touched) {
			watching++
		}
		w := cl.Waiting()
		if w != nil && cl.Has(client.Blocked) && !w.Retry {
			blocked++
		}
		if w != nil && w.Deadline != 0 {
			timed++
		}
	}
	if c.WatchedKeys != nil {
		watched = c.WatchedKeys()
	}
	var keys, orGone int64
	if c.BlockedKeys != nil {
		keys, orGone = c.BlockedKeys()
	}
	s.nums(
		numField{"connected_clients", int64(len(list))},
		numField{"cluster_connections", 0},
		numField{"maxclients", c.Config.Int(config.MaxClients)},
		numField{"client_recent_max_input_buffer", in},
		numField{"client_recent_max_output_buffer", out},
		numField{"blocked_clients", blocked},
		numField{"tracking_clients", c.Track.Counts().Clients},
		numField{"pubsub_clients", int64(c.PubSub.Clients())},
		numField{"watching_clients", watching},
		numField{"clients_in_timeout_table", timed},
		numField{"total_watched_keys", watched},
		numField{"total_blocking_keys", keys},
		numField{"total_blocking_keys_on_nokey", orGone},
	)
}

func (c *Collector) threads(s *Section) {
	t := c.Stats.Totals()
	s.add("io_thread_0", []Field{
		{"clients", int64(c.Clients.Len())},
		{"reads", t.Reads},
		{"writes", t.Writes},
	})
}
