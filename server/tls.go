package server

import (
	"crypto/tls"
	"crypto/x509"
	"encoding/pem"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"sync/atomic"

	"redstart/server/config"
)

// tlsAuth is what tls-auth-clients asks of a client, in the order of its values.
var tlsAuth = [...]tls.ClientAuthType{tls.NoClientCert, tls.RequireAndVerifyClientCert, tls.VerifyClientCertIfGiven}

// errTLS is the text of CONFIG SET's refusal; the log has the reason.
const errTLS = refused("Unable to update TLS configuration. Check server logs.")

// listenerTLS is the configuration of the TLS listeners: it takes the current one for each connection, so that new certificates
// need no new listener.
func listenerTLS(current *atomic.Pointer[tls.Config]) *tls.Config {
	return &tls.Config{
		MinVersion:         tls.VersionTLS12,
		GetConfigForClient: func(*tls.ClientHelloInfo) (*tls.Config, error) { return current.Load(), nil },
	}
}

// applyTLS reads certificates and keys, at the start and whenever a directive about them changes.
func (srv *Server) applyTLS() error {
	if srv.cfg.Int(config.TLSPort) == 0 && srv.cfg.Int(config.HTTPTLSPort) == 0 {
		return nil
	}
	conf, err := srv.loadTLS()
	if err != nil {
		srv.log.Warn().Err(err).Msg("Failed to configure TLS")
		return errTLS
	}
	srv.tls.Store(conf)
	webConf := conf.Clone()
	webConf.NextProtos = []string{"h2", "http/1.1"}
	srv.webTLS.Store(webConf)
	return nil
}

func (srv *Server) loadTLS() (*tls.Config, error) {
	cert, err := srv.loadCertificate()
	if err != nil {
		return nil, err
	}
	conf := &tls.Config{Certificates: []tls.Certificate{cert}, ClientAuth: tlsAuth[srv.cfg.Int(config.TLSAuthClients)]}
	if conf.ClientAuth != tls.NoClientCert {
		if conf.ClientCAs, err = srv.loadAuthorities(); err != nil {
			return nil, err
		}
	}
	return conf, tlsVersions(conf, srv.cfg.String(config.TLSProtocols))
}

// loadCertificate reads tls-cert-file and tls-key-file; an encrypted key is opened with tls-key-file-pass.
func (srv *Server) loadCertificate() (tls.Certificate, error) {
	var none tls.Certificate
	certFile, keyFile := srv.cfg.Path(config.TLSCertFile), srv.cfg.Path(config.TLSKeyFile)
	if certFile == "" {
		return none, errors.New("no tls-cert-file configured")
	}
	if keyFile == "" {
		return none, errors.New("no tls-key-file configured")
	}
	cert, err := os.ReadFile(certFile)
	if err != nil {
		return none, fmt.Errorf("tls-cert-file: %w", err)
	}
	key, err := os.ReadFile(keyFile)
	if err != nil {
		return none, fmt.Errorf("tls-key-file: %w", err)
	}
	if pass := srv.cfg.String(config.TLSKeyFilePass); pass != "" {
		if key, err = openKey(key, pass); err != nil {
			return none, fmt.Errorf("tls-key-file: %w", err)
		}
	}
	pair, err := tls.X509KeyPair(cert, key)
	if err != nil {
		return none, fmt.Errorf("tls-cert-file and tls-key-file: %w", err)
	}
	return pair, nil
}

// openKey decrypts a key in the old PEM form, the one that the standard library reads.
func openKey(key []byte, pass string) ([]byte, error) {
	block, _ := pem.Decode(key)
	if block == nil {
		return nil, errors.New("no PEM data")
	}
	//lint:ignore SA1019 there is no other way to read such keys
	if !x509.IsEncryptedPEMBlock(block) {
		return key, nil
	}
	//lint:ignore SA1019 as above
	der, err := x509.DecryptPEMBlock(block, []byte(pass))
	if err != nil {
		return nil, err
	}
	return pem.EncodeToMemory(&pem.Block{Type: block.Type, Bytes: der}), nil
}

// loadAuthorities reads those whose signature makes a client's certificate good.
func (srv *Server) loadAuthorities() (*x509.CertPool, error) {
	var files []string
	if f := srv.cfg.Path(config.TLSCACertFile); f != "" {
		files = append(files, f)
	}
	if dir := srv.cfg.Path(config.TLSCACertDir); dir != "" {
		found, err := filepath.Glob(filepath.Join(dir, "*"))
		if err != nil {
			return nil, fmt.Errorf("tls-ca-cert-dir: %w", err)
		}
		files = append(files, found...)
	}
	if files == nil {
		return nil, errors.New("either tls-ca-cert-file or tls-ca-cert-dir must be specified when tls-auth-clients is on")
	}
	pool := x509.NewCertPool()
	for _, f := range files {
		b, err := os.ReadFile(f)
		if err != nil {
			return nil, fmt.Errorf("certificate authorities: %w", err)
		}
		if !pool.AppendCertsFromPEM(b) && len(files) == 1 {
			return nil, fmt.Errorf("certificate authorities: %s has no certificate", f)
		}
	}
	return pool, nil
}

// tlsVersions sets the versions that tls-protocols names.
func tlsVersions(conf *tls.Config, protocols string) error {
	conf.MinVersion, conf.MaxVersion = tls.VersionTLS12, tls.VersionTLS13
	if protocols == "" {
		return nil
	}
	known := map[string]uint16{
		"tlsv1": tls.VersionTLS10, "tlsv1.1": tls.VersionTLS11, "tlsv1.2": tls.VersionTLS12, "tlsv1.3": tls.VersionTLS13,
	}
	conf.MinVersion, conf.MaxVersion = tls.VersionTLS13, tls.VersionTLS10
	for _, word := range strings.Fields(protocols) {
		v, ok := known[strings.ToLower(word)]
		if !ok {
			return fmt.Errorf("tls-protocols: unknown version %q; TLSv1, TLSv1.1, TLSv1.2 and TLSv1.3 are known", word)
		}
		conf.MinVersion, conf.MaxVersion = min(conf.MinVersion, v), max(conf.MaxVersion, v)
	}
	return nil
}
