package webhook_test

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"io"
	"log"
	"math/big"
	"net"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"blobsight"
)

// tlsReceiver is a receiver with a certificate of its own for 127.0.0.1 that ends at the given time.
func tlsReceiver(t *testing.T, h http.Handler, until time.Time) (*httptest.Server, *x509.Certificate) {
	t.Helper()
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	template := &x509.Certificate{
		SerialNumber: big.NewInt(1), IPAddresses: []net.IP{net.IPv4(127, 0, 0, 1)},
		NotBefore: until.Add(-48 * time.Hour), NotAfter: until,
		IsCA: true, BasicConstraintsValid: true,
	}
	der, err := x509.CreateCertificate(rand.Reader, template, template, &key.PublicKey, key)
	if err != nil {
		t.Fatal(err)
	}
	certificate, err := x509.ParseCertificate(der)
	if err != nil {
		t.Fatal(err)
	}
	server := httptest.NewUnstartedServer(h)
	server.TLS = &tls.Config{Certificates: []tls.Certificate{{Certificate: [][]byte{der}, PrivateKey: key}}}
	server.Config.ErrorLog = log.New(io.Discard, "", 0) // failing handshakes are what is tested
	server.StartTLS()
	t.Cleanup(server.Close)
	return server, certificate
}

func TestNotifyTLS(t *testing.T) {
	t.Parallel()
	got := make(chan string, 1)
	good, certificate := tlsReceiver(t, accept(got), time.Now().Add(24*time.Hour))
	old, oldCertificate := tlsReceiver(t, mustNotBeCalled(t), time.Now().Add(-time.Hour))
	plain := httptest.NewServer(mustNotBeCalled(t))
	defer plain.Close()
	other := strings.Replace(good.URL, "127.0.0.1", "localhost", 1)

	tests := []struct {
		name, target string
		trust        *x509.CertPool
		want         string
	}{
		{"trusted", good.URL, trust(certificate), ""},
		{"unknown authority", good.URL, nil, "TLS: the certificate was not issued by a trusted authority"},
		{"another host", other, trust(certificate), "TLS: the certificate is for another host name"},
		{"expired", old.URL, trust(oldCertificate), "TLS: the certificate has expired or is not valid yet"},
		{"plain", strings.Replace(plain.URL, "http:", "https:", 1), nil, "TLS: the receiver speaks plain HTTP at an https address"},
	}
	for _, tt := range tests {
		cfg := settings(t)
		cfg.RootCAs = tt.trust
		failed := attempt(t, newNotifier(t, cfg), tt.target)
		switch {
		case tt.want == "" && failed.Class != "":
			t.Errorf("%s: %v", tt.name, failed)
		case tt.want != "" && (failed.Class != blobsight.FailureTLS || failed.Detail != tt.want):
			t.Errorf("%s: %+v, want %s", tt.name, failed, tt.want)
		}
	}
	if len(got) != 1 {
		t.Errorf("%d messages arrived, want 1", len(got))
	}
}
