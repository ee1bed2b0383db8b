package info

import "redstart/server/config"

func (c *Collector) cluster(s *Section) {
	enabled := int64(0)
	if c.Config.Bool(config.ClusterEnabled) {
		enabled = 1
	}
	s.num("cluster_enabled", enabled)
}
