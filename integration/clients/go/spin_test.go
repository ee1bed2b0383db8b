package clients

import (
	"errors"
	"fmt"
	"net/url"
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/gomodule/redigo/redis"
)

// spin is a store as a component sees it, by the commands that Spin's key-value backend sends.
type spin struct{ c redis.Conn }

// openSpin connects as that backend's library does: a password, if there is one, then what it says of itself.
func openSpin(t *testing.T, token string) spin {
	t.Helper()
	c, err := redis.Dial("tcp", addr())
	must(t, err)
	t.Cleanup(func() { c.Close() })
	if token != "" {
		_, err := c.Do("AUTH", token)
		must(t, err)
	}
	must(t, c.Send("CLIENT", "SETINFO", "LIB-NAME", "redis-rs"))
	must(t, c.Send("CLIENT", "SETINFO", "LIB-VER", "0.32.7"))
	_, err = c.Do("")
	must(t, err)
	pong, err := redis.String(c.Do("PING"))
	must(t, err)
	equal(t, "PING", pong, "PONG")
	return spin{c}
}

// get is a key's value, and whether it is there.
func (s spin) get(t *testing.T, key string) (string, bool) {
	t.Helper()
	v, err := redis.String(s.c.Do("GET", key))
	if errors.Is(err, redis.ErrNil) {
		return "", false
	}
	must(t, err)
	return v, true
}

func (s spin) set(key, value string) error { _, err := s.c.Do("SET", key, value); return err }
func (s spin) delete(key string) error     { _, err := s.c.Do("DEL", key); return err }

func (s spin) exists(t *testing.T, key string) bool {
	t.Helper()
	ok, err := redis.Bool(s.c.Do("EXISTS", key))
	must(t, err)
	return ok
}

// keys are all keys, sorted, which KEYS and SCAN must agree on.
func (s spin) keys(t *testing.T) []string {
	t.Helper()
	all, err := redis.Strings(s.c.Do("KEYS", "*"))
	must(t, err)
	var scanned []string
	for cursor := "0"; ; {
		page, err := redis.Values(s.c.Do("SCAN", cursor))
		must(t, err)
		var some []string
		_, err = redis.Scan(page, &cursor, &some)
		must(t, err)
		scanned = append(scanned, some...)
		if cursor == "0" {
			break
		}
	}
	slices.Sort(all)
	slices.Sort(scanned)
	equal(t, "SCAN, beside KEYS *", fmt.Sprint(slices.Compact(scanned)), fmt.Sprint(all))
	return all
}

// swap sets a key that has not changed since it was watched; false if it has.
func (s spin) swap(key, value string) (bool, error) {
	for _, words := range [][]any{{"MULTI"}, {"SET", key, value}} {
		if err := s.c.Send(words[0].(string), words[1:]...); err != nil {
			return false, err
		}
	}
	replies, err := redis.Values(s.c.Do("EXEC"))
	if errors.Is(err, redis.ErrNil) {
		return false, nil
	}
	if err != nil {
		return false, err
	}
	if err, failed := replies[0].(redis.Error); failed {
		return false, err
	}
	return true, nil
}

// refused checks that an error begins with a code.
func refused(t *testing.T, what string, err error, code string) {
	t.Helper()
	if err == nil || !strings.HasPrefix(err.Error(), code+" ") {
		t.Errorf("%s: %v, want %s", what, err, code)
	}
}

// TestSpinCommands has the commands alone, for any server.
func TestSpinCommands(t *testing.T) {
	spinVerbs(t, func() spin { return openSpin(t, "") })
}

