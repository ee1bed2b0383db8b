package cluster

import (
	"net"
	"strconv"

	"redstart/resp"
	"redstart/server/client"
	"redstart/server/command"
	"redstart/server/config"
)

// address is where clients reach this node.
type address struct {
	ip, hostname       string
	port               int64 // for clients like the one that asks
	plainPort, tlsPort int64 // 0: there is none
	busPort            int64
	kind               int64 // cluster-preferred-endpoint-type
}

// The values of cluster-preferred-endpoint-type.
const (
	endpointIP = iota
	endpointHostname
	endpointUnknown
)

// addressOf is the address that cluster-announce-ip and its like name, and otherwise that by which the client came: Redis learns its own
// from the other nodes, which there are none.
func addressOf(c *command.Ctx) address {
	cfg := c.Srv.Config
	a := address{
		ip: cfg.String(config.ClusterAnnounceIP), hostname: cfg.String(config.ClusterAnnounceHostname),
		port: cfg.Int(config.ClusterAnnouncePort), plainPort: cfg.Int(config.Port), tlsPort: cfg.Int(config.TLSPort),
		busPort: cfg.Int(config.ClusterAnnounceBusPort), kind: cfg.Int(config.ClusterPreferredEndpointType),
	}
	host, port := came(c)
	if a.ip == "" {
		a.ip = host
	}
	if n := cfg.Int(config.ClusterAnnouncePort); n != 0 {
		a.plainPort = n
	} else if port != 0 && !c.Client.Has(client.TLS) {
		a.plainPort = port
	}
	if n := cfg.Int(config.ClusterAnnounceTLSPort); n != 0 {
		a.tlsPort = n
	}
	a.port = a.plainPort
	if c.Client.Has(client.TLS) || a.port == 0 {
		a.port = a.tlsPort
	}
	if a.busPort == 0 {
		if a.busPort = cfg.Int(config.ClusterPort); a.busPort == 0 {
			a.busPort = a.port + 10000
		}
	}
	return a
}

// came is our side of the client's connection; "" and 0 for one by the unix socket.
func came(c *command.Ctx) (host string, port int64) {
	if c.Client.Has(client.Unix) {
		return "", 0
	}
	host, text, err := net.SplitHostPort(c.Client.LAddr())
	if err != nil {
		return "", 0
	}
	port, _ = strconv.ParseInt(text, 10, 64)
	return host, port
}

// endpoint writes what clients are to connect to; null: what they are connected to.
func (a *address) endpoint(w *resp.Writer) {
	switch {
	case a.kind == endpointUnknown:
		w.Null()
	case a.kind == endpointHostname && a.hostname == "":
		w.BulkString("?")
	case a.kind == endpointHostname:
		w.BulkString(a.hostname)
	default:
		w.BulkString(a.ip)
	}
}

// besides are the names and values of what else is known of the address, besides its endpoint.
func (a *address) besides() (pairs []string) {
	if a.kind != endpointIP && a.ip != "" {
		pairs = append(pairs, "ip", a.ip)
	}
	if a.kind != endpointHostname && a.hostname != "" {
		pairs = append(pairs, "hostname", a.hostname)
	}
	return pairs
}
