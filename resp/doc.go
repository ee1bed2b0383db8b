// Package resp is the wire: it reads requests (RESP arrays and inline commands), writes replies in RESP2 or RESP3,
// reads replies back, and converts numbers to and from their text exactly as Redis does. It knows bytes only; keys,
// values and commands belong to others.
package resp
