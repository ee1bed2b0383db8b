package config

import "math"

var tlsSection = Section{
	Title: "TLS",
	About: "Encrypted connections. They need a certificate and its key; they are off while tls-port is 0.",
	Rows: []Directive{
		{
			ID: TLSPort, Name: "tls-port", Kind: KindInt, Default: "0", Max: 65535,
			Help: "TCP port for clients that speak TLS. 0: none.",
		},
		{
			ID: TLSCertFile, Name: "tls-cert-file", Kind: KindString,
			Help: "File of the server's certificate (chain), PEM.",
		},
		{
			ID: TLSKeyFile, Name: "tls-key-file", Kind: KindString,
			Help: "File of the certificate's private key, PEM.",
		},
		{
			ID: TLSKeyFilePass, Name: "tls-key-file-pass", Kind: KindString, Flags: Sensitive,
			Help: "Password of the private key's file, where it is encrypted.",
		},
		{
			ID: TLSCACertFile, Name: "tls-ca-cert-file", Kind: KindString,
			Help: "File of the certificates of the authorities that sign clients' certificates, PEM.",
		},
		{
			ID: TLSCACertDir, Name: "tls-ca-cert-dir", Kind: KindString,
			Help: "Folder of such certificates, one a file.",
		},
		{
			ID: TLSAuthClients, Name: "tls-auth-clients", Kind: KindEnum, Default: "yes", Values: []string{"no", "yes", "optional"},
			Help: "Whether a client must show a certificate: yes, no (none is asked for) or optional.",
		},
		{
			ID: TLSProtocols, Name: "tls-protocols", Kind: KindString,
			Help: "TLS versions to accept, separated by blanks, such as TLSv1.2 TLSv1.3. Empty: both.",
		},
		{
			ID: TLSCiphers, Name: "tls-ciphers", Kind: KindString,
			NoMeaning: "The Go library picks the cipher suites of TLS 1.2.",
			Help:      "OpenSSL's list of ciphers up to TLS 1.2.",
		},
		{
			ID: TLSCipherSuites, Name: "tls-ciphersuites", Kind: KindString,
			NoMeaning: "The Go library picks the cipher suites of TLS 1.3.",
			Help:      "OpenSSL's list of cipher suites of TLS 1.3.",
		},
		{
			ID: TLSPreferServerCiphers, Name: "tls-prefer-server-ciphers", Kind: KindBool, Default: "no",
			NoMeaning: "The Go library decides the order.",
			Help:      "Whether the server's order of ciphers counts.",
		},
		{
			ID: TLSSessionCaching, Name: "tls-session-caching", Kind: KindBool, Default: "yes",
			NoMeaning: "Sessions are resumed by tickets that the server does not store.",
			Help:      "Whether TLS sessions are cached.",
		},
		{
			ID: TLSSessionCacheSize, Name: "tls-session-cache-size", Kind: KindInt, Default: "20480", Max: math.MaxInt32,
			NoMeaning: "Sessions are resumed by tickets that the server does not store.",
			Help:      "How many TLS sessions are cached.",
		},
		{
			ID: TLSSessionCacheTimeout, Name: "tls-session-cache-timeout", Kind: KindInt, Default: "300", Max: math.MaxInt32,
			NoMeaning: "Sessions are resumed by tickets that the server does not store.",
			Help:      "Seconds that a TLS session is cached.",
		},
		{
			ID: TLSDHParamsFile, Name: "tls-dh-params-file", Kind: KindString,
			NoMeaning: "Key exchange uses elliptic curves, which need no parameters.",
			Help:      "File of Diffie-Hellman parameters.",
		},
	},
}
