package client

import "net"

// Local reports whether the client is on this machine: it came by the unix socket or from a loopback address.
func (c *Client) Local() bool {
	if c.Has(Unix) {
		return true
	}
	host, _, err := net.SplitHostPort(c.Addr())
	return err == nil && net.ParseIP(host).IsLoopback()
}