func spinVerbs(t *testing.T, open func() spin) {
	s := open()
	equal(t, "no keys", len(s.keys(t)), 0)
	if _, there := s.get(t, "k"); there {
		t.Error("a value before it was set")
	}
	equal(t, "exists", s.exists(t, "k"), false)
	must(t, s.delete("k"))
	for _, value := range []string{"v", "", "\x00\xff\r\n", strings.Repeat("x", 100_000)} {
		must(t, s.set("k", value))
		got, there := s.get(t, "k")
		equal(t, "a value", fmt.Sprintf("%t %q", there, got), fmt.Sprintf("true %q", value))
	}
	equal(t, "exists", s.exists(t, "k"), true)
	must(t, s.delete("k"))
	must(t, s.delete("k"))
	equal(t, "exists after delete", s.exists(t, "k"), false)

	_, err := s.c.Do("MSET", "a", "1", "b", "2", "ключ", "3")
	must(t, err)
	many, err := redis.Strings(s.c.Do("MGET", "b", "none", "ключ"))
	must(t, err)
	equal(t, "MGET", strings.Join(many, "|"), "2||3")
	equal(t, "keys", strings.Join(s.keys(t), " "), "a b ключ")
	n, err := redis.Int(s.c.Do("INCRBY", "n", 5))
	must(t, err)
	equal(t, "INCRBY", n, 5)
	n, err = redis.Int(s.c.Do("INCRBY", "n", -7))
	must(t, err)
	equal(t, "INCRBY", n, -2)
	n, err = redis.Int(s.c.Do("DEL", "a", "b", "ключ", "n", "none"))
	must(t, err)
	equal(t, "DEL of many", n, 4)
	spinSwap(t, s, open())
}

func spinSwap(t *testing.T, s, other spin) {
	t.Helper()
	for _, touched := range []bool{false, true} {
		must(t, s.set("swapped", "old"))
		_, err := s.c.Do("WATCH", "swapped")
		must(t, err)
		v, _ := s.get(t, "swapped")
		if touched {
			must(t, other.set("swapped", "other"))
		}
		done, err := s.swap("swapped", v+", new")
		must(t, err)
		equal(t, "swapped", done, !touched)
		v, _ = other.get(t, "swapped")
		equal(t, "the value", v, map[bool]string{false: "old, new", true: "other"}[touched])
	}
	must(t, s.delete("swapped"))
}

// spinTokens are the passwords of the stores in Spin's configuration.
func spinTokens(t *testing.T) map[string]string {
	t.Helper()
	found := map[string]string{}
	for _, m := range regexp.MustCompile(`\[key_value_store\.(\w+)\]\ntype = "redis"\nurl = "([^"]+)"`).FindAllStringSubmatch(os.Getenv("SHOWN_TOML"), -1) {
		u, err := url.Parse(m[2])
		must(t, err)
		equal(t, "the place of "+m[1], u.Host, addr())
		found[m[1]], _ = u.User.Password()
	}
	equal(t, "stores", len(found), 2)
	return found
}

// TestSpin has what Spin promises of a store, on the stores of the page.
func TestSpin(t *testing.T) {
	tokens := spinTokens(t)
	open := func(t *testing.T) spin { t.Helper(); return openSpin(t, tokens["default"]) }
	t.Run("verbs", func(t *testing.T) { spinVerbs(t, func() spin { return open(t) }) })
	t.Run("keys", func(t *testing.T) { spinKeys(t, open(t)) })
	t.Run("values", func(t *testing.T) { spinValues(t, open(t)) })
	t.Run("full", func(t *testing.T) { spinFull(t, open(t)) })
	t.Run("apart", func(t *testing.T) { spinApart(t, open(t), openSpin(t, tokens["cache"])) })
	t.Run("unknown", func(t *testing.T) { spinUnknown(t, open(t)) })
}

