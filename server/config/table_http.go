package config

import "math"

var httpSection = Section{
	Title: "HTTP",
	About: "Commands by HTTP, in the manner of Upstash's REST API, and other doors. Off while both ports are 0.",
	Rows: []Directive{
		{
			ID: HTTPPort, Name: "http-port", Kind: KindInt, Default: "0", Max: 65535, Flags: Ours,
			Help: "TCP port for HTTP. 0: none.",
		},
		{
			ID: HTTPTLSPort, Name: "http-tls-port", Kind: KindInt, Default: "0", Max: 65535, Flags: Ours,
			Help: "TCP port for HTTP over TLS, HTTP/2 included, with the certificates of the TLS section. 0: none.",
		},
		{
			ID: HTTPBind, Name: "http-bind", Kind: KindList, list: bind, Args: "up to 16 addresses", Flags: Ours,
			Help: "Addresses for HTTP, as in bind. Empty: those of bind.",
		},
		{
			ID: HTTPCORS, Name: "http-cors", Kind: KindString, Flags: Ours,
			Help: "Origins, separated by blanks, whose web pages may call, such as https://app.example.com; * allows all. Empty: none.",
		},
		{
			ID: HTTPMaxStreams, Name: "http-max-streams", Kind: KindInt, Default: "1000", Max: math.MaxInt32, Flags: Ours,
			Help: "How many event streams (subscribe, psubscribe, monitor) may be open by HTTP at a time; one more is refused.",
		},
		{
			ID: HTTPBearerKey, Name: "http-bearer-key", Kind: KindString, Flags: Immutable | Sensitive | Ours,
			Help: "Secret that the bearer tokens given out under /fal are sealed with, the same on all servers that take them. Empty: they end with the process.",
		},
	},
}
