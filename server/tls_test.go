package server

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/pem"
	"fmt"
	"io"
	"math/big"
	"net"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"redstart/server/config"
)

// authority signs certificates for a test.
type authority struct {
	t    testing.TB
	dir  string
	cert *x509.Certificate
	key  *ecdsa.PrivateKey
	file string // its own certificate
	pool *x509.CertPool
}

func newAuthority(t testing.TB) *authority {
	a := &authority{t: t, dir: t.TempDir(), pool: x509.NewCertPool()}
	a.file, _ = a.issue("authority")
	a.pool.AddCert(a.cert)
	return a
}

// issue writes a certificate and its key; the first is the authority's own.
func (a *authority) issue(name string) (certFile, keyFile string) {
	a.t.Helper()
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		a.t.Fatal(err)
	}
	c := &x509.Certificate{
		SerialNumber: big.NewInt(time.Now().UnixNano()), Subject: pkix.Name{CommonName: name},
		NotBefore: time.Now().Add(-time.Hour), NotAfter: time.Now().Add(time.Hour),
		IPAddresses: []net.IP{net.IPv4(127, 0, 0, 1)}, BasicConstraintsValid: true, IsCA: a.cert == nil,
	}
	parent, signer := a.cert, a.key
	if parent == nil {
		parent, signer = c, key
	}
	der, err := x509.CreateCertificate(rand.Reader, c, parent, &key.PublicKey, signer)
	if err != nil {
		a.t.Fatal(err)
	}
	if a.cert == nil {
		a.key = key
		if a.cert, err = x509.ParseCertificate(der); err != nil {
			a.t.Fatal(err)
		}
	}
	private, err := x509.MarshalECPrivateKey(key)
	if err != nil {
		a.t.Fatal(err)
	}
	write := func(file, kind string, der []byte) string {
		file = filepath.Join(a.dir, file)
		if err := os.WriteFile(file, pem.EncodeToMemory(&pem.Block{Type: kind, Bytes: der}), 0o600); err != nil {
			a.t.Fatal(err)
		}
		return file
	}
	return write(name+".crt", "CERTIFICATE", der), write(name+".key", "EC PRIVATE KEY", private)
}

// tlsServer runs a server with a TLS port and a plain one.
func tlsServer(t *testing.T, a *authority, directives ...string) (srv *Server, secure, plain string) {
	t.Helper()
	ports := make([]string, 2)
	for i := range ports {
		ln := listenOn(t, "tcp", "127.0.0.1:0")
		_, ports[i], _ = net.SplitHostPort(ln.Addr().String())
		ln.Close()
	}
	cert, key := a.issue("server")
	srv = configured(t, append([]string{
		"port " + ports[0], "tls-port " + ports[1], "tls-cert-file " + cert, "tls-key-file " + key, "tls-ca-cert-file " + a.file,
	}, directives...)...)
	ended := make(chan error, 1)
	go func() { ended <- srv.Run(t.Context()) }()
	t.Cleanup(func() { <-ended })
	eventually(t, "the server listens", func() bool { return len(srv.Addrs()) == 2 })
	return srv, "127.0.0.1:" + ports[1], "127.0.0.1:" + ports[0]
}

func (a *authority) client(certs ...tls.Certificate) *tls.Config {
	return &tls.Config{RootCAs: a.pool, Certificates: certs}
}

func dialTLS(t testing.TB, addr string, conf *tls.Config) *peer {
	t.Helper()
	c, err := tls.Dial("tcp", addr, conf)
	if err != nil {
		t.Fatal(err)
	}
	return newPeer(t, c)
}

func TestTLS(t *testing.T) {
	t.Parallel()
	a := newAuthority(t)
	srv, secure, plain := tlsServer(t, a, "tls-auth-clients no")
	dawdler := dial(t, secure) // never shakes hands
	p := dialTLS(t, secure, a.client())
	p.want("SET k v", "OK")
	dial(t, plain).want("GET k", "v")

	p.send("WAIT 1 0", "PING") // woken while it is blocked
	eventually(t, "the client blocks", func() bool { return srv.clients.Blocked() == 1 })
	for _, c := range srv.clients.List() {
		c.Unblock(false)
	}
	p.wantReply("0")
	p.wantReply("PONG")

	value := strings.Repeat("x", 1<<20) // more than the peer reads for now
	p.want(fmt.Sprintf("*3\r\n$3\r\nSET\r\n$1\r\nk\r\n$%d\r\n%s", len(value), value), "OK")
	for range 30 {
		p.send("GET k")
	}
	for range 30 {
		p.wantReply(value)
	}
	p.want("QUIT", "OK")
	p.wantEnd()

	dawdler.Close()
	eventually(t, "who never shook hands is gone", func() bool { return srv.clients.Len() <= 1 })
}

func TestTLSClientCertificates(t *testing.T) {
	t.Parallel()
	a := newAuthority(t)
	cert, key := a.issue("client")
	mine, err := tls.LoadX509KeyPair(cert, key)
	if err != nil {
		t.Fatal(err)
	}
	srv, secure, _ := tlsServer(t, a)
	dialTLS(t, secure, a.client(mine)).want("PING", "PONG")
	refused := func() bool {
		c, err := tls.Dial("tcp", secure, a.client())
		if err != nil {
			return true
		}
		defer c.Close()
		c.SetDeadline(time.Now().Add(patience))
		io.WriteString(c, "PING\r\n")
		_, err = c.Read(make([]byte, 1))
		return err != nil
	}
	if !refused() {
		t.Error("a client without a certificate came in")
	}
	set := func(name, value string) error { return srv.cfg.Set([]config.Pair{{Name: name, Value: value}}, true) }
	if err := set("tls-auth-clients", "optional"); err != nil {
		t.Fatal(err)
	}
	if refused() {
		t.Error("a certificate was asked for, although it is optional")
	}

	if err := set("tls-cert-file", filepath.Join(a.dir, "missing.crt")); err == nil {
		t.Error("a certificate that does not exist was taken")
	}
	dialTLS(t, secure, a.client()).want("PING", "PONG")
	newCert, newKey := a.issue("renewed")
	pairs := []config.Pair{{Name: "tls-cert-file", Value: newCert}, {Name: "tls-key-file", Value: newKey}}
	if err := srv.cfg.Set(pairs, true); err != nil {
		t.Fatal(err)
	}
	p := dialTLS(t, secure, a.client())
	p.want("PING", "PONG")
	if got := p.Conn.(*tls.Conn).ConnectionState().PeerCertificates[0].Subject.CommonName; got != "renewed" {
		t.Errorf("the certificate is %q", got)
	}
	if err := set("tls-protocols", "TLSv1.2"); err != nil {
		t.Fatal(err)
	}
	p = dialTLS(t, secure, a.client())
	if v := p.Conn.(*tls.Conn).ConnectionState().Version; v != tls.VersionTLS12 {
		t.Errorf("version %x", v)
	}
}
