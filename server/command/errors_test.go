package command_test

import (
	"bytes"
	"strings"
	"testing"

	"redstart/server/command"
)

// The texts are those of Redis 8.0.2.
func TestErrUnknown(t *testing.T) {
	const head, middle = "ERR unknown command '", "', with args beginning with: "
	a := func(n int) string { return strings.Repeat("a", n) }
	for _, tt := range []struct{ line, want string }{
		{"foo", head + "foo" + middle},
		{"FOO,b,c", head + "FOO" + middle + "'b' 'c' "},
		{"foo,", head + "foo" + middle + "'' "},
		{a(200), head + a(128) + middle},
		{"foo," + a(200) + ",b", head + "foo" + middle + "'" + a(128) + "' "},
		{"foo," + a(124) + ",b,c", head + "foo" + middle + "'" + a(124) + "' 'b' "},
		{"foo," + a(125) + ",b", head + "foo" + middle + "'" + a(125) + "' "},
		{"foo," + a(60) + "," + a(60) + ",ccc", head + "foo" + middle + "'" + a(60) + "' '" + a(60) + "' 'cc' "},
		{"foo" + strings.Repeat(",x", 100), head + "foo" + middle + strings.Repeat("'x' ", 32)},
		{"f\x00oo,a\x00b,c", head + "f" + middle + "'a' 'c' "},
	} {
		if got := command.ErrUnknown(bytes.Split([]byte(tt.line), []byte(","))).Error(); got != tt.want {
			t.Errorf("%q:\n got %q\nwant %q", tt.line, got, tt.want)
		}
	}
}

func TestErrorTexts(t *testing.T) {
	for _, tt := range []struct {
		err  error
		want string
	}{
		{command.ErrUnknownSub("object", []byte("nosuch")), "ERR unknown subcommand 'nosuch'. Try OBJECT HELP."},
		{
			command.ErrUnknownSub("object", bytes.Repeat([]byte("x"), 200)),
			"ERR unknown subcommand '" + strings.Repeat("x", 128) + "'. Try OBJECT HELP.",
		},
		{command.ErrUnknownSub("object", []byte("a\x00b")), "ERR unknown subcommand 'a'. Try OBJECT HELP."},
		{
			command.ErrSubSyntax("debug", []byte("object")),
			"ERR unknown subcommand or wrong number of arguments for 'object'. Try DEBUG HELP.",
		},
		{command.ErrArity("client|kill"), "ERR wrong number of arguments for 'client|kill' command"},
		{command.ErrExpire("set"), "ERR invalid expire time in 'set' command"},
		{command.Errorf("BUSY %d", 1), "BUSY 1"},
	} {
		if got := tt.err.Error(); got != tt.want {
			t.Errorf("got %q, want %q", got, tt.want)
		}
	}
	if got := command.Error("BUSY 1").Code(); got != "BUSY" {
		t.Errorf("code: %q", got)
	}
}
