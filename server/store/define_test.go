package store_test

import (
	"strings"
	"testing"

	"redstart/server/store"
	"redstart/storage"
)

const (
	secret     = "secret"
	secretHash = "#2bb80d537b1da3e38bd30361aa855686bde0eacd7162fef6a25fe97bf527a25b"
	day        = int64(24 * 60 * 60 * 1000)
)

func parse(t *testing.T, line string) *store.Store {
	t.Helper()
	s, err := store.Parse(strings.Fields(line))
	if err != nil {
		t.Fatalf("%s: %v", line, err)
	}
	return s
}

// Each definition is written as it is read, in one way.
func TestParse(t *testing.T) {
	t.Parallel()
	fal2 := storage.Rules{MaxValueBytes: 1_900_000, DefaultTTL: 30 * day, MinTTL: 60_000, MaxTTL: 30 * day}
	spin := storage.Rules{MaxKeyBytes: 256, MaxValueBytes: 1 << 20, MaxKeys: 1024, UTF8Keys: true}
	evicting := spin
	evicting.MaxKeys, evicting.KeysEvict, evicting.UTF8Keys = 5, true, false
	for _, tt := range []struct {
		line  string
		rules storage.Rules
		same  string // what it is written as; empty: as it stands
	}{
		{"a", storage.Rules{}, ""},
		{"A.b:c-D_9 db 3", storage.Rules{}, ""},
		{"a preset fal1", storage.Rules{}, ""},
		{"a preset invoke", storage.Rules{}, ""},
		{"a preset fal2", fal2, ""},
		{"a PRESET Spin", spin, "a preset spin"},
		{"a max-keys 5 evict utf8-keys no preset spin", evicting, "a preset spin max-keys 5 evict utf8-keys no"},
		{"a max-key-bytes 1kb MAX-VALUE-BYTES 1m", storage.Rules{MaxKeyBytes: 1024, MaxValueBytes: 1_000_000}, "a max-key-bytes 1024 max-value-bytes 1000000"},
		{"a max-bytes 10 reject", storage.Rules{MaxBytes: 10}, ""},
		{"a max-bytes 10 EVICT max-bytes 0", storage.Rules{}, "a"},
		{"a max-bytes 1gb evict", storage.Rules{MaxBytes: 1 << 30, BytesEvict: true}, "a max-bytes 1073741824 evict"},
		{"a max-keys 0 evict", storage.Rules{}, "a"},
		{"a default-ttl 90 min-ttl 1500ms max-ttl 2H", storage.Rules{DefaultTTL: 90_000, MinTTL: 1500, MaxTTL: 7_200_000}, "a default-ttl 90s min-ttl 1500ms max-ttl 2h"},
		{"a preset fal2 default-ttl 0", storage.Rules{MaxValueBytes: 1_900_000, MinTTL: 60_000, MaxTTL: 30 * day}, ""},
		{"a utf8-keys YES", storage.Rules{UTF8Keys: true}, "a utf8-keys yes"},
		{"a token " + secret + " ro", storage.Rules{}, "a token " + secretHash + " ro"},
		{"a token ro", storage.Rules{}, "a token " + store.HashOf([]byte("ro")).String()},
		{"a token preset preset spin", spin, "a preset spin token " + store.HashOf([]byte("preset")).String()},
		{"a token " + secret + " ro token " + secretHash, storage.Rules{}, "a token " + secretHash},
		{"a token x token y ro", storage.Rules{}, "a token " + store.HashOf([]byte("x")).String() + " token " + store.HashOf([]byte("y")).String() + " ro"},
	} {
		s := parse(t, tt.line)
		if s.Rules != tt.rules {
			t.Errorf("%s: rules %+v, want %+v", tt.line, s.Rules, tt.rules)
		}
		want := tt.same
		if want == "" {
			want = tt.line
		}
		numbered := 16
		if s.DB == store.NoDB {
			numbered = store.NoDB
		}
		line := strings.Join(s.Line(numbered), " ")
		if line != want {
			t.Errorf("%s: written as %s, want %s", tt.line, line, want)
		}
		if again := parse(t, line); !again.Equal(&s.Definition) || again.DB != s.DB {
			t.Errorf("%s: reads as %+v, was %+v", line, again, s)
		}
	}
}

