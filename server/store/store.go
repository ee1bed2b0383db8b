// Package store knows the named stores: databases with a name, rules, and the tokens that open them. A Registry has them by name, by
// the number of their database and by token; it opens and closes the databases in the keyspace. It reads and writes their definitions:
// the words of a config file's store line, of STORE CREATE and of the records in the log are the same.
package store

import (
	"crypto/sha256"
	"encoding/hex"

	"redstart/storage"
)

// Store is one store. It is not changed once the Registry has it: a change makes another.
type Store struct {
	Name string
	DB   int // the number of its database

	Definition
}

// Definition is what can be altered of a store.
type Definition struct {
	Preset string        // the preset that the rules were made from; empty: none
	Rules  storage.Rules // all of them, the preset's included
	Tokens []Token       // never changed in place
}

// Token opens one store to whoever has it.
type Token struct {
	Hash     Hash
	ReadOnly bool
}

// Hash is the SHA-256 of a token, which is all that is kept of it.
type Hash [sha256.Size]byte

// HashOf is the hash of a plain token.
func HashOf(token []byte) Hash { return sha256.Sum256(token) }

// String is # and 64 hexadecimal digits: how a hashed token is written.
func (h Hash) String() string { return "#" + hex.EncodeToString(h[:]) }

// parseToken reads a token: # and 64 hexadecimal digits, or the token itself.
func parseToken(word string) (Hash, error) {
	var h Hash
	switch {
	case word == "":
		return h, errNoToken
	case word[0] != '#':
		return HashOf([]byte(word)), nil
	case len(word) != 1+hex.EncodedLen(len(h)):
		return h, errTokenHash
	}
	if _, err := hex.Decode(h[:], []byte(word[1:])); err != nil {
		return h, errTokenHash
	}
	return h, nil
}

// String is how a token is shown, and written behind the word token: its hash, and ro where it only reads.
func (t Token) String() string {
	if t.ReadOnly {
		return t.Hash.String() + " ro"
	}
	return t.Hash.String()
}
