package acl

import (
	"crypto/sha256"
	"crypto/subtle"
	"encoding/hex"
	"slices"
)

// password is the SHA-256 of a password; the password itself is not kept.
type password [sha256.Size]byte

func (p password) String() string { return hex.EncodeToString(p[:]) }

// parseHash reads a hash in hexadecimal, in lower case.
func parseHash(text string) (p password, ok bool) {
	if len(text) != hex.EncodedLen(len(p)) {
		return p, false
	}
	n, err := hex.Decode(p[:], []byte(text))
	return p, err == nil && n == len(p) && p.String() == text
}

func (r *Rules) addPassword(p password) {
	if !slices.Contains(r.passwords, p) {
		r.passwords = append(r.passwords, p)
	}
	r.noPass = false
}

func (r *Rules) removePassword(p password) error {
	i := slices.Index(r.passwords, p)
	if i < 0 {
		return errNoPassword
	}
	r.passwords = slices.Delete(r.passwords, i, i+1)
	return nil
}

// accepts reports whether given is the user's password. It looks at all of them, and at each as a whole, so that the time it takes tells
// nothing about them.
func (r *Rules) accepts(given []byte) bool {
	p := password(sha256.Sum256(given))
	right := 0
	for i := range r.passwords {
		right |= subtle.ConstantTimeCompare(p[:], r.passwords[i][:])
	}
	return r.enabled && (r.noPass || right == 1)
}