func TestParseErrors(t *testing.T) {
	t.Parallel()
	const name = "a store's name has"
	for line, want := range map[string]string{
		"":                                    name,
		"12":                                  name,
		"-12":                                 name,
		"-":                                   name,
		"a/b":                                 name,
		"a\x00":                               name,
		"ä":                                   name,
		strings.Repeat("a", 129):              name,
		"a max":                               `unknown option "max"`,
		"a untoken x":                         `unknown option "untoken"`,
		"a notokens":                          `unknown option "notokens"`,
		"a db":                                "db needs a value",
		"a db x":                              `db cannot be "x"`,
		"a db -1":                             `db cannot be "-1"`,
		"a preset fal3":                       `there is no preset "fal3"; there are fal1, fal2, invoke, spin`,
		"a max-key-bytes many":                `max-key-bytes cannot be "many"`,
		"a max-value-bytes -1":                `max-value-bytes cannot be "-1"`,
		"a max-value-bytes kb":                `max-value-bytes cannot be "kb"`,
		"a max-keys 5":                        "max-keys needs a number and reject or evict",
		"a max-keys 1k reject":                `max-keys cannot be "1k"`,
		"a max-bytes 5 ignore":                `unknown option "ignore"`,
		"a min-ttl 5w":                        `min-ttl cannot be "5w"`,
		"a min-ttl -5s":                       `min-ttl cannot be "-5s"`,
		"a min-ttl s":                         `min-ttl cannot be "s"`,
		"a max-ttl 999999999999999999999":     `max-ttl cannot be`,
		"a max-ttl 99999999999d":              `max-ttl cannot be`,
		"a min-ttl 10 max-ttl 5":              "min-ttl is above max-ttl",
		"a preset fal2 max-ttl 5d":            "default-ttl is not between",
		"a default-ttl 5 min-ttl 10":          "default-ttl is not between",
		"a utf8-keys maybe":                   `utf8-keys cannot be "maybe"`,
		"a token #12":                         "a token that begins with #",
		"a token #" + strings.Repeat("g", 64): "a token that begins with #",
	} {
		_, err := store.Parse(strings.Fields(line))
		if err == nil || !strings.HasPrefix(err.Error(), want) {
			t.Errorf("%q: error %v, want %s", line, err, want)
		}
	}
	for _, option := range []string{"token", "max-bytes", "max-keys", "min-ttl", "db", "preset", ""} {
		if _, err := store.Parse([]string{"a", option, ""}); err == nil {
			t.Errorf("%s is empty, and taken", option)
		}
	}
}

// An altered store's record makes it from whatever it was.
func TestAltered(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct{ was, change, want string }{
		{"a", "max-keys 3 evict", "a max-keys 3 evict"},
		{"a preset spin token x", "preset none", "a token " + store.HashOf([]byte("x")).String()},
		{"a preset spin", "preset fal2 default-ttl 1d", "a preset fal2 default-ttl 1d"},
		{"a preset spin", "max-keys 0", "a preset spin max-keys 0 reject"},
		{"a token " + secret + " token x", "untoken x", "a token " + secretHash},
		{"a token " + secret + " token x", "untoken " + secretHash + " token " + secret + " ro notokens", "a"},
		{"a token x ro", "notokens token " + secret, "a token " + secretHash},
		{"a token " + secret, "token " + secret + " ro", "a token " + secretHash + " ro"},
	} {
		was := parse(t, tt.was)
		before := strings.Join(was.Line(store.NoDB), " ")
		s, err := was.Altered(strings.Fields(tt.change))
		if err != nil {
			t.Errorf("%s, then %s: %v", tt.was, tt.change, err)
			continue
		}
		if got := strings.Join(s.Line(store.NoDB), " "); got != tt.want {
			t.Errorf("%s, then %s: %s, want %s", tt.was, tt.change, got, tt.want)
		}
		if got := strings.Join(was.Line(store.NoDB), " "); got != before {
			t.Errorf("%s, then %s: the old one has become %s", tt.was, tt.change, got)
		}
		for _, base := range []string{tt.was, "a preset fal2 token other", "a max-bytes 5 evict"} {
			again, err := parse(t, base).Altered(s.Changed()[3:])
			if err != nil || !again.Equal(&s.Definition) {
				t.Errorf("%q on %s makes %+v, %v; want %+v", s.Changed(), base, again, err, s)
			}
		}
	}
	for _, change := range []string{"db 3", "untoken #1", "notokens x"} {
		if _, err := parse(t, "a").Altered(strings.Fields(change)); err == nil {
			t.Errorf("%s is taken", change)
		}
	}
}

// FuzzParse: what is read is written so that it reads the same.
func FuzzParse(f *testing.F) {
	for _, line := range []string{"a", "a db 3 preset spin max-keys 7 evict", "a min-ttl 1500ms token x ro token #ab", "x max-bytes 1gb reject utf8-keys yes"} {
		f.Add(line)
	}
	f.Fuzz(func(t *testing.T, line string) {
		s, err := store.Parse(strings.Fields(line))
		if err != nil {
			return
		}
		if s.DB == store.NoDB {
			s.DB = 20
		}
		again, err := store.Parse(s.Created()[2:])
		if err != nil || !again.Equal(&s.Definition) || again.DB != s.DB || again.Name != s.Name {
			t.Fatalf("%q is written as %q, which reads as %+v, %v", line, s.Created(), again, err)
		}
	})
}