func spinKeys(t *testing.T, s spin) {
	for _, key := range []string{"", "k", strings.Repeat("k", 256), strings.Repeat("ü", 128)} {
		must(t, s.set(key, "v"))
		must(t, s.delete(key))
	}
	for _, key := range []string{strings.Repeat("k", 257), strings.Repeat("ü", 128) + "k"} {
		refused(t, "SET of a long key", s.set(key, "v"), "KEYTOOLONG")
		_, err := s.c.Do("INCRBY", key, 1)
		refused(t, "INCRBY of a long key", err, "KEYTOOLONG")
		_, err = s.c.Do("MSET", "short", "v", key, "v")
		refused(t, "MSET with a long key", err, "KEYTOOLONG")
		_, err = s.c.Do("WATCH", key)
		must(t, err)
		_, err = s.swap(key, "v")
		refused(t, "a swap of a long key", err, "KEYTOOLONG")
		equal(t, "it is there", s.exists(t, key), false)
		must(t, s.delete(key))
	}
	refused(t, "a key that is no UTF-8", s.set("\xff", "v"), "KEYNOTUTF8")
	equal(t, "keys", len(s.keys(t)), 0)
}

func spinValues(t *testing.T, s spin) {
	const most = 1 << 20
	must(t, s.set("k", strings.Repeat("v", most)))
	refused(t, "a long value", s.set("k", strings.Repeat("w", most+1)), "VALUETOOLARGE")
	refused(t, "a long value of a new key", s.set("new", strings.Repeat("w", most+1)), "VALUETOOLARGE")
	_, err := s.c.Do("MSET", "short", "v", "k", strings.Repeat("w", most+1))
	refused(t, "MSET with a long value", err, "VALUETOOLARGE")
	_, err = s.swap("k", strings.Repeat("w", most+1))
	refused(t, "a swap with a long value", err, "VALUETOOLARGE")
	got, _ := s.get(t, "k")
	equal(t, "the value is as it was", got == strings.Repeat("v", most), true)
	equal(t, "keys", strings.Join(s.keys(t), " "), "k")
	must(t, s.delete("k"))
}

func spinFull(t *testing.T, s spin) {
	const most = 1024
	for i := range most {
		must(t, s.set(fmt.Sprint("key ", i), "v"))
	}
	refused(t, "the 1025th", s.set("one more", "v"), "STOREFULL")
	_, err := s.c.Do("INCRBY", "one more", 1)
	refused(t, "the 1025th by INCRBY", err, "STOREFULL")
	_, err = s.swap("one more", "v")
	refused(t, "the 1025th by a swap", err, "STOREFULL")
	must(t, s.set("key 7", "another value"))
	must(t, s.delete("key 8"))
	_, err = s.c.Do("MSET", "key 8", "v", "one more", "v")
	refused(t, "two for one place", err, "STOREFULL")
	equal(t, "nothing half written", s.exists(t, "key 8"), false)
	must(t, s.set("one more", "v"))
	refused(t, "the 1025th again", s.set("key 8", "v"), "STOREFULL")
	keys := s.keys(t)
	equal(t, "keys", len(keys), most)
	for _, key := range keys {
		must(t, s.delete(key))
	}
}

// spinApart checks that a component reaches no store but that whose token it has.
func spinApart(t *testing.T, s, cache spin) {
	must(t, s.set("k", "of default"))
	equal(t, "in the other store", cache.exists(t, "k"), false)
	must(t, cache.set("k", "of cache"))
	got, _ := s.get(t, "k")
	equal(t, "the value", got, "of default")
	for _, other := range []string{"cache", "0", "1"} {
		_, err := s.c.Do("SELECT", other)
		refused(t, "SELECT "+other, err, "NOPERM")
	}
	equal(t, "keys", strings.Join(s.keys(t), " "), "k")
	must(t, s.delete("k"))
	must(t, cache.delete("k"))
}

func spinUnknown(t *testing.T, s spin) {
	_, err := s.c.Do("AUTH", "no such token")
	refused(t, "AUTH with a wrong token", err, "WRONGPASS")
	if _, err := s.c.Do("SELECT", "nowhere"); err == nil {
		t.Error("SELECT of a store that is not there")
	}
	operator, err := redis.Dial("tcp", addr(), redis.DialPassword(os.Getenv("OPERATOR")))
	must(t, err)
	defer operator.Close()
	_, err = operator.Do("SELECT", "nowhere")
	refused(t, "SELECT of a store that is not there", err, "NOSTORE")
	_, err = operator.Do("SELECT", "default")
	must(t, err)
}
