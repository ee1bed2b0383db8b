package web

import (
	"crypto/aes"
	"crypto/cipher"
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
	"encoding/binary"
	"strings"
)

// A bearer token of ours is the credentials that it was given for with the time of its end, sealed with a key that only the server has
// (AES-256-GCM). So the server remembers nothing, and the credentials are checked anew with every request: a token that is dropped, or
// a password that is changed, ends its bearers at once.

// bearerPrefix tells our bearer tokens from tokens of stores; it also is the version of their format.
const bearerPrefix = "rsb1_"

// bearerLife is for how long a bearer token is good, in ms. Clients fetch a new one well before its end, some an hour.
const bearerLife = 24 * 60 * 60 * 1000

// bearerTimeSize is the size of a bearer's end, Unix ms, in front of the credentials.
const bearerTimeSize = 8

// bearerSeal makes and opens bearer tokens. It may be used from several goroutines.
type bearerSeal struct{ aead cipher.AEAD }

// newBearerSeal derives the key from a secret. Without one the key is random: bearers end with the process then.
func newBearerSeal(secret string) *bearerSeal {
	var key [sha256.Size]byte
	if secret == "" {
		rand.Read(key[:])
	} else {
		key = sha256.Sum256([]byte("redstart bearer\x00" + secret))
	}
	block, err := aes.NewCipher(key[:])
	if err != nil {
		panic(err) // the size of the key is right
	}
	aead, err := cipher.NewGCMWithRandomNonce(block)
	if err != nil {
		panic(err)
	}
	return &bearerSeal{aead}
}

// seal returns a bearer token for the credentials that ends at end, Unix ms.
func (s *bearerSeal) seal(credentials string, end int64) string {
	plain := binary.BigEndian.AppendUint64(make([]byte, 0, bearerTimeSize+len(credentials)), uint64(end))
	sealed := s.aead.Seal(nil, nil, append(plain, credentials...), nil)
	return bearerPrefix + base64.RawURLEncoding.EncodeToString(sealed)
}

// isBearer reports whether the token says that it is a bearer of ours.
func isBearer(token string) bool { return strings.HasPrefix(token, bearerPrefix) }

// open returns the credentials of a bearer token; not ok: it is not of ours, or its time was over at now, Unix ms.
func (s *bearerSeal) open(token string, now int64) (credentials string, ok bool) {
	sealed, err := base64.RawURLEncoding.DecodeString(strings.TrimPrefix(token, bearerPrefix))
	if err != nil {
		return "", false
	}
	plain, err := s.aead.Open(nil, nil, sealed, nil)
	if err != nil || len(plain) < bearerTimeSize || int64(binary.BigEndian.Uint64(plain)) <= now {
		return "", false
	}
	return string(plain[bearerTimeSize:]), true
}
